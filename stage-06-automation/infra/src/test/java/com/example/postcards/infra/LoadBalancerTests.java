package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

import static org.assertj.core.api.Assertions.assertThat;

class LoadBalancerTests {

	private static final String BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer";

	private static final String LISTENER = "AWS::ElasticLoadBalancingV2::Listener";

	private static final String TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup";

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	private static final Object FORWARD = List
		.of(Map.of("Type", "forward", "TargetGroupArn", Map.of("Ref", Synthesis.logicalId(TARGET_GROUP, ""))));

	@Test
	void isInternalInTheSubnetsOfBothZones() {
		TEMPLATE.hasResourceProperties(BALANCER,
				Map.of("Type", "application", "Scheme", "internal", "Subnets",
						List.of(Map.of("Ref", Synthesis.logicalId("AWS::EC2::Subnet", "NetworkIsolatedSubnet1")),
								Map.of("Ref", Synthesis.logicalId("AWS::EC2::Subnet", "NetworkIsolatedSubnet2")))));
	}

	@Test
	void closesIdleConnectionsAfterAMinute() {
		hasAttribute(BALANCER, "LoadBalancerAttributes", "idle_timeout.timeout_seconds", "60");
	}

	@Test
	void dropsHeadersThatAreNone() {
		hasAttribute(BALANCER, "LoadBalancerAttributes", "routing.http.drop_invalid_header_fields.enabled", "true");
	}

	@Test
	void refusesToBeDeletedUnlessTheDataMayGo() {
		hasAttribute(BALANCER, "LoadBalancerAttributes", "deletion_protection.enabled", "true");
		hasAttribute(Template.fromStack(Synthesis.stack(Map.of("retain", "false"))), BALANCER, "LoadBalancerAttributes",
				"deletion_protection.enabled", "false");
	}

	@Test
	void keepsTheAddressThatTheEdgeHasPutLast() {
		hasAttribute(BALANCER, "LoadBalancerAttributes", "routing.http.xff_header_processing.mode", "preserve");
	}

	@Test
	void isOpenToTheEdgeOnlyAndReachesTheServersOnly() {
		Object group = Map.of("Fn::GetAtt",
				List.of(Synthesis.logicalId("AWS::EC2::SecurityGroup", "LoadBalancer"), "GroupId"));
		TEMPLATE.hasResourceProperties(BALANCER, Map.of("SecurityGroups", List.of(group)));
		TEMPLATE.allResourcesProperties("AWS::EC2::SecurityGroup", Map.of("SecurityGroupIngress", Match.absent()));
		TEMPLATE.resourcePropertiesCountIs("AWS::EC2::SecurityGroupIngress", Map.of("GroupId", group), 1);
		TEMPLATE.hasResourceProperties("AWS::EC2::SecurityGroupIngress", Map.of("GroupId", group, "SourcePrefixListId",
				Map.of("Fn::FindInMap",
						List.of(Match.stringLikeRegexp("LoadBalancerEdge.*"), Map.of("Ref", "AWS::Region"), "Id")),
				"IpProtocol", "tcp", "FromPort", 80, "ToPort", 80));
		TEMPLATE.resourceCountIs("AWS::EC2::SecurityGroupEgress", 2);
		TEMPLATE.allResourcesProperties("AWS::EC2::SecurityGroupEgress",
				Map.of("GroupId", group, "FromPort", 8080, "ToPort", 8080));
	}

	@Test
	void knowsTheListOfTheEdgeInSomeRegions() {
		TEMPLATE.hasMapping("*",
				Map.of("us-east-1", Map.of("Id", "pl-3b927c52"), "ap-northeast-2", Map.of("Id", "pl-22a6434b")));
	}

	@Test
	void hasOtherIdsThanThePublicOneSoThatBothCanExistDuringAnUpdate() {
		assertThat(TEMPLATE.findResources(BALANCER)).containsOnlyKeys("LoadBalancerInternal0BFD3CEA");
		assertThat(TEMPLATE.findResources(TARGET_GROUP)).containsOnlyKeys("LoadBalancerTargetsA57B7976");
	}

	@Test
	void sendsRequestsToBothServers() {
		hasProperty(TARGET_GROUP, "TargetType", "instance");
		hasProperty(TARGET_GROUP, "Protocol", "HTTP");
		hasProperty(TARGET_GROUP, "Port", 8080);
		hasProperty(TARGET_GROUP, "Targets", List.of(target("ServerA"), target("ServerB")));
	}

