package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

import static org.assertj.core.api.Assertions.assertThat;

class RotationTests {

	private static final Template TEMPLATE = Synthesis.TEMPLATE_WITH_ROTATION;

	/** The function of the CDK that uploads files is of Python. */
	private static final Map<String, String> OF_JAVA = Map.of("Runtime", "java25");

	@Test
	void isLeftOutUnlessAskedFor() {
		Synthesis.TEMPLATE.resourcePropertiesCountIs("AWS::Lambda::Function", OF_JAVA, 0);
		Synthesis.TEMPLATE.resourceCountIs("AWS::SecretsManager::RotationSchedule", 0);
		Synthesis.TEMPLATE.resourcePropertiesCountIs("AWS::EC2::VPCEndpoint", Map.of("VpcEndpointType", "Interface"),
				0);
	}

	@Test
	void givesTheApplicationAnotherUserEvery30DaysAndNotAtOnce() {
		TEMPLATE.hasResourceProperties("AWS::SecretsManager::RotationSchedule",
				Map.of("SecretId", Map.of("Ref", logicalId("AWS::SecretsManager::Secret", "DatabaseApplicationSecret")),
						"RotationLambdaARN", Map.of("Fn::GetAtt", List.of(function(), "Arn")), "RotationRules",
						Map.of("ScheduleExpression", "rate(30 days)"), "RotateImmediatelyOnUpdate", false));
	}

	@Test
	void beginsWhenTheSecretKnowsWhereTheDatabaseIs() {
		TEMPLATE.hasResource("AWS::SecretsManager::RotationSchedule", Map.of("DependsOn", Match.arrayWith(List
			.of(logicalId("AWS::SecretsManager::SecretTargetAttachment", "DatabaseApplicationSecret"), function()))));
	}

	@Test
	void onlySecretsManagerOfThisAccountCallsTheFunction() {
		TEMPLATE.resourceCountIs("AWS::Lambda::Permission", 1);
		TEMPLATE.hasResourceProperties("AWS::Lambda::Permission",
				Map.of("Action", "lambda:InvokeFunction", "Principal", "secretsmanager.amazonaws.com", "SourceAccount",
						Map.of("Ref", "AWS::AccountId"), "FunctionName",
						Map.of("Fn::GetAtt", List.of(function(), "Arn"))));
	}

	@Test
	void theFunctionIsTheOnlyOne() {
		TEMPLATE.resourcePropertiesCountIs("AWS::Lambda::Function", OF_JAVA, 1);
	}

	@Test
	void theFunctionRunsInTheIsolatedSubnets() {
		hasProperty("VpcConfig",
				Map.of("SubnetIds",
						List.of(Map.of("Ref", logicalId("AWS::EC2::Subnet", "NetworkIsolatedSubnet1")),
								Map.of("Ref", logicalId("AWS::EC2::Subnet", "NetworkIsolatedSubnet2"))),
						"SecurityGroupIds", List.of(group("RotationSecurityGroup"))));
	}

	@Test
	void theFunctionEndsAfterHalfAMinute() {
		hasProperty("Timeout", 30);
	}

	@Test
	void theFunctionRunsOnTheJavaOfTheServers() {
		hasProperty("Runtime", "java25");
	}

	@Test
	void theFunctionRunsOnArm() {
		hasProperty("Architectures", List.of("arm64"));
	}

	@Test
	void theFunctionRunsOnX86IfAskedTo() {
		Template.fromStack(Synthesis.stack(Map.of("architecture", "x86_64", "rotation", "true")))
			.hasResourceProperties("AWS::Lambda::Function", Map.of("Architectures", List.of("x86_64")));
	}

	@Test
	void theLogOfTheFunctionIsEncryptedAndForgetsAfterAMonth() {
		String log = logicalId("AWS::Logs::LogGroup", "RotationLogs");
		hasProperty("LoggingConfig", Map.of("LogGroup", Map.of("Ref", log)));
		assertThat(Synthesis.resources(TEMPLATE)).extractingByKey(log)
			.asString()
			.contains("RetentionInDays=30", "KmsKeyId");
	}

