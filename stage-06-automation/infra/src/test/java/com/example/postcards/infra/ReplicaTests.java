package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

import static org.assertj.core.api.Assertions.assertThat;

class ReplicaTests {

	private static final String INSTANCE = "AWS::RDS::DBInstance";

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	@Test
	void followsTheDatabase() {
		assertThat(Synthesis.get(properties(TEMPLATE), "SourceDBInstanceIdentifier").toString())
			.contains(Synthesis.logicalId(INSTANCE, "Database"));
	}

	@Test
	void hasTheClassAndTheParametersOfTheDatabase() {
		for (Template template : List.of(TEMPLATE,
				Template.fromStack(Synthesis.stack(Map.of("architecture", "x86_64"))))) {
			Map<String, Object> database = properties(template, "Database");
			for (String property : List.of("DBInstanceClass", "DBParameterGroupName", "MaxAllocatedStorage", "Port",
					"StorageType")) {
				assertThat(properties(template)).containsEntry(property, Synthesis.get(database, property));
			}
		}
	}

	@Test
	void takesItsEncryptionFromTheDatabase() {
		assertThat(properties(TEMPLATE)).doesNotContainKeys("KmsKeyId", "StorageEncrypted");
		assertThat(properties(TEMPLATE, "Database")).containsEntry("StorageEncrypted", true);
	}

	@Test
	void hasASourceThatKeepsBackups() {
		assertThat(Synthesis.<Integer>get(properties(TEMPLATE, "Database"), "BackupRetentionPeriod")).isPositive();
	}

	@Test
	void hasNoStandbyAndNoBackups() {
		assertThat(properties(TEMPLATE)).containsEntry("MultiAZ", false).doesNotContainKey("BackupRetentionPeriod");
	}

	@Test
	void isNotPublicAndAdmitsTheServersOnly() {
		Object group = groupId("Replica");
		assertThat(properties(TEMPLATE)).containsEntry("PubliclyAccessible", false)
			.containsEntry("VPCSecurityGroups", List.of(group));
		TEMPLATE.hasResourceProperties("AWS::EC2::SecurityGroup",
				Map.of("GroupDescription", "Read replica of Postcards", "SecurityGroupIngress", Match.absent()));
		TEMPLATE.resourcePropertiesCountIs("AWS::EC2::SecurityGroupIngress", Map.of("GroupId", group), 2);
		for (String server : List.of("ServerA", "ServerB")) {
			TEMPLATE.hasResourceProperties("AWS::EC2::SecurityGroupIngress", Map.of("GroupId", group,
					"SourceSecurityGroupId", groupId(server), "IpProtocol", "tcp", "FromPort", 5432, "ToPort", 5432));
		}
	}

	@Test
	void isDeletedWithTheStackBecauseItHasNoDataOfItsOwn() {
		Map<String, Object> replica = Synthesis.get(Synthesis.resources(TEMPLATE),
				Synthesis.logicalId(INSTANCE, "Replica"));
		assertThat(replica).containsEntry("DeletionPolicy", "Delete").containsEntry("UpdateReplacePolicy", "Delete");
		assertThat(properties(TEMPLATE)).containsEntry("DeletionProtection", false);
	}

	private static Map<String, Object> properties(Template template) {
		return properties(template, "Replica");
	}

	private static Map<String, Object> properties(Template template, String prefix) {
		return Synthesis.get(Synthesis.get(Synthesis.resources(template), Synthesis.logicalId(INSTANCE, prefix)),
				"Properties");
	}

	private static Object groupId(String prefix) {
		return Map.of("Fn::GetAtt", List.of(Synthesis.logicalId("AWS::EC2::SecurityGroup", prefix), "GroupId"));
	}

}
