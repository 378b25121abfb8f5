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
	void isPostgresql17() {
		hasProperty("Engine", "postgres");
		hasProperty("EngineVersion", Match.stringLikeRegexp("17\\..*"));
	}

	@Test
	void isTheSmallestInstanceOfArm() {
		hasProperty("DBInstanceClass", "db.t4g.micro");
	}

	@Test
	void isTheSmallestInstanceOfX86IfAskedTo() {
		Template.fromStack(Synthesis.stack(Map.of("architecture", "x86_64")))
			.hasResourceProperties("AWS::RDS::DBInstance", Map.of("DBInstanceClass", "db.t3.micro"));
	}

	@Test
	void growsFrom20GbTo100() {
		hasProperty("StorageType", "gp3");
		hasProperty("AllocatedStorage", "20");
		hasProperty("MaxAllocatedStorage", 100);
	}

	@Test
	void hasAStandbyInTheOtherZone() {
		hasProperty("MultiAZ", true);
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
	void keepsInsightsForTheDaysThatAreFree() {
		hasProperty("DatabaseInsightsMode", "standard");
		hasProperty("PerformanceInsightsRetentionPeriod", 7);
	}

	@Test
	void exportsNoLogThatWouldBeKeptIndefinitely() {
		hasProperty("EnableCloudwatchLogsExports", Match.absent());
	}

	@Test
	void refusesConnectionsWithoutTls() {
		hasParameter("rds.force_ssl", "1");
	}

	@Test
	void logsWhatTakesAQuarterOfASecond() {
		hasParameter("log_min_duration_statement", "250");
	}

	@Test
	void allowsTheConnectionsThatThePoolSizeIsCalculatedFrom() {
		hasParameter("max_connections", "80");
	}

	@Test
	void poolsOfAllServersLeaveAReserve() {
		PostcardsStack stack = Synthesis.stack();
		Database database = (Database) stack.getNode().findChild("Database");
		assertThat(List.of(database.poolSize(1), database.poolSize(6), database.poolSize(7), database.poolSize(30)))
			.containsExactly(10, 10, 8, 2);
	}

	@Test
	void isNotPublic() {
		hasProperty("PubliclyAccessible", false);
		TEMPLATE.hasResourceProperties("AWS::RDS::DBSubnetGroup",
				Map.of("SubnetIds",
						List.of(Map.of("Ref", Synthesis.logicalId("AWS::EC2::Subnet", "NetworkIsolatedSubnet1")),
								Map.of("Ref", Synthesis.logicalId("AWS::EC2::Subnet", "NetworkIsolatedSubnet2")))));
	}

	@Test
	void admitsTheServersOnly() {
		Object group = groupId("Database");
		hasProperty("VPCSecurityGroups", List.of(group));
		TEMPLATE.hasResourceProperties("AWS::EC2::SecurityGroup",
				Map.of("GroupDescription", "Database of Postcards", "SecurityGroupIngress", Match.absent()));
		TEMPLATE.resourcePropertiesCountIs("AWS::EC2::SecurityGroupIngress", Map.of("GroupId", group), 2);
		for (String server : List.of("ServerA", "ServerB")) {
			TEMPLATE.hasResourceProperties("AWS::EC2::SecurityGroupIngress", Map.of("GroupId", group,
					"SourceSecurityGroupId", groupId(server), "IpProtocol", "tcp", "FromPort", 5432, "ToPort", 5432));
		}
	}

	@Test
	void opensNoConnections() {
		TEMPLATE.hasResourceProperties("AWS::EC2::SecurityGroup", Map.of("GroupDescription", "Database of Postcards",
				"SecurityGroupEgress", List.of(Match.objectLike(Map.of("CidrIp", "255.255.255.255/32")))));
	}

	@Test
	void passwordOfTheMasterIsInItsSecretAlone() {
		Object secret = Map.of("Ref", Synthesis.logicalId("AWS::SecretsManager::Secret", "DatabaseSecret"));
		hasProperty("MasterUserPassword", Map.of("Fn::Join",
				List.of("", List.of("{{resolve:secretsmanager:", secret, ":SecretString:password::}}"))));
		hasProperty("ManageMasterUserPassword", Match.absent());
		TEMPLATE.allResourcesProperties("AWS::SecretsManager::Secret", Map.of("SecretString", Match.absent(),
				"GenerateSecretString", Match.objectLike(Map.of("GenerateStringKey", "password"))));
	}

	@Test
	void applicationHasAUserOfItsOwnWhoseSecretNamesThatOfTheMaster() {
		Object master = Map.of("Ref", Synthesis.logicalId("AWS::SecretsManager::Secret", "DatabaseSecret"));
		TEMPLATE.hasResourceProperties("AWS::SecretsManager::Secret",
				Map.of("GenerateSecretString", Match.objectLike(Map.of("SecretStringTemplate", Map.of("Fn::Join",
						List.of("", List.of("{\"username\":\"postcards_app\",\"masterarn\":\"", master, "\"}")))))));
	}

	@Test
	void bothSecretsKnowWhereTheDatabaseIs() {
		TEMPLATE.resourcePropertiesCountIs("AWS::SecretsManager::SecretTargetAttachment",
				Map.of("TargetId", Map.of("Ref", Synthesis.logicalId("AWS::RDS::DBInstance", "Database")), "TargetType",
						"AWS::RDS::DBInstance"),
				2);
	}

	@Test
	void refusesToBeDeletedUnlessTheDataMayGo() {
		hasProperty("DeletionProtection", true);
		Template.fromStack(Synthesis.stack(Map.of("retain", "false")))
			.hasResourceProperties("AWS::RDS::DBInstance", Map.of("DeletionProtection", false));
	}

	@Test
	void hasNoFixedName() {
		TEMPLATE.allResourcesProperties("AWS::RDS::DBInstance", Map.of("DBInstanceIdentifier", Match.absent()));
	}

	private static void hasParameter(String name, String value) {
		hasProperty("DBParameterGroupName",
				Map.of("Ref", Synthesis.logicalId("AWS::RDS::DBParameterGroup", "Database")));
		TEMPLATE.hasResourceProperties("AWS::RDS::DBParameterGroup",
				Map.of("Family", "postgres17", "Parameters", Match.objectLike(Map.of(name, value))));
	}

	private static void hasProperty(String name, Object value) {
		TEMPLATE.hasResourceProperties("AWS::RDS::DBInstance", Map.of(name, value));
	}

	private static Object groupId(String prefix) {
		return Map.of("Fn::GetAtt", List.of(Synthesis.logicalId("AWS::EC2::SecurityGroup", prefix), "GroupId"));
	}

}
