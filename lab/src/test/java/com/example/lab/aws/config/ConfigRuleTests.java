package com.example.lab.aws.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ConfigRuleTests {

	private final Events events = new Events();

	private final Processes processes;

	private final LabContext lab;

	ConfigRuleTests(@TempDir Path temporary) {
		this.processes = new Processes(temporary.resolve("logs"));
		this.lab = new LabContext(temporary, temporary, this.processes, this.events, new LabClock(1), Map.of(), true);
	}

	@AfterEach
	void end() {
		this.processes.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = { //
			"COMPLIANT|{`MetadataOptions`: {`HttpTokens`: `required`}}",
			"NON_COMPLIANT: One|{`MetadataOptions`: {`HttpTokens`: `optional`}}", "NON_COMPLIANT: One|{}",
			"COMPLIANT|{`LaunchTemplate`: {`LaunchTemplateId`: {`Ref`: `Strict`}}}",
			"COMPLIANT|{`LaunchTemplate`: {`Version`: {`Fn::GetAtt`: [`Strict`; `LatestVersionNumber`]}}}",
			"NON_COMPLIANT: One|{`LaunchTemplate`: {`LaunchTemplateId`: {`Ref`: `Lax`}}}" })
	void imdsv2(String result, String instance) {
		assertThat(rule("EC2_IMDSV2_CHECK", """
				"One": {"Type": "AWS::EC2::Instance", "Properties": %s},
				"Strict": {"Type": "AWS::EC2::LaunchTemplate", "Properties":
					{"LaunchTemplateData": {"MetadataOptions": {"HttpTokens": "required"}}}},
				"Lax": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {}}}"""
			.formatted(json(instance)))).isEqualTo(result);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = { //
			"COMPLIANT|{`EnableKeyRotation`: true}", "NON_COMPLIANT: One|{`EnableKeyRotation`: false}",
			"NON_COMPLIANT: One|{}", "NOT_APPLICABLE|{`KeySpec`: `RSA_2048`}",
			"NOT_APPLICABLE|{`Origin`: `EXTERNAL`}" })
	void keyRotation(String result, String key) {
		assertThat(rule("CMK_BACKING_KEY_ROTATION_ENABLED", """
				"One": {"Type": "AWS::KMS::Key", "Properties": %s}""".formatted(json(key)))).isEqualTo(result);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = { //
			"COMPLIANT|{`CidrIp`: `0.0.0.0/0`; `IpProtocol`: `tcp`; `FromPort`: 80; `ToPort`: 80}",
			"COMPLIANT|{`CidrIp`: `203.0.113.7/32`; `IpProtocol`: `tcp`; `FromPort`: 22; `ToPort`: 22}",
			"NON_COMPLIANT: One|{`CidrIp`: `0.0.0.0/0`; `IpProtocol`: `tcp`; `FromPort`: 22; `ToPort`: 22}",
			"NON_COMPLIANT: One|{`CidrIpv6`: `::/0`; `IpProtocol`: `tcp`; `FromPort`: 20; `ToPort`: 30}",
			"NON_COMPLIANT: One|{`CidrIp`: `0.0.0.0/0`; `IpProtocol`: `-1`}" })
	void incomingSsh(String result, String ingress) {
		assertThat(rule("INCOMING_SSH_DISABLED", """
				"One": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [%s]}}"""
			.formatted(json(ingress)))).isEqualTo(result);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "COMPLIANT|One", "COMPLIANT|Attachment", "NON_COMPLIANT: One|Nothing" })
	void secretRotation(String result, String rotated) {
		assertThat(rule("SECRETSMANAGER_ROTATION_ENABLED_CHECK", """
				"One": {"Type": "AWS::SecretsManager::Secret"},
				"Attachment": {"Type": "AWS::SecretsManager::SecretTargetAttachment",
					"Properties": {"SecretId": {"Ref": "One"}}},
				"Schedule": {"Type": "AWS::SecretsManager::RotationSchedule",
					"Properties": {"SecretId": {"Ref": "%s"}}}""".formatted(rotated))).isEqualTo(result);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = { //
			"COMPLIANT|{`StorageEncrypted`: true}", "NON_COMPLIANT: One|{`StorageEncrypted`: false}",
			"COMPLIANT|{`DBClusterIdentifier`: {`Ref`: `Safe`}}",
			"NON_COMPLIANT: One|{`DBClusterIdentifier`: {`Ref`: `Plain`}}" })
	void storageEncryption(String result, String instance) {
		assertThat(rule("RDS_STORAGE_ENCRYPTED", """
				"One": {"Type": "AWS::RDS::DBInstance", "Properties": %s},
				"Safe": {"Type": "AWS::RDS::DBCluster", "Properties": {"StorageEncrypted": true}},
				"Plain": {"Type": "AWS::RDS::DBCluster"}""".formatted(json(instance)))).isEqualTo(result);
	}

	@Test
	void reportsTheResultOfEachResource() {
		ConfigRule rule = make("{\"Source\": {\"Owner\": \"AWS\", \"SourceIdentifier\": \"RDS_STORAGE_ENCRYPTED\"}}",
				"""
						"One": {"Type": "AWS::RDS::DBInstance", "Properties": {"StorageEncrypted": true}},
						"Two": {"Type": "AWS::RDS::DBInstance"}""");

		rule.start(JsonMapper.shared().createObjectNode());

		assertThat(this.events.since(0)).extracting((event) -> event.kind() + " " + event.message())
			.containsExactly(Event.Kind.EVALUATED + " One is COMPLIANT with RDS_STORAGE_ENCRYPTED",
					Event.Kind.WARNING + " Two is NON_COMPLIANT with RDS_STORAGE_ENCRYPTED");
		assertThat(rule.address()).isEqualTo("NON_COMPLIANT: Two");
		assertThat(rule.attribute("Compliance.Type")).isEqualTo("NON_COMPLIANT");
	}

	@Test
	void appliesToNothingWhereThereIsNothing() {
		assertThat(rule("RDS_STORAGE_ENCRYPTED", "\"One\": {\"Type\": \"AWS::KMS::Key\"}")).isEqualTo("NOT_APPLICABLE");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = { //
			"{`Source`: {`Owner`: `AWS`; `SourceIdentifier`: `ROOT_ACCOUNT_MFA_ENABLED`}}|ROOT_ACCOUNT_MFA_ENABLED",
			"{`Source`: {`Owner`: `CUSTOM_LAMBDA`; `SourceIdentifier`: `RDS_STORAGE_ENCRYPTED`}}|cannot evaluate",
			"{`Source`: {`Owner`: `AWS`; `SourceIdentifier`: `RDS_STORAGE_ENCRYPTED`};"
					+ " `InputParameters`: {`kmsKeyId`: `k`}}|InputParameters" })
	void refusesWhatItCannotEvaluate(String properties, String word) {
		assertThatIllegalArgumentException().isThrownBy(() -> make(json(properties), ""))
			.withMessageContainingAll("Postcards/Rule", word);
	}

	private String rule(String identifier, String resources) {
		return make("{\"Source\": {\"Owner\": \"AWS\", \"SourceIdentifier\": \"%s\"}}".formatted(identifier), resources)
			.address();
	}

	private ConfigRule make(String properties, String resources) {
		ObjectNode json = JsonMapper.shared().readValue("{%s}".formatted(resources), ObjectNode.class);
		List<Resource> list = json.properties()
			.stream()
			.map((entry) -> new Resource(entry.getKey(), entry.getValue().path("Type").asString(),
					"Postcards/" + entry.getKey(), entry.getValue()))
			.toList();
		StackTemplate template = new StackTemplate("Postcards", Path.of("template.json"), json, list);
		return new ConfigRule(
				new Resource("Rule", "AWS::Config::ConfigRule", "Postcards/Rule",
						JsonMapper.shared().readTree("{\"Properties\": %s}".formatted(properties))),
				this.lab.in(template));
	}

	/**
	 * Rows of a table are easier to read without commas and quotation marks.
	 */
	private static String json(String text) {
		return text.replace('`', '"').replace(';', ',');
	}

}
