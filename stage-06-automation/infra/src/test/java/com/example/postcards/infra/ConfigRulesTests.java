package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

class ConfigRulesTests {

	private static final Template TEMPLATE = Synthesis.TEMPLATE_WITH_CONFIG;

	@Test
	void areLeftOutUnlessAskedFor() {
		Synthesis.TEMPLATE.resourceCountIs("AWS::Config::ConfigurationRecorder", 0);
		Synthesis.TEMPLATE.resourceCountIs("AWS::Config::ConfigRule", 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "CMK_BACKING_KEY_ROTATION_ENABLED", "EC2_IMDSV2_CHECK", "INCOMING_SSH_DISABLED",
			"RDS_STORAGE_ENCRYPTED", "SECRETSMANAGER_ROTATION_ENABLED_CHECK" })
	void check(String rule) {
		TEMPLATE.hasResource("AWS::Config::ConfigRule", Map.of("Properties",
				Map.of("Source", Map.of("Owner", "AWS", "SourceIdentifier", rule)), "DependsOn", Match.arrayWith(List
					.of(TEMPLATE.findResources("AWS::Config::ConfigurationRecorder").keySet().iterator().next()))));
		TEMPLATE.resourceCountIs("AWS::Config::ConfigRule", 5);
	}

	@Test
	void recordOnlyWhatTheyCheck() {
		TEMPLATE.hasResourceProperties("AWS::Config::ConfigurationRecorder",
				Map.of("RecordingGroup",
						Map.of("AllSupported", false, "IncludeGlobalResourceTypes", false, "ResourceTypes",
								List.of("AWS::EC2::Instance", "AWS::EC2::SecurityGroup", "AWS::KMS::Key",
										"AWS::RDS::DBInstance", "AWS::SecretsManager::Secret"))));
	}

	@Test
	void deliverToAPrivateBucket() {
		TEMPLATE.hasResourceProperties("AWS::Config::DeliveryChannel",
				Map.of("S3BucketName", Map.of("Ref", Match.stringLikeRegexp("ConfigBucket.*"))));
		TEMPLATE.hasResourceProperties("AWS::S3::Bucket",
				Map.of("PublicAccessBlockConfiguration", Map.of("BlockPublicAcls", true, "BlockPublicPolicy", true,
						"IgnorePublicAcls", true, "RestrictPublicBuckets", true)));
	}

}
