package com.example.lab.assembly;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** {@code Db} is stood in, {@code Group} inert, everything else LocalStack's. */
class SplitTests {

	private static final String TYPES = """
			"Db": {"Type": "AWS::RDS::DBInstance", "Properties": {"Engine": "postgres"}},
			"Group": {"Type": "AWS::RDS::DBSubnetGroup"}
			""";

	@Test
	void removesResourcesThatLocalStackDoesNotRun() {
		JsonNode template = split("\"Bucket\": {\"Type\": \"AWS::S3::Bucket\"}");

		assertThat(template.path("Resources").propertyNames()).containsExactly("Bucket");
	}

	@Test
	void replacesReferencesInEveryForm() {
		JsonNode properties = split("""
				"Parameter": {"Type": "AWS::SSM::Parameter", "Properties": {
					"Ref": {"Ref": "Db"},
					"Inert": {"Ref": "Group"},
					"Array": {"Fn::GetAtt": ["Db", "Endpoint.Address"]},
					"Word": {"Fn::GetAtt": "Db.Endpoint.Port"},
					"Sub": {"Fn::Sub": "jdbc://${Db.Endpoint.Address}/${Db}?${AWS::Region}&${Bucket}&${!Db}"},
					"SubList": {"Fn::Sub": ["${Db.Endpoint.Address} ${Own} ${Group}",
						{"Own": {"Ref": "Db"}, "Group": "mine"}]},
					"Join": {"Fn::Join": [":", [{"Fn::GetAtt": ["Db", "Endpoint.Address"]},
						{"Fn::Select": [0, [{"Ref": "Db"}, {"Ref": "Bucket"}]]}]]}
				}}""").path("Resources").path("Parameter").path("Properties");

		assertThat(properties).isEqualTo(json("""
				{"Ref": "local(Db)",
				"Inert": "local(Group)",
				"Array": "local(Db.Endpoint.Address)",
				"Word": "local(Db.Endpoint.Port)",
				"Sub": {"Fn::Sub": "jdbc://local(Db.Endpoint.Address)/local(Db)?${AWS::Region}&${Bucket}&${!Db}"},
				"SubList": {"Fn::Sub": ["local(Db.Endpoint.Address) ${Own} ${Group}",
					{"Own": "local(Db)", "Group": "mine"}]},
				"Join": {"Fn::Join": [":", ["local(Db.Endpoint.Address)",
					{"Fn::Select": [0, ["local(Db)", {"Ref": "Bucket"}]]}]]}}"""));
	}

	@Test
	void leavesReferencesToTheRestAlone() {
		String rest = """
				{"A": {"Ref": "Bucket"}, "B": {"Fn::GetAtt": ["Bucket", "Arn"]}, "C": {"Ref": "AWS::Region"},
				"D": {"Fn::Sub": "${Bucket}"}, "E": {"Ref": "Size"}, "F": {"Db": "Db"}, "G": ["Db", "Db.Port"]}""";

		assertThat(split("\"Parameter\": {\"Type\": \"AWS::SSM::Parameter\", \"Properties\": %s}".formatted(rest))
			.path("Resources")
			.path("Parameter")
			.path("Properties")).isEqualTo(json(rest));
	}

	@Test
	void aSecretsAttachmentIsTheSecretItself() {
		JsonNode policy = split("""
				"Secret": {"Type": "AWS::SecretsManager::Secret"},
				"Attachment": {"Type": "AWS::SecretsManager::SecretTargetAttachment",
					"Properties": {"SecretId": {"Ref": "Secret"}, "TargetId": {"Ref": "Db"}}},
				"Policy": {"Type": "AWS::IAM::Policy", "Properties": {
					"Ref": {"Ref": "Attachment"},
					"Sub": {"Fn::Sub": "{{resolve:secretsmanager:${Attachment}:SecretString:password::}}"},
					"Join": {"Fn::Join": ["", [{"Ref": "Attachment"}, "-*"]]}}}""").path("Resources")
			.path("Policy")
			.path("Properties");

		assertThat(policy).isEqualTo(json("""
				{"Ref": {"Ref": "Secret"},
				"Sub": {"Fn::Sub": "{{resolve:secretsmanager:${Secret}:SecretString:password::}}"},
				"Join": {"Fn::Join": ["", [{"Ref": "Secret"}, "-*"]]}}"""));
	}

