package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

class ReleaseBucketTests {

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	@Test
	void isPrivate() {
		hasProperty("PublicAccessBlockConfiguration", Map.of("BlockPublicAcls", true, "BlockPublicPolicy", true,
				"IgnorePublicAcls", true, "RestrictPublicBuckets", true));
	}

	@Test
	void isEncrypted() {
		hasProperty("BucketEncryption", Map.of("ServerSideEncryptionConfiguration",
				List.of(Map.of("ServerSideEncryptionByDefault", Map.of("SSEAlgorithm", "AES256")))));
	}

	@Test
	void isVersioned() {
		hasProperty("VersioningConfiguration", Map.of("Status", "Enabled"));
	}

	@Test
	void dropsOldVersions() {
		hasProperty("LifecycleConfiguration", Map.of("Rules", List.of(Match
			.objectLike(Map.of("NoncurrentVersionExpiration", Map.of("NoncurrentDays", 30), "Status", "Enabled")))));
	}

	@Test
	void hasNoFixedName() {
		hasProperty("BucketName", Match.absent());
	}

	@Test
	void refusesPlainHttp() {
		TEMPLATE.hasResourceProperties("AWS::S3::BucketPolicy",
				Map.of("PolicyDocument",
						Match.objectLike(Map.of("Statement", List.of(Match.objectLike(Map.of("Effect", "Deny", "Action",
								"s3:*", "Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false")))))))));
	}

	private static void hasProperty(String name, Object value) {
		TEMPLATE.hasResourceProperties("AWS::S3::Bucket", Map.of(name, value));
	}

}
