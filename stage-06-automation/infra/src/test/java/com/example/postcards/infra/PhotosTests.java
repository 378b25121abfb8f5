package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;

import static org.assertj.core.api.Assertions.assertThat;

class PhotosTests {

	@Test
	void arePrivateAndEncryptedByS3() {
		hasProperty("PublicAccessBlockConfiguration", Map.of("BlockPublicAcls", true, "BlockPublicPolicy", true,
				"IgnorePublicAcls", true, "RestrictPublicBuckets", true));
		hasProperty("BucketEncryption", Map.of("ServerSideEncryptionConfiguration",
				List.of(Map.of("ServerSideEncryptionByDefault", Map.of("SSEAlgorithm", "AES256")))));
	}

	@Test
	void canBeRestoredForAWeek() {
		hasProperty("VersioningConfiguration", Map.of("Status", "Enabled"));
		hasProperty("LifecycleConfiguration",
				Map.of("Rules",
						List.of(Map.of("AbortIncompleteMultipartUpload", Map.of("DaysAfterInitiation", 1),
								"ExpiredObjectDeleteMarker", true, "NoncurrentVersionExpiration",
								Map.of("NoncurrentDays", 7), "Status", "Enabled"))));
	}

	@Test
	void areRefusedWithoutTls() {
		Synthesis.TEMPLATE.hasResourceProperties("AWS::S3::BucketPolicy",
				Map.of("Bucket", Map.of("Ref", Synthesis.logicalId("AWS::S3::Bucket", "Photos")), "PolicyDocument",
						Match.objectLike(Map.of("Statement",
								Match.arrayWith(List.of(Match.objectLike(Map.of("Action", "s3:*", "Condition",
										Map.of("Bool", Map.of("aws:SecureTransport", "false")), "Effect",
										"Deny"))))))));
	}

	private static void hasProperty(String name, Object value) {
		assertThat(Synthesis.properties("AWS::S3::Bucket", "Photos")).containsEntry(name, value);
	}

}
