package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseTests {

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	@Test
	void isAuroraPostgresql17() {
		hasProperty("Engine", "aurora-postgresql");
		hasProperty("EngineVersion", Match.stringLikeRegexp("17\\..*"));
	}

	@Test
	void pausesAfter5MinutesAndGrowsToTwoUnits() {
		hasProperty("ServerlessV2ScalingConfiguration",
				Map.of("MinCapacity", 0, "MaxCapacity", 2, "SecondsUntilAutoPause", 300));
		TEMPLATE.allResourcesProperties("AWS::RDS::DBInstance", Map.of("DBInstanceClass", "db.serverless"));
	}

	@Test
	void isEncrypted() {
		hasProperty("StorageEncrypted", true);
	}

	@Test
	void keepsBackupsFor7Days() {
		hasProperty("BackupRetentionPeriod", 7);
	}

	@Test
	void refusesConnectionsWithoutTls() {
		hasProperty("DBClusterParameterGroupName",
				Map.of("Ref", Synthesis.logicalId("AWS::RDS::DBClusterParameterGroup", "Database")));
		TEMPLATE.hasResourceProperties("AWS::RDS::DBClusterParameterGroup",
				Map.of("Family", "aurora-postgresql17", "Parameters", Map.of("rds.force_ssl", "1")));
	}

	@Test
	void isNotPublic() {
		TEMPLATE.allResourcesProperties("AWS::RDS::DBInstance", Map.of("PubliclyAccessible", false));
		TEMPLATE.hasResourceProperties("AWS::RDS::DBSubnetGroup",
				Map.of("SubnetIds",
						List.of(Map.of("Ref", Synthesis.logicalId("AWS::EC2::Subnet", "NetworkIsolatedSubnet1")),
								Map.of("Ref", Synthesis.logicalId("AWS::EC2::Subnet", "NetworkIsolatedSubnet2")))));
	}

	@Test
	void admitsTheServerOnly() {
		Object group = groupId("Database");
		hasProperty("VpcSecurityGroupIds", List.of(group));
		TEMPLATE.hasResourceProperties("AWS::EC2::SecurityGroup",
				Map.of("GroupDescription", "Database of Postcards", "SecurityGroupIngress", Match.absent()));
		TEMPLATE.resourceCountIs("AWS::EC2::SecurityGroupIngress", 1);
		TEMPLATE.hasResourceProperties("AWS::EC2::SecurityGroupIngress", Map.of("GroupId", group,
				"SourceSecurityGroupId", groupId("Server"), "IpProtocol", "tcp", "FromPort", 5432, "ToPort", 5432));
	}

	@Test
	void opensNoConnections() {
		TEMPLATE.hasResourceProperties("AWS::EC2::SecurityGroup", Map.of("GroupDescription", "Database of Postcards",
				"SecurityGroupEgress", List.of(Match.objectLike(Map.of("CidrIp", "255.255.255.255/32")))));
	}

	@Test
	void passwordIsInTheSecretAlone() {
		Object secret = Map.of("Ref", Synthesis.logicalId("AWS::SecretsManager::Secret", "Database"));
		hasProperty("MasterUserPassword", Map.of("Fn::Join",
				List.of("", List.of("{{resolve:secretsmanager:", secret, ":SecretString:password::}}"))));
		hasProperty("ManageMasterUserPassword", Match.absent());
		TEMPLATE.hasResourceProperties("AWS::SecretsManager::Secret", Map
			.of("SecretString", Match.absent(), "GenerateSecretString", Match.objectLike(
					Map.of("GenerateStringKey", "password", "SecretStringTemplate", "{\"username\":\"postcards\"}"))));
	}

	@Test
	void secretKnowsWhereTheDatabaseIs() {
		TEMPLATE.hasResourceProperties("AWS::SecretsManager::SecretTargetAttachment", Map.of("TargetId",
				Map.of("Ref", Synthesis.logicalId("AWS::RDS::DBCluster", "")), "TargetType", "AWS::RDS::DBCluster"));
	}

	@Test
	void refusesToBeDeletedUnlessTheDataMayGo() {
		hasProperty("DeletionProtection", true);
		Template.fromStack(Synthesis.stack(Map.of("retain", "false")))
			.hasResourceProperties("AWS::RDS::DBCluster", Map.of("DeletionProtection", false));
	}

	@Test
	void hasNoFixedName() {
		assertThat(Synthesis.properties("AWS::RDS::DBCluster")).doesNotContainKey("DBClusterIdentifier");
	}

	private static void hasProperty(String name, Object value) {
		TEMPLATE.hasResourceProperties("AWS::RDS::DBCluster", Map.of(name, value));
	}

	private static Object groupId(String prefix) {
		return Map.of("Fn::GetAtt", List.of(Synthesis.logicalId("AWS::EC2::SecurityGroup", prefix), "GroupId"));
	}

}
