package com.example.postcards.infra;

import java.util.List;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.BucketProps;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * A private, encrypted, versioned bucket for release jars. Needs nothing. Old versions
 * stay for 30 days.
 */
class ReleaseBucket extends Bucket {

	ReleaseBucket(Construct scope, String id, boolean retain) {
		super(scope, id,
				BucketProps.builder()
					.blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
					.encryption(BucketEncryption.S3_MANAGED)
					.enforceSsl(true)
					.versioned(true)
					.lifecycleRules(List.of(LifecycleRule.builder()
						.noncurrentVersionExpiration(Duration.days(30))
						.abortIncompleteMultipartUploadAfter(Duration.days(1))
						.build()))
					// Only an empty bucket can be deleted: destroy empties it first.
					// autoDeleteObjects would add a Lambda function for that.
					.removalPolicy(retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
					.build());
	}

}
