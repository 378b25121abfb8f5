package com.example.postcards.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the role of a server may do, statement by statement.
 */
class ServerPolicyTests {

	private static final List<Map<String, Object>> STATEMENTS = statements("ServerA");

	@Test
	void isTheSameForBothServers() {
		assertThat(statements("ServerB")).isEqualTo(STATEMENTS);
	}

	@Test
	void allowsTenThings() {
		assertThat(STATEMENTS).hasSize(10).allMatch((statement) -> "Allow".equals(statement.get("Effect")));
	}

	@Test
	void downloadsAssets() {
		Object bucket = Map.of("Fn::Sub", "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}");
		allows(List.of("s3:GetBucket*", "s3:GetObject*", "s3:List*"),
				List.of(arn(":s3:::", bucket, "/*"), arn(":s3:::", bucket)));
	}

	@Test
	void signalsItsOwnStack() {
		allows(List.of("cloudformation:DescribeStackResource", "cloudformation:SignalResource"),
				Map.of("Ref", "AWS::StackId"));
	}

	@Test
	void takesPartInSessions() {
		allows(List.of("ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel",
				"ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"), "*");
	}

	@Test
	void readsTheSettingsOfItsOwnStack() {
		Map<String, String> stack = Map.of("Ref", "AWS::StackName");
		Map<String, String> region = Map.of("Ref", "AWS::Region");
		Map<String, String> account = Map.of("Ref", "AWS::AccountId");
		allows("ssm:GetParametersByPath", List.of(arn(":ssm:", region, ":", account, ":parameter/", stack, "/*"),
				arn(":ssm:", region, ":", account, ":parameter/", stack)));
	}

	@Test
	void readsTheSecretsOfBothUsersOfTheDatabase() {
		allows(List.of("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"),
				List.of(Map.of("Ref", Synthesis.logicalId("AWS::SecretsManager::Secret", "DatabaseApplicationSecret")),
						Map.of("Ref", Synthesis.logicalId("AWS::SecretsManager::Secret", "DatabaseSecret"))));
	}

	@Test
	void createsUsersAndChecksAndResetsPasswords() {
		allows(List.of("cognito-idp:AdminCreateUser", "cognito-idp:AdminInitiateAuth",
				"cognito-idp:AdminSetUserPassword", "cognito-idp:AdminUpdateUserAttributes"),
				Map.of("Fn::GetAtt", List.of(Synthesis.logicalId("AWS::Cognito::UserPool", "Users"), "Arn")));
	}

	@Test
	void writesReadsAndDeletesPhotos() {
		allows(List.of("s3:DeleteObject", "s3:GetObject", "s3:PutObject"), Map.of("Fn::Join", List.of("", List
			.of(Map.of("Fn::GetAtt", List.of(Synthesis.logicalId("AWS::S3::Bucket", "Photos"), "Arn")), "/photos/*"))));
	}

	@Test
	void readsAndWritesLikesByTheirKeys() {
		allows(List.of("dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem",
				"dynamodb:Query", "dynamodb:UpdateItem"),
				Map.of("Fn::GetAtt", List.of(Synthesis.logicalId("AWS::DynamoDB::GlobalTable", "Likes"), "Arn")));
	}

	@Test
	void removesPhotosFromTheEdge() {
		allows("cloudfront:CreateInvalidation", arn(":cloudfront::", Map.of("Ref", "AWS::AccountId"), ":distribution/",
				Map.of("Ref", Synthesis.logicalId("AWS::CloudFront::Distribution", "Edge"))));
	}

	@Test
	void writesToTheLogGroup() {
		allows(List.of("logs:CreateLogStream", "logs:PutLogEvents"),
				Map.of("Fn::GetAtt", List.of(Synthesis.logicalId("AWS::Logs::LogGroup", "Logs"), "Arn")));
	}

	private static void allows(Object actions, Object resources) {
		assertThat(STATEMENTS).contains(Map.of("Effect", "Allow", "Action", actions, "Resource", resources));
	}

	private static Object arn(Object... parts) {
		List<Object> all = new ArrayList<>(List.of("arn:", Map.of("Ref", "AWS::Partition")));
		all.addAll(List.of(parts));
		return Map.of("Fn::Join", List.of("", all));
	}

	private static List<Map<String, Object>> statements(String server) {
		Map<String, Object> policy = Synthesis.get(Synthesis.resources(Synthesis.TEMPLATE),
				Synthesis.logicalId("AWS::IAM::Policy", server));
		Map<String, Object> properties = Synthesis.get(policy, "Properties");
		return Synthesis.get(Synthesis.<Map<String, Object>>get(properties, "PolicyDocument"), "Statement");
	}

}
