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
		assertThat(types(Runner.LOCALSTACK)).containsExactly("2 AWS::EC2::SecurityGroup", "4 AWS::EC2::Subnet",
				"1 AWS::EC2::VPCEndpoint", "1 AWS::IAM::InstanceProfile", "1 AWS::IAM::Role", "1 AWS::KMS::Key",
				"1 AWS::Logs::LogGroup", "7 AWS::SSM::Parameter", "1 AWS::SecretsManager::Secret");
	}

	@Test
	void resourcesThatServeUsersRunOnThisComputer() {
		assertThat(types(Runner.STAND_IN)).containsExactly("2 AWS::CloudWatch::Alarm", "1 AWS::Cognito::UserPool",
				"1 AWS::Cognito::UserPoolClient", "1 AWS::EC2::Instance", "1 AWS::RDS::DBCluster",
				"1 AWS::RDS::DBClusterParameterGroup", "1 AWS::RDS::DBInstance",
				"1 AWS::SecretsManager::SecretTargetAttachment");
	}

	@Test
	void recordedResourcesHaveAReason() {
		assertThat(types(Runner.RECORDED)).containsExactly("1 AWS::EC2::InternetGateway", "2 AWS::EC2::Route",
				"4 AWS::EC2::RouteTable", "4 AWS::EC2::SubnetRouteTableAssociation", "1 AWS::EC2::VPC",
				"1 AWS::EC2::VPCGatewayAttachment", "1 AWS::IAM::Policy");
	}

	@Test
	void inertResourcesHaveAReason() {
		assertThat(types(Runner.INERT)).containsExactly("1 AWS::EC2::SecurityGroupIngress",
				"1 AWS::RDS::DBSubnetGroup");
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
		assertThat(settings).containsOnlyKeys("postcards.database.secret", "postcards.instance",
				"postcards.users.client", "postcards.users.issuer", "postcards.users.pool",
				"postcards.users.verify-email", "spring.datasource.url");
		assertThat(settings.get("spring.datasource.url"))
			.startsWith("jdbc:postgresql://%s/".formatted(this.cloud.detail("Database/Cluster")));
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
