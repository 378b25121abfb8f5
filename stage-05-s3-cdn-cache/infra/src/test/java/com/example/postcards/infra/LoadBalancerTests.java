package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

class LoadBalancerTests {

	private static final String BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer";

	private static final String LISTENER = "AWS::ElasticLoadBalancingV2::Listener";

	private static final String TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup";

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	private static final Template WITH_DOMAIN = Synthesis.TEMPLATE_WITH_DOMAIN;

	private static final Object FORWARD = List
		.of(Map.of("Type", "forward", "TargetGroupArn", Map.of("Ref", Synthesis.logicalId(TARGET_GROUP, ""))));

	@Test
	void isPublicInTheSubnetsOfBothZones() {
		TEMPLATE.hasResourceProperties(BALANCER,
				Map.of("Type", "application", "Scheme", "internet-facing", "Subnets",
						List.of(Map.of("Ref", Synthesis.logicalId("AWS::EC2::Subnet", "NetworkPublicSubnet1")),
								Map.of("Ref", Synthesis.logicalId("AWS::EC2::Subnet", "NetworkPublicSubnet2")))));
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
	void isOpenOnItsPortsOnlyAndReachesTheServersOnly() {
		Object group = Map.of("Fn::GetAtt",
				List.of(Synthesis.logicalId("AWS::EC2::SecurityGroup", "LoadBalancer"), "GroupId"));
		TEMPLATE.hasResourceProperties(BALANCER, Map.of("SecurityGroups", List.of(group)));
		TEMPLATE.resourcePropertiesCountIs("AWS::EC2::SecurityGroup", Map.of("SecurityGroupIngress", Match.anyValue()),
				1);
		TEMPLATE.hasResourceProperties("AWS::EC2::SecurityGroup", Map.of("SecurityGroupIngress", List.of(open(80))));
		WITH_DOMAIN.hasResourceProperties("AWS::EC2::SecurityGroup",
				Map.of("SecurityGroupIngress", List.of(open(443), open(80))));
		TEMPLATE.resourceCountIs("AWS::EC2::SecurityGroupEgress", 2);
		TEMPLATE.allResourcesProperties("AWS::EC2::SecurityGroupEgress",
				Map.of("GroupId", group, "FromPort", 8080, "ToPort", 8080));
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
	void routesAVisitorToTheServerWithTheSession() {
		hasAttribute(TARGET_GROUP, "TargetGroupAttributes", "stickiness.enabled", "true");
		hasAttribute(TARGET_GROUP, "TargetGroupAttributes", "stickiness.type", "app_cookie");
		hasAttribute(TARGET_GROUP, "TargetGroupAttributes", "stickiness.app_cookie.cookie_name", "SESSION");
		hasAttribute(TARGET_GROUP, "TargetGroupAttributes", "stickiness.app_cookie.duration_seconds", "43200");
	}

	@Test
	void withoutDomainForwardsPlainHttp() {
		TEMPLATE.resourceCountIs(LISTENER, 1);
		TEMPLATE.hasResourceProperties(LISTENER, Map.of("Port", 80, "Protocol", "HTTP", "DefaultActions", FORWARD));
	}

	@Test
	void withDomainHasACertificateAndACurrentPolicy() {
		WITH_DOMAIN.hasResourceProperties(LISTENER, Map.of("Port", 443, "Protocol", "HTTPS", "SslPolicy",
				"ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", "Certificates",
				List.of(Map.of("CertificateArn", Map.of("Ref", Match.stringLikeRegexp("^LoadBalancerCertificate")))),
				"DefaultActions", FORWARD));
		WITH_DOMAIN.hasResourceProperties("AWS::CertificateManager::Certificate", Map.of("DomainName",
				"postcards.example.com", "ValidationMethod", "DNS", "DomainValidationOptions",
				List.of(Map.of("DomainName", "postcards.example.com", "HostedZoneId", "Z0123456789ABCDEFGHIJ"))));
	}

	@Test
	void withDomainPlainHttpLeadsToHttps() {
		WITH_DOMAIN.hasResourceProperties(LISTENER,
				Map.of("Port", 80, "Protocol", "HTTP", "DefaultActions", List.of(Map.of("Type", "redirect",
						"RedirectConfig", Map.of("Protocol", "HTTPS", "Port", "443", "StatusCode", "HTTP_301")))));
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
		Object objects = Map.of("Fn::Join",
				List.of("", List.of(Map.of("Fn::GetAtt", List.of(Synthesis.logicalId("AWS::S3::Bucket", ""), "Arn")),
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

	private static Object open(int port) {
		return Match.objectLike(Map.of("CidrIp", "0.0.0.0/0", "IpProtocol", "tcp", "FromPort", port, "ToPort", port));
	}

}
