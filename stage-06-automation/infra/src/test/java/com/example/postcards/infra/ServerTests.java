package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ServerTests {

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	@Test
	void has2GigabytesOfMemoryAndAnArmProcessor() {
		hasProperty("InstanceType", "t4g.small");
		runsImage(TEMPLATE, "al2023-ami-kernel-6.1-arm64");
	}

	@Test
	void hasAnX86ProcessorIfAskedTo() {
		Template template = Template.fromStack(Synthesis.stack(Map.of("architecture", "x86_64")));
		template.hasResourceProperties("AWS::EC2::Instance", Map.of("InstanceType", "t3.small"));
		runsImage(template, "al2023-ami-kernel-6.1-x86_64");
	}

	/**
	 * CloudFormation would look such a parameter up at each deployment.
	 */
	@Test
	void staysWhenThereIsANewImage() {
		assertThat(Synthesis.get(TEMPLATE.toJSON(), "Parameters").toString()).doesNotContain("AWS::EC2::Image::Id");
	}

	@Test
	void takesAnotherImageAlone() {
		Template template = Template.fromStack(Synthesis.stack(Map.of("image.ServerA", "ami-0123456789abcdef0")));
		template.resourcePropertiesCountIs("AWS::EC2::Instance", Map.of("ImageId", "ami-0123456789abcdef0"), 1);
	}

	@Test
	void refusesAnyOtherProcessor() {
		App app = Synthesis.app(Map.of("architecture", "mips"), null);
		assertThatIllegalArgumentException().isThrownBy(() -> PostcardsApp.stack(app))
			.withMessage("architecture is arm64 or x86_64, not mips");
	}

	@Test
	void isInThePublicSubnetOfEachZone() {
		TEMPLATE.resourceCountIs("AWS::EC2::Instance", 2);
		for (int zone : List.of(0, 1)) {
			TEMPLATE.hasResourceProperties("AWS::EC2::Instance", Map.of("AvailabilityZone",
					Map.of("Fn::Select", List.of(zone, Map.of("Fn::GetAZs", ""))), "SubnetId",
					Map.of("Ref", Synthesis.logicalId("AWS::EC2::Subnet", "NetworkPublicSubnet" + (zone + 1)))));
		}
	}

	@Test
	void admitsTheLoadBalancerOnly() {
		for (String server : List.of("ServerA", "ServerB")) {
			Object group = groupId(server);
			hasProperty("SecurityGroupIds", List.of(group));
			TEMPLATE.resourcePropertiesCountIs("AWS::EC2::SecurityGroupIngress", Map.of("GroupId", group), 1);
			TEMPLATE.hasResourceProperties("AWS::EC2::SecurityGroupIngress", Map.of("GroupId", group,
					"SourceSecurityGroupId", groupId("LoadBalancer"), "FromPort", 8080, "ToPort", 8080));
		}
	}

	@Test
	void takesNoKeyPair() {
		hasProperty("KeyName", Match.absent());
	}

	@Test
	void answersMetadataRequestsWithATokenOnly() {
		hasProperty("MetadataOptions", Map.of("HttpTokens", "required"));
	}

	@Test
	void encryptsItsDisk() {
		hasProperty("BlockDeviceMappings", List
			.of(Match.objectLike(Map.of("Ebs", Match.objectLike(Map.of("Encrypted", true, "VolumeType", "gp3"))))));
	}

	@Test
	void bootFailsTheDeploymentIfItFails() {
		TEMPLATE.hasResource("AWS::EC2::Instance",
				Map.of("CreationPolicy", Map.of("ResourceSignal", Map.of("Count", 1, "Timeout", "PT10M"))));
		assertThat(Synthesis.get(Synthesis.properties("AWS::EC2::Instance"), "UserData").toString())
			.containsSubsequence("/opt/aws/bin/cfn-init", "/opt/aws/bin/cfn-signal -e $?");
	}

	@Test
	void bootsOnceEverythingItNeedsIsThere() {
		TEMPLATE.hasResource("AWS::EC2::Instance",
				Map.of("DependsOn",
						Match.arrayWith(List.of(Synthesis.logicalId("AWS::ElastiCache::ServerlessCache", "Cache"),
								Synthesis.logicalId("AWS::EC2::SecurityGroupIngress", "Cache"),
								Synthesis.logicalId("AWS::RDS::DBInstance", "Database"),
								Synthesis.logicalId("AWS::EC2::SecurityGroupIngress", "Database"),
								Synthesis.logicalId("AWS::EC2::Route", "NetworkPublicSubnet1"),
								Synthesis.logicalId("AWS::RDS::DBInstance", "Replica"),
								Synthesis.logicalId("AWS::EC2::SecurityGroupIngress", "Replica"),
								Synthesis.logicalId("AWS::IAM::Policy", "Server"),
								Synthesis.logicalId("AWS::SSM::Parameter", "Settingsspringdatasourceurl")))));
	}

	@Test
	void hasNoManagedPolicies() {
		assertThat(Synthesis.properties("AWS::IAM::Role", "Server")).doesNotContainKey("ManagedPolicyArns");
	}

	private static void runsImage(Template template, String name) {
		template.hasResourceProperties("AWS::EC2::Instance",
				Map.of("ImageId", "resolve:ssm:/aws/service/ami-amazon-linux-latest/" + name));
	}

	private static void hasProperty(String name, Object value) {
		TEMPLATE.hasResourceProperties("AWS::EC2::Instance", Map.of(name, value));
	}

	private static Object groupId(String prefix) {
		return Map.of("Fn::GetAtt", List.of(Synthesis.logicalId("AWS::EC2::SecurityGroup", prefix), "GroupId"));
	}

}
