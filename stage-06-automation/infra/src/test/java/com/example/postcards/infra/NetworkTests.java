package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

import static org.assertj.core.api.Assertions.assertThat;

class NetworkTests {

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	@Test
	void hasPublicAndIsolatedSubnetsInTwoZones() {
		for (int zone : List.of(0, 1)) {
			for (boolean open : List.of(true, false)) {
				TEMPLATE.resourcePropertiesCountIs("AWS::EC2::Subnet", Map.of("AvailabilityZone",
						Map.of("Fn::Select", List.of(zone, Map.of("Fn::GetAZs", ""))), "MapPublicIpOnLaunch", open), 1);
			}
		}
	}

	@Test
	void proxiesAreTheAddressesOfTheNetworkAndThisComputer() {
		TEMPLATE.hasResourceProperties("AWS::EC2::VPC", Map.of("CidrBlock", "10.0.0.0/16"));
		assertThat(List.of("10.0.0.1", "10.0.255.255", "127.0.0.1")).allMatch(NetworkTests::isProxy);
		assertThat(List.of("10.1.0.1", "10x0.0.1", "110.0.0.1", "203.0.113.9")).noneMatch(NetworkTests::isProxy);
	}

	private static boolean isProxy(String address) {
		return address.matches(Network.proxies());
	}

	@Test
	void hasNoNatGateway() {
		TEMPLATE.resourceCountIs("AWS::EC2::NatGateway", 0);
		TEMPLATE.allResourcesProperties("AWS::EC2::VPCEndpoint", Map.of("VpcEndpointType", "Gateway"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dynamodb", "s3" })
	void reachesAServiceFromAllSubnets(String service) {
		List<Object> routeTables = Synthesis.TEMPLATE.findResources("AWS::EC2::RouteTable")
			.keySet()
			.stream()
			.<Object>map((id) -> Map.of("Ref", id))
			.toList();
		assertThat(routeTables).hasSize(4);
		TEMPLATE.hasResourceProperties("AWS::EC2::VPCEndpoint",
				Map.of("ServiceName",
						Map.of("Fn::Join",
								List.of("", List.of("com.amazonaws.", Map.of("Ref", "AWS::Region"), "." + service))),
						"RouteTableIds", routeTables));
	}

	@Test
	void onlyPublicSubnetsLeadToTheInternet() {
		TEMPLATE.resourceCountIs("AWS::EC2::Route", 2);
		TEMPLATE.allResourcesProperties("AWS::EC2::Route",
				Map.of("RouteTableId", Map.of("Ref", Match.stringLikeRegexp("NetworkPublicSubnet.*")), "GatewayId",
						Map.of("Ref", Match.stringLikeRegexp("NetworkIGW.*"))));
	}

}
