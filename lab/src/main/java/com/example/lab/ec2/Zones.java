package com.example.lab.ec2;

import java.util.List;
import java.util.stream.StreamSupport;

import com.example.lab.assembly.StackTemplate;
import tools.jackson.databind.JsonNode;

/** The Availability Zones of a template. */
public final class Zones {

	private static final String REGION = "us-east-1";

	/** Where the CDK puts things unless it is told otherwise. */
	private static final List<String> FIRST_TWO = List.of(REGION + "a", REGION + "b");

	private Zones() {
	}

	/**
	 * The zone that a property names. The CDK chooses one by its number.
	 * @param zone the property {@code AvailabilityZone}; may be missing
	 * @return such as {@code us-east-1a}
	 */
	public static String of(JsonNode zone) {
		return zone.isString() ? zone.asString() : REGION + (char) ('a' + zone.path("Fn::Select").path(0).asInt(0));
	}

	/**
	 * The zones that a subnet group covers.
	 * @param group a reference to an {@code AWS::RDS::DBSubnetGroup}; may be missing
	 * @param template where the group and its subnets are
	 * @return each zone once, in order; two if the template does not say
	 */
	public static List<String> ofSubnetGroup(JsonNode group, StackTemplate template) {
		JsonNode subnets = properties(group, template).path("SubnetIds");
		List<String> zones = StreamSupport.stream(subnets.spliterator(), false)
			.map((subnet) -> properties(subnet, template))
			.filter((subnet) -> subnet.has("AvailabilityZone"))
			.map((subnet) -> of(subnet.path("AvailabilityZone")))
			.distinct()
			.sorted()
			.toList();
		return zones.isEmpty() ? FIRST_TWO : zones;
	}

	private static JsonNode properties(JsonNode reference, StackTemplate template) {
		return template.json().path("Resources").path(reference.path("Ref").asString("")).path("Properties");
	}

}
