package com.example.lab.aws.ec2;

import java.util.List;
import java.util.stream.StreamSupport;

import com.example.lab.assembly.StackTemplate;
import tools.jackson.databind.JsonNode;

/** The Availability Zones of a template. */
public final class Zones {

	private Zones() {
	}

	/**
	 * The zone that a property names. The CDK chooses one by its number.
	 * @param zone the property {@code AvailabilityZone}; may be missing
	 * @param region the Region of the stack
	 * @return such as {@code us-east-1a}
	 */
	public static String of(JsonNode zone, String region) {
		return zone.isString() ? zone.asString() : region + (char) ('a' + zone.path("Fn::Select").path(0).asInt(0));
	}

	/**
	 * The zones that a subnet group covers.
	 * @param group a reference to an {@code AWS::RDS::DBSubnetGroup}; may be missing
	 * @param template where the group and its subnets are
	 * @return each zone once, in order; two if the template does not say
	 */
	public static List<String> ofSubnetGroup(JsonNode group, StackTemplate template) {
		return ofSubnets(properties(group, template).path("SubnetIds"), template);
	}

	/**
	 * The zones of subnets.
	 * @param subnets references to subnets; may be missing
	 * @param template where the subnets are
	 * @return each zone once, in order; two if the template does not say
	 */
	public static List<String> ofSubnets(JsonNode subnets, StackTemplate template) {
		List<String> zones = StreamSupport.stream(subnets.spliterator(), false)
			.map((subnet) -> properties(subnet, template))
			.filter((subnet) -> subnet.has("AvailabilityZone"))
			.map((subnet) -> of(subnet.path("AvailabilityZone"), template.region()))
			.distinct()
			.sorted()
			.toList();
		// Where the CDK puts resources by default.
		return zones.isEmpty() ? List.of(template.region() + "a", template.region() + "b") : zones;
	}

	private static JsonNode properties(JsonNode reference, StackTemplate template) {
		return template.json().path("Resources").path(reference.path("Ref").asString("")).path("Properties");
	}

}