	@Test
	void dropsDependenciesOnRemovedResources() {
		JsonNode resources = split("""
				"Bucket": {"Type": "AWS::S3::Bucket"},
				"One": {"Type": "AWS::SQS::Queue", "DependsOn": "Db"},
				"Kept": {"Type": "AWS::SQS::Queue", "DependsOn": "Bucket"},
				"Some": {"Type": "AWS::SQS::Queue", "DependsOn": ["Group", "Bucket", "Db"]},
				"All": {"Type": "AWS::SQS::Queue", "DependsOn": ["Group", "Db"], "CreationPolicy": {"Count": 1}}
				""").path("Resources");

		assertThat(resources.path("One").propertyNames()).containsExactly("Type");
		assertThat(resources.path("Kept").path("DependsOn").asString()).isEqualTo("Bucket");
		assertThat(resources.path("Some").path("DependsOn")).isEqualTo(json("[\"Bucket\"]"));
		assertThat(resources.path("All").propertyNames()).containsExactly("Type");
	}

	@Test
	void keepsParametersAndDropsTheBootstrapCheckOnly() {
		StackTemplate stack = Templates.stack("""
				{"Parameters": {"BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>"},
					"ReleaseUrl": {"Type": "String", "NoEcho": true, "Default": "none"}},
				"Rules": {"CheckBootstrapVersion": {}, "Own": {}},
				"Outputs": {"Url": {"Value": {"Fn::Sub": "http://${Db}/"}}},
				"Resources": {%s}}""".formatted(TYPES));

		JsonNode template = json(split(stack).template());

		assertThat(template.path("Parameters"))
			.isEqualTo(json("{\"ReleaseUrl\": {\"Type\": \"String\", \"NoEcho\": true, \"Default\": \"none\"}}"));
		assertThat(template.path("Rules").propertyNames()).containsExactly("Own");
		assertThat(template.path("Outputs").path("Url").path("Value").path("Fn::Sub").asString())
			.isEqualTo("http://local(Db)/");
		assertThat(stack.json().path("Parameters").has("BootstrapVersion")).isTrue();
	}

	@Test
	void looksUpWhatAMappingSaysForTheRegion() {
		StackTemplate stack = Templates.stack("""
				{"Mappings": {"Lists": {"us-east-1": {"id": "pl-1"}, "eu-west-1": {"id": "pl-2"}}},
				"Resources": {%s, "Parameter": {"Type": "AWS::SSM::Parameter", "Properties": {
					"ByRegion": {"Fn::FindInMap": ["Lists", {"Ref": "AWS::Region"}, "id"]},
					"Unknown": {"Fn::FindInMap": ["Lists", {"Ref": "AWS::Region"}, "name"]}
				}}}}""".formatted(TYPES));

		assertThat(json(split(stack).template()).path("Resources").path("Parameter").path("Properties"))
			.isEqualTo(json("""
					{"ByRegion": "pl-1", "Unknown": {"Fn::FindInMap": ["Lists", {"Ref": "AWS::Region"}, "name"]}}"""));
	}

	@Test
	void addsNothingToATemplateWithoutParameters() {
		assertThat(split("\"Bucket\": {\"Type\": \"AWS::S3::Bucket\"}").propertyNames()).containsExactly("Resources");
	}

	@Test
	void letsCloudFormationEvaluateThePropertiesOfAStandIn() {
		Split split = split(Templates.stack("""
				{"Resources": {"Bucket": {"Type": "AWS::S3::Bucket"},
				"Db": {"Type": "AWS::RDS::DBInstance", "Properties": {"Engine": "postgres", "Size": 20,
					"Tags": [{"Key": "bucket", "Value": {"Ref": "Bucket"}},
						{"Key": "arn", "Value": {"Fn::Join": ["", ["a", {"Fn::GetAtt": ["Bucket", "Arn"]}]]}}]}}}}"""));
		JsonNode asked = json(split.template()).path("Outputs");
		Map<String, String> evaluated = new HashMap<>();
		asked.properties().forEach((output) -> evaluated.put(output.getKey(), "value of " + output.getValue()));

		JsonNode properties = split.properties("Db", evaluated);

		assertThat(asked).hasSize(2);
		assertThat(properties.path("Engine").asString()).isEqualTo("postgres");
		assertThat(properties.path("Size").asInt()).isEqualTo(20);
		assertThat(properties.path("Tags").path(0).path("Value").asString())
			.isEqualTo("value of {\"Value\":{\"Ref\":\"Bucket\"}}");
		assertThat(properties.path("Tags").path(1).path("Value").asString()).contains("Fn::Join");
		assertThatIllegalStateException().isThrownBy(() -> split.properties("Db", Map.of()))
			.withMessageContaining("did not evaluate");
		assertThatIllegalArgumentException().isThrownBy(() -> split.properties("Bucket", evaluated));
	}