	@Test
	void theEndpointIsInOneZone() {
		TEMPLATE.hasResourceProperties("AWS::EC2::VPCEndpoint",
				Map.of("VpcEndpointType", "Interface", "PrivateDnsEnabled", true, "SubnetIds",
						List.of(Map.of("Ref", logicalId("AWS::EC2::Subnet", "NetworkIsolatedSubnet1"))),
						"SecurityGroupIds", List.of(group("RotationEndpointSecurityGroup"))));
	}

	@Test
	void theFunctionReachesTheDatabaseAndTheEndpoint() {
		letsIn("DatabaseSecurityGroup", "RotationSecurityGroup", 5432);
		letsIn("RotationEndpointSecurityGroup", "RotationSecurityGroup", 443);
		for (int port : List.of(5432, 443)) {
			TEMPLATE.resourcePropertiesCountIs("AWS::EC2::SecurityGroupEgress",
					Map.of("GroupId", group("RotationSecurityGroup"), "FromPort", port, "ToPort", port), 1);
		}
		TEMPLATE.resourcePropertiesCountIs("AWS::EC2::SecurityGroupEgress",
				Map.of("GroupId", group("RotationSecurityGroup")), 2);
	}

	/**
	 * The private name of the endpoint is that of Secrets Manager in the whole network.
	 */
	@Test
	void theServersReachTheEndpointToo() {
		letsIn("RotationEndpointSecurityGroup", "ServerA", 443);
		letsIn("RotationEndpointSecurityGroup", "ServerB", 443);
	}

	@Test
	void noOtherClientIsAdmitted() {
		for (String group : List.of("DatabaseSecurityGroup", "RotationEndpointSecurityGroup")) {
			TEMPLATE.resourcePropertiesCountIs("AWS::EC2::SecurityGroupIngress", Map.of("GroupId", group(group)), 3);
		}
		TEMPLATE.allResourcesProperties("AWS::EC2::SecurityGroup", Map.of("SecurityGroupIngress", Match.absent()));
	}

	@Test
	void theFunctionMayChangeThisSecretOnly() {
		Object secret = Map.of("Ref", logicalId("AWS::SecretsManager::Secret", "DatabaseApplicationSecret"));
		hasStatement(List.of("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue",
				"secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"), secret);
		hasStatement(Match.arrayWith(List.of("secretsmanager:GetRandomPassword")), "*");
	}

	@Test
	void theFunctionReadsTheMastersSecretAndNoMore() {
		hasStatement("secretsmanager:GetSecretValue",
				Map.of("Ref", logicalId("AWS::SecretsManager::Secret", "DatabaseSecret")));
	}

	@Test
	void theFunctionMayUseTheKeyOfTheSecret() {
		hasStatement(List.of("kms:Decrypt", "kms:GenerateDataKey"),
				Map.of("Fn::GetAtt", List.of(logicalId("AWS::KMS::Key", "Key"), "Arn")));
	}

	private static void hasStatement(Object actions, Object resources) {
		TEMPLATE.hasResourceProperties("AWS::IAM::Policy", Map.of("Roles",
				List.of(Map.of("Ref", logicalId("AWS::IAM::Role", "RotationRole"))), "PolicyDocument",
				Match.objectLike(Map.of("Statement", Match.arrayWith(List
					.of(Match.objectLike(Map.of("Action", actions, "Effect", "Allow", "Resource", resources))))))));
	}

	private static void letsIn(String to, String from, int port) {
		TEMPLATE.hasResourceProperties("AWS::EC2::SecurityGroupIngress", Map.of("GroupId", group(to),
				"SourceSecurityGroupId", group(from), "IpProtocol", "tcp", "FromPort", port, "ToPort", port));
	}

	private static void hasProperty(String name, Object value) {
		TEMPLATE.hasResourceProperties("AWS::Lambda::Function", Map.of(name, value));
	}

	private static String function() {
		return logicalId("AWS::Lambda::Function", "Rotation");
	}

	private static Object group(String prefix) {
		return Map.of("Fn::GetAtt", List.of(logicalId("AWS::EC2::SecurityGroup", prefix), "GroupId"));
	}

	private static String logicalId(String type, String prefix) {
		return TEMPLATE.findResources(type)
			.keySet()
			.stream()
			.filter((id) -> id.startsWith(prefix))
			.findFirst()
			.orElseThrow();
	}

}
