package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.kms.KeyProps;
import software.constructs.Construct;

/**
 * One KMS key for the database, its secrets and the logs; KMS rotates it once a year.
 * Needs nothing.
 */
class EncryptionKey extends Key {

	EncryptionKey(Construct scope, String id, boolean retain) {
		super(scope, id, KeyProps.builder()
			.enableKeyRotation(true)
			// A snapshot that stays cannot be restored without it. KMS waits 7 days at
			// least before it deletes a key.
			.removalPolicy(retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
			.pendingWindow(Duration.days(7))
			.build());
		// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
		addToResourcePolicy(PolicyStatement.Builder.create()
			.principals(List.of(new ServicePrincipal("logs.amazonaws.com")))
			.actions(List.of("kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"))
			.resources(List.of("*"))
			.conditions(Map.of("ArnLike",
					Map.of("kms:EncryptionContext:aws:logs:arn",
							"arn:%s:logs:%s:%s:*".formatted(Aws.PARTITION, Aws.REGION, Aws.ACCOUNT_ID))))
			.build());
	}

}
