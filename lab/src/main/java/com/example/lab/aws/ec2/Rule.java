package com.example.lab.aws.ec2;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.example.lab.assembly.Resource;
import tools.jackson.databind.JsonNode;

/**
 * A rule of a security group.
 *
 * @param group the logical id of its group
 * @param json as the template has it
 */
record Rule(String group, JsonNode json) {

	private static final Set<String> WORLD = Set.of("0.0.0.0/0", "::/0");

	private static final Pattern PRIVATE_NETWORK = Pattern
		.compile("(10\\.|192\\.168\\.|172\\.(1[6-9]|2\\d|3[01])\\.).*");

	private static final int LAST_PORT = 65_535;

	boolean isForTheWorld() {
		return WORLD.contains(this.json.path("CidrIp").asString(""))
				|| WORLD.contains(this.json.path("CidrIpv6").asString(""));
	}

	/**
	 * Whether it names addresses that the parts of an architecture have, rather than a
	 * group.
	 */
	boolean isForTheNetwork() {
		JsonNode addresses = this.json.path("CidrIp");
		return isForTheWorld() || addresses.has("Fn::GetAtt")
				|| PRIVATE_NETWORK.matcher(addresses.asString("")).matches();
	}

	/**
	 * Whether it names one of the groups, which may be its own.
	 */
	boolean isFor(Set<String> groups) {
		return Stream.of("SourceSecurityGroupId", "DestinationSecurityGroupId")
			.anyMatch((key) -> groups.contains(id(this.json.path(key))));
	}

	/**
	 * The port may be an attribute of the resource itself, such as its
	 * {@code Endpoint.Port}.
	 */
	boolean covers(Resource to, int port) {
		JsonNode from = this.json.path("FromPort");
		return (from.isObject() && isTcp() && id(from).equals(to.logicalId())) || isForAllProtocols()
				|| (hasPorts() && from.asInt() <= port && port <= this.json.path("ToPort").asInt());
	}

	IntStream ports() {
		if (isForAllProtocols()) {
			return IntStream.rangeClosed(0, LAST_PORT);
		}
		return hasPorts() ? IntStream.rangeClosed(this.json.path("FromPort").asInt(), this.json.path("ToPort").asInt())
				: IntStream.empty();
	}

	private boolean hasPorts() {
		return isTcp() && this.json.path("FromPort").isValueNode() && this.json.path("ToPort").isValueNode();
	}

	private boolean isTcp() {
		return isForAllProtocols() || this.json.path("IpProtocol").asString("").matches("tcp|6");
	}

	private boolean isForAllProtocols() {
		return this.json.path("IpProtocol").asString("").equals("-1");
	}

	/**
	 * The logical id in a reference; a reference out of the template is its own id.
	 */
	static String id(JsonNode reference) {
		JsonNode attribute = reference.path("Fn::GetAtt");
		return Stream
			.of(attribute.path(0).asString(""), attribute.asString("").split("\\.")[0],
					reference.path("Ref").asString(""), reference.asString(""),
					reference.isObject() ? reference.toString() : "")
			.filter((text) -> !text.isEmpty())
			.findFirst()
			.orElse("");
	}

}
