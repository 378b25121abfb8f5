package com.example.postcards.infra;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Template;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens to data when the stack is deleted: a snapshot needs its key, and accounts
 * need their pool, so all of it stays, or all of it goes. A cache holds copies and
 * sessions only.
 */
class RetainTests {

	private static final Set<String> DATA = Set.of("AWS::Cognito::UserPool", "AWS::DynamoDB::GlobalTable",
			"AWS::KMS::Key", "AWS::Lightsail::Instance", "AWS::RDS::DBCluster", "AWS::RDS::DBInstance",
			"AWS::S3::Bucket");

	@Test
	void allDataStays() {
		assertThat(resources(Map.of())).isNotEmpty().allSatisfy((resource) -> {
			String policy = Synthesis.get(resource, "Type").toString().contains("RDS") ? "Snapshot" : "Retain";
			assertThat(resource).containsEntry("DeletionPolicy", policy).containsEntry("UpdateReplacePolicy", policy);
		});
	}

	@Test
	void aWordOtherThanFalseKeepsIt() {
		assertThat(resources(Map.of("retain", "no")))
			.allSatisfy((resource) -> assertThat(resource.get("DeletionPolicy")).isNotEqualTo("Delete"));
	}

	@Test
	void allDataGoesWithASandbox() {
		assertThat(resources(Map.of("retain", "false"))).isNotEmpty()
			.allSatisfy((resource) -> assertThat(resource).containsEntry("DeletionPolicy", "Delete")
				.containsEntry("UpdateReplacePolicy", "Delete"));
	}

	private static Collection<Map<String, Object>> resources(Map<String, String> context) {
		Map<String, String> everything = new HashMap<>(Map.of("config", "true", "rotation", "true"));
		everything.putAll(context);
		return Synthesis.resources(Template.fromStack(Synthesis.stack(everything)))
			.values()
			.stream()
			.filter((resource) -> DATA.contains(resource.get("Type")))
			// A read replica and the instances of a cluster have no data of their own.
			.filter((resource) -> !Synthesis.get(resource, "Properties")
				.toString()
				.contains("SourceDBInstanceIdentifier={"))
			.filter((resource) -> !Synthesis.get(resource, "Properties").toString().contains("DBClusterIdentifier={"))
			.toList();
	}

}
