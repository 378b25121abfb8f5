package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsTests {

	private static final Map<String, Object> VALUES = Map.ofEntries(
			Map.entry("postcards.database.master-secret", secret("DatabaseSecret")),
			Map.entry("postcards.database.secret", secret("DatabaseApplicationSecret")),
			Map.entry("postcards.drain", "PT15S"),
			Map.entry("postcards.edge.distribution", ref("AWS::CloudFront::Distribution", "Edge")),
			Map.entry("postcards.likes.table", ref("AWS::DynamoDB::GlobalTable", "Likes")),
			Map.entry("postcards.photos.bucket", ref("AWS::S3::Bucket", "Photos")),
			Map.entry("postcards.proxies", "10\\.0\\.\\d{1,3}\\.\\d{1,3}|127\\.0\\.0\\.1"),
			Map.entry("postcards.replica.url", url("Replica")),
			Map.entry("postcards.users.client", ref("AWS::Cognito::UserPoolClient", "Users")),
			Map.entry("postcards.users.issuer", attribute("AWS::Cognito::UserPool", "Users", "ProviderURL")),
			Map.entry("postcards.users.pool", ref("AWS::Cognito::UserPool", "Users")),
			Map.entry("postcards.users.verify-email", "false"),
			Map.entry("spring.data.redis.cluster.nodes",
					join(attribute("AWS::ElastiCache::ServerlessCache", "Cache", "Endpoint.Address"), ":",
							attribute("AWS::ElastiCache::ServerlessCache", "Cache", "Endpoint.Port"))),
			Map.entry("spring.data.redis.ssl.enabled", "true"),
			Map.entry("spring.datasource.hikari.maximum-pool-size", "10"),
			Map.entry("spring.datasource.url", url("Database")));

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

	private static Object url(String instance) {
		return join("jdbc:postgresql://", attribute("AWS::RDS::DBInstance", instance, "Endpoint.Address"), ":",
				attribute("AWS::RDS::DBInstance", instance, "Endpoint.Port"), "/postcards?sslmode=verify-full");
	}

	private static Object secret(String prefix) {
		return ref("AWS::SecretsManager::Secret", prefix);
	}

	private static Object ref(String type, String prefix) {
		return Map.of("Ref", Synthesis.logicalId(type, prefix));
	}

	private static Object attribute(String type, String prefix, String name) {
		return Map.of("Fn::GetAtt", List.of(Synthesis.logicalId(type, prefix), name));
	}

	private static Object join(Object... parts) {
		return Map.of("Fn::Join", List.of("", List.of(parts)));
	}

}
