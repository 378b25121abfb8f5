package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsTests {

	private static final Map<String, Object> VALUES = Map.of("postcards.database.master-secret",
			secret("DatabaseSecret"), "postcards.database.secret", secret("DatabaseApplicationSecret"),
			"postcards.proxies", "10\\.0\\.\\d{1,3}\\.\\d{1,3}|127\\.0\\.0\\.1",
			"spring.datasource.hikari.maximum-pool-size", "10", "postcards.drain", "PT15S", "postcards.users.client",
			Map.of("Ref", id("AWS::Cognito::UserPoolClient")), "postcards.users.issuer",
			Map.of("Fn::GetAtt", List.of(id("AWS::Cognito::UserPool"), "ProviderURL")), "postcards.users.pool",
			Map.of("Ref", id("AWS::Cognito::UserPool")), "postcards.users.verify-email", "false",
			"spring.datasource.url", join("jdbc:postgresql://", instance("Endpoint.Address"), ":",
					instance("Endpoint.Port"), "/postcards?sslmode=verify-full"));

	@Test
	void areTheseBelowThePathOfTheStack() {
		VALUES.forEach((name, value) -> Synthesis.TEMPLATE.hasResourceProperties("AWS::SSM::Parameter", Map.of("Name",
				join("/", Map.of("Ref", "AWS::StackName"), "/" + name), "Type", "String", "Value", value)));
		Synthesis.TEMPLATE.resourceCountIs("AWS::SSM::Parameter", VALUES.size());
	}

	@Test
	void holdNoPassword() {
		assertThat(Synthesis.TEMPLATE.findResources("AWS::SSM::Parameter").toString()).doesNotContain("{{resolve:");
	}

	private static Object instance(String attribute) {
		return Map.of("Fn::GetAtt", List.of(id("AWS::RDS::DBInstance"), attribute));
	}

	private static Object secret(String prefix) {
		return Map.of("Ref", Synthesis.logicalId("AWS::SecretsManager::Secret", prefix));
	}

	private static String id(String type) {
		return Synthesis.logicalId(type, "");
	}

	private static Object join(Object... parts) {
		return Map.of("Fn::Join", List.of("", List.of(parts)));
	}

}
