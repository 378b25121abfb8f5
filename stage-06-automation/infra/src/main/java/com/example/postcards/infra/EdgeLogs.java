package com.example.postcards.infra;

import java.util.List;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.BucketProps;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/**
 * A private bucket with a line for each request at the edge, which it forgets after a
 * month. Needs nothing.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html">Standard
 * logs</a>
 */
class EdgeLogs extends Bucket {

	EdgeLogs(Construct scope, String id, boolean retain) {
		super(scope, id,
				BucketProps.builder()
					.blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
					.encryption(BucketEncryption.S3_MANAGED)
					.enforceSsl(true)
					// CloudFront gets its permission by an ACL, which buckets have only
					// if asked
					// for.
					.objectOwnership(ObjectOwnership.BUCKET_OWNER_PREFERRED)
					.lifecycleRules(List.of(LifecycleRule.builder().expiration(Duration.days(30)).build()))
					.removalPolicy(retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
					.build());
	}

}