	@Test
	void checksHealthEveryFiveSecondsWithThresholdTwo() {
		TEMPLATE.hasResourceProperties(TARGET_GROUP,
				Map.of("HealthCheckPath", "/readyz", "HealthCheckIntervalSeconds", 5, "HealthCheckTimeoutSeconds", 2,
						"HealthyThresholdCount", 2, "UnhealthyThresholdCount", 2, "Matcher",
						Map.of("HttpCode", "200")));
	}

	@Test
	void drainsAndSlowlyStartsAServer() {
		hasAttribute(TARGET_GROUP, "TargetGroupAttributes", "deregistration_delay.timeout_seconds", "30");
		hasAttribute(TARGET_GROUP, "TargetGroupAttributes", "slow_start.duration_seconds", "30");
	}

	@Test
	void sendsAVisitorToAnyServer() {
		hasAttribute(TARGET_GROUP, "TargetGroupAttributes", "stickiness.enabled", "false");
	}

	@Test
	void forwardsPlainHttpOnly() {
		TEMPLATE.resourceCountIs(LISTENER, 1);
		TEMPLATE.hasResourceProperties(LISTENER, Map.of("Port", 80, "Protocol", "HTTP", "DefaultActions", FORWARD));
		Synthesis.TEMPLATE_WITH_DOMAIN.resourceCountIs(LISTENER, 1);
	}

	@Test
	void writesItsAccessLogsToAPrivateBucketThatForgetsAfterAMonth() {
		String bucket = Synthesis.logicalId("AWS::S3::Bucket", "LoadBalancerAccessLogs");
		hasAttribute(BALANCER, "LoadBalancerAttributes", "access_logs.s3.enabled", "true");
		hasAttribute(BALANCER, "LoadBalancerAttributes", "access_logs.s3.bucket", Map.of("Ref", bucket));
		TEMPLATE.hasResource("AWS::S3::Bucket",
				Map.of("DeletionPolicy", "Retain", "Properties", Match.objectLike(Map.of("BucketEncryption",
						Match.objectLike(Map.of("ServerSideEncryptionConfiguration",
								List.of(Map.of("ServerSideEncryptionByDefault", Map.of("SSEAlgorithm", "AES256"))))),
						"LifecycleConfiguration",
						Map.of("Rules", List.of(Map.of("ExpirationInDays", 30, "Status", "Enabled"))),
						"PublicAccessBlockConfiguration", Map.of("BlockPublicAcls", true, "BlockPublicPolicy", true,
								"IgnorePublicAcls", true, "RestrictPublicBuckets", true)))));
	}

	@Test
	void mayWriteBelowTheNumberOfTheAccountOnly() {
		Object objects = Map.of("Fn::Join", List.of("",
				List.of(Map.of("Fn::GetAtt", List.of(Synthesis.logicalId("AWS::S3::Bucket", "LoadBalancer"), "Arn")),
						"/AWSLogs/", Map.of("Ref", "AWS::AccountId"), "/*")));
		TEMPLATE.hasResourceProperties("AWS::S3::BucketPolicy",
				Map.of("PolicyDocument",
						Match.objectLike(Map.of("Statement",
								Match.arrayWith(List.of(Map.of("Action", "s3:PutObject", "Effect", "Allow", "Principal",
										Map.of("Service", "logdelivery.elasticloadbalancing.amazonaws.com"), "Resource",
										objects)))))));
		TEMPLATE.hasResource(BALANCER, Map.of("DependsOn",
				Match.arrayWith(List.of(Synthesis.logicalId("AWS::S3::BucketPolicy", "LoadBalancer")))));
	}

	private static void hasProperty(String type, String name, Object value) {
		TEMPLATE.hasResourceProperties(type, Map.of(name, value));
	}

	private static void hasAttribute(String type, String list, String key, Object value) {
		hasAttribute(TEMPLATE, type, list, key, value);
	}

	private static void hasAttribute(Template template, String type, String list, String key, Object value) {
		template.hasResourceProperties(type,
				Map.of(list, Match.arrayWith(List.of(Map.of("Key", key, "Value", value)))));
	}

	private static Object target(String server) {
		return Map.of("Id", Map.of("Ref", Synthesis.logicalId("AWS::EC2::Instance", server)), "Port", 8080);
	}

}