	@Test
	void letsCloudFormationEvaluateTheMetadataOfAStandIn() {
		Split split = split(Templates.stack("""
				{"Resources": {"Bucket": {"Type": "AWS::S3::Bucket"},
				"Db": {"Type": "AWS::RDS::DBInstance", "Metadata": {"A": {"Fn::Sub": "${Bucket} ${Db}"}, "B": true}},
				"Group": {"Type": "AWS::RDS::DBSubnetGroup"}}}"""));
		JsonNode asked = json(split.template()).path("Outputs");
		String output = asked.propertyNames().iterator().next();

		assertThat(asked.path(output).path("Value").path("Fn::Sub").asString()).isEqualTo("${Bucket} local(Db)");
		assertThat(split.metadata("Db", Map.of(output, "evaluated")))
			.isEqualTo(json("{\"A\": \"evaluated\", \"B\": true}"));
		assertThat(split.metadata("Group", Map.of()).isMissingNode()).isTrue();
	}

	@Test
	void aStandInWithAConditionExistsOnlyWhenItHolds() {
		Split split = split(Templates
			.stack("""
					{"Conditions": {"Wanted": {"Fn::Equals": [{"Ref": "Size"}, "big"]}},
					"Resources": {"Bucket": {"Type": "AWS::S3::Bucket", "Condition": "Wanted"},
					"Db": {"Type": "AWS::RDS::DBInstance", "Condition": "Wanted", "Properties": {"Name": {"Ref": "Bucket"}}},
					"Always": {"Type": "AWS::RDS::DBInstance"}}}"""));
		JsonNode template = json(split.template());

		assertThat(template.path("Conditions").has("Wanted")).isTrue();
		assertThat(template.path("Resources").path("Bucket").path("Condition").asString()).isEqualTo("Wanted");
		assertThat(template.path("Outputs").properties()).hasSize(2)
			.allSatisfy((output) -> assertThat(output.getValue().path("Condition").asString()).isEqualTo("Wanted"));
		assertThat(split.exists("Db", Map.of())).isFalse();
		Map<String, String> outputs = new HashMap<>();
		template.path("Outputs").propertyNames().forEach((name) -> outputs.put(name, "true"));
		assertThat(split.exists("Db", outputs)).isTrue();
		assertThat(split.exists("Always", Map.of())).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = {
					"Big; {\"Map\": {\"Kept\": 1, \"work_mem\": \"64MB\"}, \"List\": [\"last\"], \"Inner\": \"none\"}",
					"Old; {\"Map\": {\"Kept\": 1}, \"List\": [{\"Key\": \"bucket\"}, \"last\"], \"Inner\": \"old\"}",
					"Both; {\"Map\": {\"Kept\": 1, \"work_mem\": \"64MB\"}, \"List\": [\"last\"], \"Inner\": \"none\"}",
					"Neither; {\"Map\": {\"Kept\": 1}, \"List\": [{\"Key\": \"bucket\"}, \"last\"]}" })
	void choosesBetweenBranchesAndLeavesOutWhatHasNoValue(String holds, String expected) {
		Split split = split(Templates
			.stack("""
					{"Conditions": {"Big": {"Fn::Equals": [1, 1]}, "Old": {"Fn::Equals": [1, 2]}},
					"Resources": {"Bucket": {"Type": "AWS::S3::Bucket"},
					"Db": {"Type": "AWS::RDS::DBInstance", "Properties": {
						"Gone": {"Ref": "AWS::NoValue"},
						"Map": {"Kept": 1, "work_mem": {"Fn::If": ["Big", "64MB", {"Ref": "AWS::NoValue"}]}},
						"List": [{"Fn::If": ["Big", {"Ref": "AWS::NoValue"}, {"Key": {"Ref": "Bucket"}}]}, "last"],
						"Inner": {"Fn::If": ["Big", "none", {"Fn::If": ["Old", {"Fn::Sub": "old"}, {"Ref": "AWS::NoValue"}]}]}}}}}"""));
		JsonNode template = json(split.template());
		Set<String> conditions = switch (holds) {
			case "Both" -> Set.of("Big", "Old");
			case "Neither" -> Set.of();
			default -> Set.of(holds);
		};
		Map<String, String> outputs = new HashMap<>();
		template.path("Outputs").properties().forEach((output) -> {
			String condition = output.getValue().path("Condition").asString("");
			if (condition.isEmpty() || holds(condition, template, conditions)) {
				JsonNode value = output.getValue().path("Value");
				outputs.put(output.getKey(), value.has("Ref") ? "bucket" : value.path("Fn::Sub").asString("true"));
			}
		});

		assertThat(split.properties("Db", outputs)).isEqualTo(json(expected));
		assertThat(split.holds("Big", outputs)).isEqualTo(conditions.contains("Big"));
		assertThat(split.holds("None", outputs)).isFalse();
	}

