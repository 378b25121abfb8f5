package com.example.postcards.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PostcardsStackTests {

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	private static final Template WITH_DOMAIN = Synthesis.TEMPLATE_WITH_DOMAIN;

	private static final Object ADDRESS = Map.of("Fn::GetAtt",
			List.of(Synthesis.logicalId("AWS::CloudFront::Distribution", ""), "DomainName"));

	@Test
	void consistsOfAnEdgeALoadBalancerServersTheirNetworkStoresUsersAndSettings() {
		assertThat(new TreeSet<>(types(TEMPLATE))).containsExactly("AWS::CloudFront::CachePolicy",
				"AWS::CloudFront::Distribution", "AWS::CloudFront::OriginAccessControl",
				"AWS::CloudFront::OriginRequestPolicy", "AWS::CloudFront::ResponseHeadersPolicy",
				"AWS::CloudFront::VpcOrigin", "AWS::CloudWatch::Alarm", "AWS::Cognito::UserPool",
				"AWS::Cognito::UserPoolClient", "AWS::DynamoDB::GlobalTable", "AWS::EC2::Instance",
				"AWS::EC2::InternetGateway", "AWS::EC2::Route", "AWS::EC2::RouteTable", "AWS::EC2::SecurityGroup",
				"AWS::EC2::SecurityGroupEgress", "AWS::EC2::SecurityGroupIngress", "AWS::EC2::Subnet",
				"AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::VPC", "AWS::EC2::VPCEndpoint",
				"AWS::EC2::VPCGatewayAttachment", "AWS::ElastiCache::ServerlessCache",
				"AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::LoadBalancer",
				"AWS::ElasticLoadBalancingV2::TargetGroup", "AWS::IAM::InstanceProfile", "AWS::IAM::Policy",
				"AWS::IAM::Role", "AWS::KMS::Key", "AWS::Lambda::Function", "AWS::Lambda::LayerVersion",
				"AWS::Logs::LogGroup", "AWS::RDS::DBInstance", "AWS::RDS::DBParameterGroup", "AWS::RDS::DBSubnetGroup",
				"AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::SSM::Parameter", "AWS::SecretsManager::Secret",
				"AWS::SecretsManager::SecretTargetAttachment", "Custom::CDKBucketDeployment");
	}

	@Test
	void domainAddsARecordAndACertificate() {
		List<String> added = new ArrayList<>(types(WITH_DOMAIN));
		types(TEMPLATE).forEach(added::remove);
		assertThat(added).containsExactlyInAnyOrder("AWS::CertificateManager::Certificate", "AWS::Route53::RecordSet");
	}

	@Test
	void keepsLogsForAMonth() {
		TEMPLATE.hasResource("AWS::Logs::LogGroup",
				Map.of("DeletionPolicy", "Delete", "Properties", Match.objectLike(Map.of("RetentionInDays", 30))));
	}

	@Test
	void outputsTheAddressOfTheEdge() {
		TEMPLATE.hasOutput("Address", Map.of("Value", ADDRESS));
	}

	@Test
	void withoutDomainTheUrlIsTheAddressWithHttps() {
		TEMPLATE.hasOutput("Url", Map.of("Value", Map.of("Fn::Join", List.of("", List.of("https://", ADDRESS, "/")))));
	}

	@Test
	void withDomainTheUrlIsItsName() {
		WITH_DOMAIN.hasOutput("Url", Map.of("Value", "https://postcards.example.com/"));
	}

	@Test
	void domainPointsToTheEdge() {
		WITH_DOMAIN.hasResourceProperties("AWS::Route53::RecordSet",
				Map.of("Name", "postcards.example.com.", "Type", "A", "HostedZoneId", "Z0123456789ABCDEFGHIJ",
						"AliasTarget", Match.objectLike(Map.of("DNSName", ADDRESS))));
	}

	@Test
	void theRecordChangesWhenServersAnswerBehindTheEdge() {
		Map<String, Object> record = Synthesis.resources(WITH_DOMAIN).get("Name17099BFF");
		List<String> before = Synthesis.get(Objects.requireNonNull(record), "DependsOn");
		List<String> targets = WITH_DOMAIN.findResources("AWS::ElasticLoadBalancingV2::TargetGroup")
			.keySet()
			.stream()
			.toList();
		assertThat(before).containsAll(targets);
	}

	@Test
	void theRecordIsTheOneOfTheStageBefore() {
		assertThat(WITH_DOMAIN.findResources("AWS::Route53::RecordSet")).containsOnlyKeys("Name17099BFF");
	}

	@Test
	void halfADomainIsRefused() {
		App app = Synthesis.app(Map.of("domainName", "postcards.example.com"), null);
		assertThatIllegalArgumentException().isThrownBy(() -> PostcardsApp.stack(app))
			.withMessageContaining("hostedZoneId");
	}

	private static List<String> types(Template template) {
		return Synthesis.resources(template)
			.values()
			.stream()
			.map((resource) -> (String) resource.get("Type"))
			.toList();
	}

}
