package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

import static org.assertj.core.api.Assertions.assertThat;

class CacheTests {

	private static final String CACHE = "AWS::ElastiCache::ServerlessCache";

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	@Test
	void isValkey() {
		hasProperty("Engine", "valkey");
		hasProperty("MajorEngineVersion", "8");
	}

	@Test
	void hasLimitsThatLimitItsBill() {
		hasProperty("CacheUsageLimits",
				Map.of("DataStorage", Map.of("Maximum", 1, "Unit", "GB"), "ECPUPerSecond", Map.of("Maximum", 5000)));
	}

	@Test
	void isInTheIsolatedSubnetsOfBothZones() {
		hasProperty("SubnetIds",
				List.of(Map.of("Ref", Synthesis.logicalId("AWS::EC2::Subnet", "NetworkIsolatedSubnet1")),
						Map.of("Ref", Synthesis.logicalId("AWS::EC2::Subnet", "NetworkIsolatedSubnet2"))));
	}

	@Test
	void admitsTheServersOnlyForWritesAndReads() {
		Object group = groupId("Cache");
		hasProperty("SecurityGroupIds", List.of(group));
		TEMPLATE.hasResourceProperties("AWS::EC2::SecurityGroup",
				Map.of("GroupDescription", "Cache of Postcards", "SecurityGroupIngress", Match.absent()));
		TEMPLATE.resourcePropertiesCountIs("AWS::EC2::SecurityGroupIngress", Map.of("GroupId", group), 2);
		for (String server : List.of("ServerA", "ServerB")) {
			TEMPLATE.hasResourceProperties("AWS::EC2::SecurityGroupIngress", Map.of("GroupId", group,
					"SourceSecurityGroupId", groupId(server), "IpProtocol", "tcp", "FromPort", 6379, "ToPort", 6380));
		}
	}

	@Test
	void keepsNoSnapshotsUnlessAskedTo() {
		hasProperty("SnapshotRetentionLimit", 0);
		Template.fromStack(Synthesis.stack(Map.of("cacheSnapshots", "3")))
			.hasResourceProperties(CACHE, Map.of("SnapshotRetentionLimit", 3));
	}

	@Test
	void isNamedAfterTheStackInLowerCase() {
		assertThat(Synthesis.properties(CACHE)).extracting("ServerlessCacheName")
			.asString()
			.contains("postcards-", "AWS::StackId");
	}

	private static void hasProperty(String name, Object value) {
		TEMPLATE.hasResourceProperties(CACHE, Map.of(name, value));
	}

	private static Object groupId(String prefix) {
		return Map.of("Fn::GetAtt", List.of(Synthesis.logicalId("AWS::EC2::SecurityGroup", prefix), "GroupId"));
	}

}