	private static boolean holds(String condition, JsonNode template, Set<String> conditions) {
		JsonNode made = template.path("Conditions").path(condition);
		if (!condition.startsWith("Lab")) {
			return conditions.contains(condition);
		}
		return (made.has("Fn::And") ? made.path("Fn::And").valueStream() : Stream.of(made))
			.allMatch((part) -> part.has("Fn::Not")
					? !holds(part.path("Fn::Not").path(0).path("Condition").asString(), template, conditions)
					: holds(part.path("Condition").asString(), template, conditions));
	}

	/** LocalStack keeps a policy of a bucket as it was when it was made. */
	@Test
	void aDistributionGetsTheEvaluatedPoliciesOfBuckets() {
		Split split = split(Templates
			.stack("""
					{"Conditions": {"Big": {"Fn::Equals": [1, 1]}},
					"Resources": {"Edge": {"Type": "AWS::CloudFront::Distribution", "Properties": {"Tags": []}},
					"Bucket": {"Type": "AWS::S3::Bucket"},
					"Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Bucket"},
						"PolicyDocument": {"Statement": [{"Arn": {"Ref": "Edge"}}]}}},
					"Other": {"Type": "AWS::S3::BucketPolicy", "Condition": "Big", "Properties": {"Bucket": "other"}}}}"""));
		Map<String, String> outputs = new HashMap<>();
		json(split.template()).path("Outputs")
			.properties()
			.stream()
			.filter((output) -> !output.getValue().has("Condition"))
			.forEach((output) -> outputs.put(output.getKey(), "bucket"));

		assertThat(split.properties("Edge", outputs)).isEqualTo(json("""
				{"Tags": [], "BucketPolicies": [{"Bucket": "bucket",
					"PolicyDocument": {"Statement": [{"Arn": "local(Edge)"}]}}]}"""));
	}

	@Test
	void namesEveryUnsupportedResource() {
		StackTemplate stack = Templates.stack("""
				{"Resources": {"Stream": {"Type": "AWS::MSK::Cluster"}, "Bucket": {"Type": "AWS::S3::Bucket"},
				"Grid": {"Type": "Custom::Grid"}}}""");

		assertThatExceptionOfType(UnsupportedResourceException.class)
			.isThrownBy(() -> Split.runners(stack, (type) -> type.contains("S3") ? Runner.LOCALSTACK : null))
			.withMessageContaining("Nothing here runs AWS::MSK::Cluster (construct Stack/Stream/Resource).")
			.withMessageContaining("Nothing here runs Custom::Grid (construct Stack/Grid/Resource).")
			.withMessageContaining("lab/README.md");
	}

	private static JsonNode split(String resources) {
		return json(split(Templates.stack("{\"Resources\": {%s,%s}}".formatted(resources, TYPES))).template());
	}

	private static Split split(StackTemplate stack) {
		Map<String, Runner> runners = Split.runners(stack, (type) -> switch (type) {
			case "AWS::CloudFront::Distribution", "AWS::RDS::DBInstance" -> Runner.STAND_IN;
			case "AWS::RDS::DBSubnetGroup", "AWS::SecretsManager::SecretTargetAttachment" -> Runner.INERT;
			default -> Runner.LOCALSTACK;
		});
		return new Split(stack, runners,
				(id, attribute) -> "local(%s)".formatted((attribute != null) ? id + "." + attribute : id));
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

}
