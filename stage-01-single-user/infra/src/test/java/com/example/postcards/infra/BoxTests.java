package com.example.postcards.infra;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Template;

class BoxTests {

	private static final Template TEMPLATE = Synthesis.TEMPLATE;

	@Test
	void runsAmazonLinux2023() {
		hasProperty("BlueprintId", "amazon_linux_2023");
	}

	@Test
	void has2GigabytesOfMemory() {
		hasProperty("BundleId", "small_3_0");
	}

	@Test
	void opensPorts80And443Only() {
		hasProperty("Networking", Map.of("Ports", List.of(openToAll(80), openToAll(443))));
	}

	@Test
	void isInTheFirstZoneOfTheRegion() {
		hasProperty("AvailabilityZone", Map.of("Fn::Select", List.of(0, Map.of("Fn::GetAZs", ""))));
	}

	@Test
	void isNamedAfterTheStack() {
		hasProperty("InstanceName", afterStack("-box"));
		TEMPLATE.hasResourceProperties("AWS::Lightsail::StaticIp", Map.of("StaticIpName", afterStack("-address")));
		TEMPLATE.hasResourceProperties("AWS::Lightsail::Alarm", Map.of("AlarmName", afterStack("-status-check")));
	}

	@Test
	void isSnapshottedEachDay() {
		hasProperty("AddOns", List.of(Map.of("AddOnType", "AutoSnapshot", "Status", "Enabled",
				"AutoSnapshotAddOnRequest", Map.of("SnapshotTimeOfDay", "18:00"))));
	}

	@Test
	void keepsItsAddress() {
		TEMPLATE.hasResourceProperties("AWS::Lightsail::StaticIp", Map.of("AttachedTo", instance()));
	}

	@Test
	void alarmsWhenAStatusCheckFails() {
		TEMPLATE.hasResourceProperties("AWS::Lightsail::Alarm",
				Map.of("MonitoredResourceName", instance(), "MetricName", "StatusCheckFailed", "ComparisonOperator",
						"GreaterThanOrEqualToThreshold", "Threshold", 1));
	}

	private static void hasProperty(String name, Object value) {
		TEMPLATE.hasResourceProperties("AWS::Lightsail::Instance", Map.of(name, value));
	}

	private static Map<String, Object> openToAll(int port) {
		return Map.of("Protocol", "tcp", "FromPort", port, "ToPort", port, "Cidrs", List.of("0.0.0.0/0"), "Ipv6Cidrs",
				List.of("::/0"));
	}

	private static Object afterStack(String suffix) {
		return Map.of("Fn::Join", List.of("", List.of(Map.of("Ref", "AWS::StackName"), suffix)));
	}

	private static Object instance() {
		return Map.of("Ref", TEMPLATE.findResources("AWS::Lightsail::Instance").keySet().iterator().next());
	}

}
