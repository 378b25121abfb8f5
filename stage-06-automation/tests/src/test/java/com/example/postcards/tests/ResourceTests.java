package com.example.postcards.tests;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.example.lab.assembly.Runner;
import com.example.lab.cloud.LedgerEntry;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Stage;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssm.model.Parameter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which part runs each resource of the template, and that the settings name what runs
 * here.
 */
@Stage(exclusive = false)
class ResourceTests {

	private final LocalCloud cloud;

	ResourceTests(LocalCloud cloud) {
		this.cloud = cloud;
	}

	@Test
	void localStackDeploysWhatItCan() {
		assertThat(types(Runner.LOCALSTACK)).containsExactly("1 AWS::DynamoDB::GlobalTable",
				"6 AWS::EC2::SecurityGroup", "4 AWS::EC2::Subnet", "2 AWS::EC2::VPCEndpoint",
				"2 AWS::IAM::InstanceProfile", "3 AWS::IAM::Role", "1 AWS::KMS::Key", "1 AWS::Logs::LogGroup",
				"4 AWS::S3::Bucket", "16 AWS::SSM::Parameter", "2 AWS::SecretsManager::Secret");
	}

	@Test
	void resourcesThatServeUsersRunOnThisComputer() {
		assertThat(types(Runner.STAND_IN)).containsExactly("1 AWS::CloudFront::CachePolicy",
				"1 AWS::CloudFront::Distribution", "1 AWS::CloudFront::OriginAccessControl",
				"1 AWS::CloudFront::OriginRequestPolicy", "1 AWS::CloudFront::ResponseHeadersPolicy",
				"1 AWS::CloudFront::VpcOrigin", "11 AWS::CloudWatch::Alarm", "1 AWS::Cognito::UserPool",
				"1 AWS::Cognito::UserPoolClient", "2 AWS::EC2::Instance", "1 AWS::ElastiCache::ServerlessCache",
				"1 AWS::ElasticLoadBalancingV2::Listener", "1 AWS::ElasticLoadBalancingV2::LoadBalancer",
				"1 AWS::ElasticLoadBalancingV2::TargetGroup", "1 AWS::Lambda::Function", "2 AWS::RDS::DBInstance",
				"1 AWS::RDS::DBParameterGroup", "2 AWS::SecretsManager::SecretTargetAttachment",
				"2 Custom::CDKBucketDeployment");
	}

	@Test
	void recordedResourcesHaveAReason() {
		assertThat(types(Runner.RECORDED)).containsExactly("1 AWS::EC2::InternetGateway", "2 AWS::EC2::Route",
				"4 AWS::EC2::RouteTable", "4 AWS::EC2::SubnetRouteTableAssociation", "1 AWS::EC2::VPC",
				"1 AWS::EC2::VPCGatewayAttachment", "3 AWS::IAM::Policy", "4 AWS::S3::BucketPolicy");
	}

	@Test
	void inertResourcesHaveAReason() {
		assertThat(types(Runner.INERT)).containsExactly("2 AWS::EC2::SecurityGroupEgress",
				"9 AWS::EC2::SecurityGroupIngress", "2 AWS::Lambda::LayerVersion", "2 AWS::RDS::DBSubnetGroup");
		assertThat(this.cloud.ledger()).allSatisfy((entry) -> assertThat(entry.detail()).isNotBlank());
	}

	@Test
	void settingsNameWhatRunsHere() {
		Map<String, String> settings = this.cloud.localStack()
			.ssm()
			.getParametersByPathPaginator((request) -> request.path("/Postcards/"))
			.stream()
			.flatMap((page) -> page.parameters().stream())
			.collect(Collectors.toMap((parameter) -> parameter.name().replace("/Postcards/", ""), Parameter::value));
		assertThat(settings).containsOnlyKeys("postcards.database.master-secret", "postcards.database.secret",
				"postcards.drain", "postcards.edge.distribution", "postcards.likes.table", "postcards.photos.bucket",
				"postcards.proxies", "postcards.replica.url", "postcards.users.client", "postcards.users.issuer",
				"postcards.users.pool", "postcards.users.verify-email", "spring.data.redis.cluster.nodes",
				"spring.data.redis.ssl.enabled", "spring.datasource.hikari.maximum-pool-size", "spring.datasource.url");
		assertThat(settings.get("spring.datasource.url"))
			.startsWith("jdbc:postgresql://%s/".formatted(this.cloud.detail("Database/Instance")));
		assertThat(settings.get("postcards.replica.url"))
			.startsWith("jdbc:postgresql://%s/".formatted(this.cloud.detail("Replica/Instance")));
		assertThat(settings).containsEntry("spring.data.redis.cluster.nodes", this.cloud.detail("Cache/Cache"));
		assertThat(settings.get("postcards.users.issuer"))
			.isEqualTo("%s/%s".formatted(this.cloud.detail("Users/Pool"), settings.get("postcards.users.pool")));
		assertThat(this.cloud.detail("Users/Client")).isEqualTo("client " + settings.get("postcards.users.client"));
	}

	private List<String> types(Runner runner) {
		Map<String, Long> counts = this.cloud.ledger()
			.stream()
			.filter((entry) -> entry.runner() == runner)
			.collect(Collectors.groupingBy(LedgerEntry::type, TreeMap::new, Collectors.counting()));
		return counts.entrySet().stream().map((entry) -> entry.getValue() + " " + entry.getKey()).toList();
	}

}
