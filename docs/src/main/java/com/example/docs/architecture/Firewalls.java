package com.example.docs.architecture;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.example.lab.assembly.Resource;
import tools.jackson.databind.JsonNode;

/** Which connections the firewalls of a template allow. */
final class Firewalls {

	static final String ALL_PORTS = "all";

	private final References references;

	private final List<Rule> rules;

	Firewalls(List<Resource> resources, References references) {
		this.references = references;
		this.rules = resources.stream().flatMap(this::rules).toList();
	}

	/**
	 * The ports that a resource opens to every address.
	 * @return port numbers or ranges; empty if it is closed
	 */
	Set<String> openToAll(Resource target) {
		JsonNode networking = target.properties().path("Networking");
		if (target.type().equals("AWS::Lightsail::Instance") && networking.isMissingNode()) {
			// What Lightsail opens by itself:
			// https://docs.aws.amazon.com/lightsail/latest/userguide/understanding-firewall-and-port-mappings-in-amazon-lightsail.html
			return new LinkedHashSet<>(List.of("22", "80"));
		}
		if (Icons.isDistribution(target)) {
			return new LinkedHashSet<>(List.of("80", "443"));
		}
		Set<String> ports = ports(target,
				(rule) -> isAnywhere(rule.path("CidrIp")) || isAnywhere(rule.path("CidrIpv6")));
		networking.path("Ports")
			.valueStream()
			.filter((port) -> Stream.concat(port.path("Cidrs").valueStream(), port.path("Ipv6Cidrs").valueStream())
				.anyMatch(Firewalls::isAnywhere))
			.forEach((port) -> ports.add(port(port)));
		return ports;
	}

	/**
	 * The ports that a resource opens to another by their security groups.
	 * @return port numbers or ranges, an empty text for one that is not known before
	 * deployment; empty if it is closed
	 */
	Set<String> open(Resource source, Resource target) {
		Set<String> groups = this.references.in(source.properties());
		return ports(target,
				(rule) -> this.references.in(rule.path("SourceSecurityGroupId")).stream().anyMatch(groups::contains));
	}

	private Set<String> ports(Resource target, Predicate<JsonNode> wanted) {
		Set<String> groups = this.references.in(target.properties());
		Set<String> ports = new LinkedHashSet<>();
		this.rules.stream()
			.filter((rule) -> groups.contains(rule.group()) && wanted.test(rule.json()))
			.forEach((rule) -> ports.add(port(rule.json())));
		return ports;
	}

	private Stream<Rule> rules(Resource resource) {
		return switch (resource.type()) {
			case "AWS::EC2::SecurityGroup" -> resource.properties()
				.path("SecurityGroupIngress")
				.valueStream()
				.map((rule) -> new Rule(resource.logicalId(), rule));
			case "AWS::EC2::SecurityGroupIngress" -> this.references.in(resource.properties().path("GroupId"))
				.stream()
				.map((group) -> new Rule(group, resource.properties()));
			default -> Stream.empty();
		};
	}

	private static boolean isAnywhere(JsonNode cidr) {
		return cidr.asString("").equals("0.0.0.0/0") || cidr.asString("").equals("::/0");
	}

	private static String port(JsonNode rule) {
		String protocol = rule.path("IpProtocol").asString("");
		String from = rule.path("FromPort").asString("");
		String to = rule.path("ToPort").asString("");
		if (protocol.equals("-1")) {
			return ALL_PORTS;
		}
		return from.equals(to) ? from : from + "-" + to;
	}

	/**
	 * A rule that lets connections in.
	 *
	 * @param group the security group it belongs to
	 * @param json its ports and its source
	 */
	private record Rule(String group, JsonNode json) {
	}

}
