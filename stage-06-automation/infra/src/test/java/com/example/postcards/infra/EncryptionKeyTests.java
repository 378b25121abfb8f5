package com.example.postcards.infra;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

class EncryptionKeyTests {

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	private static final Object KEY = Map.of("Fn::GetAtt", List.of(Synthesis.logicalId("AWS::KMS::Key", "Key"), "Arn"));

	@Test
	void rotates() {
		TEMPLATE.allResourcesProperties("AWS::KMS::Key", Map.of("EnableKeyRotation", true));
	}

	@Test
	void encryptsDatabaseSecretsAndLogs() {
		for (String type : List.of("AWS::SecretsManager::Secret", "AWS::Logs::LogGroup")) {
			TEMPLATE.allResourcesProperties(type, Map.of("KmsKeyId", KEY));
		}
		TEMPLATE.resourcePropertiesCountIs("AWS::RDS::DBInstance", Map.of("KmsKeyId", KEY), 1);
		TEMPLATE.allResourcesProperties("AWS::RDS::DBInstance", Map.of("PerformanceInsightsKMSKeyId", KEY));
	}

	@Test
	void serversDecryptThroughSecretsManagerOnly() {
		List<Map<String, ?>> roles = Stream.of("ServerA", "ServerB")
			.<Map<String, ?>>map(
					(server) -> Map.of("Fn::GetAtt", List.of(Synthesis.logicalId("AWS::IAM::Role", server), "Arn")))
			.toList();
		TEMPLATE.hasResourceProperties("AWS::KMS::Key",
				Map.of("KeyPolicy",
						Match.objectLike(Map.of("Statement",
								Match.arrayWith(List.of(Map.of("Action", "kms:Decrypt", "Condition",
										Map.of("StringEquals", Map.of("kms:ViaService", Match.objectLike(Map.of()))),
										"Effect", "Allow", "Principal", Map.of("AWS", roles), "Resource", "*")))))));
	}

	@Test
	void isDeletedAfterSevenDaysIfTheDataGoes() {
		TEMPLATE.allResourcesProperties("AWS::KMS::Key", Map.of("PendingWindowInDays", 7));
	}

}
