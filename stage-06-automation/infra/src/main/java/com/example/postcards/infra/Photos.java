package com.example.postcards.infra;

import java.util.List;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.Grant;
import software.amazon.awscdk.services.iam.GrantOnPrincipalOptions;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.BucketProps;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * A private bucket for the photos, whose keys are the paths of their addresses. What is
 * deleted or overwritten by mistake can be restored for a week. Needs nothing.
 */
class Photos extends Bucket {

	/** What all keys begin with, as the paths at the edge do. */
	private static final String PREFIX = "photos/";

	Photos(Construct scope, String id, boolean retain) {
		super(scope, id, BucketProps.builder()
			.blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
			// With a key of KMS the policy of the key would have to name the
			// distribution, and the distribution needs the bucket, which needs the key.
			.encryption(BucketEncryption.S3_MANAGED)
			.enforceSsl(true)
			.versioned(true)
			.lifecycleRules(List.of(LifecycleRule.builder()
				// As long as backups of the database.
				.noncurrentVersionExpiration(Duration.days(7))
				.expiredObjectDeleteMarker(true)
				.abortIncompleteMultipartUploadAfter(Duration.days(1))
				.build()))
			.removalPolicy(retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
			.build());
	}

	/**
	 * Lets the application write, read and delete photos.
	 */
	void grantUse(IGrantable application) {
		Grant.addToPrincipal(GrantOnPrincipalOptions.builder()
			.grantee(application)
			.actions(List.of("s3:DeleteObject", "s3:GetObject", "s3:PutObject"))
			.resourceArns(List.of(arnForObjects(PREFIX + "*")))
			.build());
	}

}
