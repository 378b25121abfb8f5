package com.example.lab.ec2;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The security groups of a template and their rules, read from the template itself:
 * LocalStack does not keep the rules.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html">Security
 * groups</a>
 */
public final class SecurityGroups {

	private static final String GROUP = "AWS::EC2::SecurityGroup";

	private static final Set<String> WORLD = Set.of("0.0.0.0/0", "::/0");

	private static final Pattern PRIVATE_NETWORK = Pattern
		.compile("(10\\.|192\\.168\\.|172\\.(1[6-9]|2\\d|3[01])\\.).*");

	/** Where the types that have security groups name them. */
	private static final List<Function<JsonNode, JsonNode>> LISTS = List.of(
			(properties) -> properties.path("SecurityGroupIds"), (properties) -> properties.path("VpcSecurityGroupIds"),
			(properties) -> properties.path("VPCSecurityGroups"), (properties) -> properties.path("SecurityGroups"),
			(properties) -> properties.path("VpcConfig").path("SecurityGroupIds"),
			(properties) -> properties.path("NetworkInterfaces").path(0).path("GroupSet"));

	private final Map<String, Resource> resources;

	private final List<Rule> ingress = new ArrayList<>();

	private final List<Rule> egress = new ArrayList<>();

	/**
	 * Reads the rules.
	 * @param template the template of one stack
	 */
	public SecurityGroups(StackTemplate template) {
		this.resources = template.resources()
			.stream()
			.collect(Collectors.toMap(Resource::logicalId, Function.identity()));
		for (Resource resource : template.resources()) {
			JsonNode properties = resource.properties();
			switch (resource.type()) {
				case GROUP -> {
					properties.path("SecurityGroupIngress")
						.forEach((rule) -> this.ingress.add(new Rule(resource.logicalId(), rule)));
					outward(properties).forEach((rule) -> this.egress.add(new Rule(resource.logicalId(), rule)));
				}
				case GROUP + "Ingress" -> this.ingress.add(new Rule(id(properties.path("GroupId")), properties));
				case GROUP + "Egress" -> this.egress.add(new Rule(id(properties.path("GroupId")), properties));
				default -> {
					// Has no rules.
				}
			}
		}
	}

	/**
	 * Without a list EC2 lets everything out.
	 */
	private static JsonNode outward(JsonNode properties) {
		JsonNode listed = properties.path("SecurityGroupEgress");
		return listed.isMissingNode()
				? JsonMapper.shared().readTree("[{\"CidrIp\": \"0.0.0.0/0\", \"IpProtocol\": \"-1\"}]") : listed;
	}

	/**
	 * The TCP ports of a resource that anyone may connect to.
	 * @param resource a resource of the template
	 * @return ports, some perhaps more than once
	 */
	public IntStream openPorts(Resource resource) {
		return portsOf(groupsOf(resource));
	}

	/**
	 * The TCP ports that one group opens to anyone.
	 * @param group a security group of the template
	 * @return ports, some perhaps more than once
	 */
	public IntStream portsOf(Resource group) {
		return portsOf(Set.of(group.logicalId()));
	}

	private IntStream portsOf(Set<String> groups) {
		return this.ingress.stream()
			.filter((rule) -> groups.contains(rule.group()) && rule.isForTheWorld())
			.flatMapToInt(Rule::ports);
	}

	/**
	 * Why one part of the architecture cannot connect to another.
	 * @param from who connects
	 * @param to where to
	 * @param port the port as the template has it, such as 5432
	 * @return the missing rule, or null when the connection is allowed
	 */
	public @Nullable String refusal(Resource from, Resource to, int port) {
		Set<String> sources = groupsOf(from);
		Set<String> targets = groupsOf(to);
		if (sources.isEmpty() && targets.isEmpty()) {
			// Both are in the network's default group, which lets its own members in.
			return null;
		}
		if (none(this.egress, sources, targets, "DestinationSecurityGroupId", to, port)) {
			return "%s may not connect to %s: no egress rule of %s lets port %d of %s out".formatted(from.name(),
					to.name(), names(sources), port, names(targets));
		}
		if (none(this.ingress, targets, sources, "SourceSecurityGroupId", to, port)) {
			return "%s may not connect to %s: no ingress rule of %s lets %s in on port %d".formatted(from.name(),
					to.name(), names(targets), names(sources), port);
		}
		return null;
	}

	/**
	 * Puts the rules between a gate and what is behind it. All parts share 127.0.0.1, so
	 * a gate cannot tell who connects: as long as one instance of the template, or one
	 * function in a network, may not, nobody may, and each try is told.
	 * @param to the resource behind the gate
	 * @param port its port as the template has it
	 * @param events is told of each refused connection
	 * @param target where it listens
	 * @return for {@link com.example.lab.network.Gate#open}
	 */
	public Supplier<@Nullable InetSocketAddress> guard(Resource to, int port, Events events,
			Supplier<@Nullable InetSocketAddress> target) {
		List<String> refusals = this.resources.values()
			.stream()
			.filter(SecurityGroups::connects)
			.map((client) -> refusal(client, to, port))
			.filter(Objects::nonNull)
			.toList();
		return () -> {
			refusals.forEach((refusal) -> events.publish(Event.Kind.REFUSED, to.name(), refusal));
			return refusals.isEmpty() ? target.get() : null;
		};
	}

	private static boolean connects(Resource resource) {
		return resource.type().equals("AWS::EC2::Instance")
				|| (resource.type().equals("AWS::Lambda::Function") && resource.properties().has("VpcConfig"));
	}

	private boolean none(List<Rule> rules, Set<String> owners, Set<String> peers, String peerKey, Resource to,
			int port) {
		return rules.stream()
			.noneMatch((rule) -> owners.contains(rule.group()) && rule.covers(to, port)
					&& (rule.isForTheNetwork() || peers.contains(id(rule.json().path(peerKey)))));
	}

	private Set<String> groupsOf(Resource resource) {
		return LISTS.stream()
			.flatMap((list) -> StreamSupport.stream(list.apply(resource.properties()).spliterator(), false))
			.map(SecurityGroups::id)
			.collect(Collectors.toSet());
	}

	private String names(Set<String> groups) {
		return groups.isEmpty() ? "the default group" : groups.stream().map((id) -> {
			Resource group = this.resources.get(id);
			return (group != null) ? group.name() : id;
		}).sorted().collect(Collectors.joining(", "));
	}

	/**
	 * The logical id in a reference to a group.
	 */
	private static String id(JsonNode reference) {
		JsonNode attribute = reference.path("Fn::GetAtt");
		return Stream
			.of(attribute.path(0).asString(""), attribute.asString("").split("\\.")[0],
					reference.path("Ref").asString(""), reference.asString(""))
			.filter((text) -> !text.isEmpty())
			.findFirst()
			.orElse("");
	}

	/**
	 * A rule.
	 *
	 * @param group the logical id of its group
	 * @param json as the template has it
	 */
	private record Rule(String group, JsonNode json) {

		private static final int LAST_PORT = 65_535;

		boolean isForTheWorld() {
			return WORLD.contains(this.json.path("CidrIp").asString(""))
					|| WORLD.contains(this.json.path("CidrIpv6").asString(""));
		}

		/**
		 * Whether it names addresses that the parts of an architecture have, rather than
		 * a group.
		 */
		boolean isForTheNetwork() {
			JsonNode addresses = this.json.path("CidrIp");
			return isForTheWorld() || addresses.has("Fn::GetAtt")
					|| PRIVATE_NETWORK.matcher(addresses.asString("")).matches();
		}

		/**
		 * The port may be an attribute of the resource itself, such as its
		 * {@code Endpoint.Port}.
		 */
		boolean covers(Resource to, int port) {
			JsonNode from = this.json.path("FromPort");
			return (from.isObject() && isTcp() && id(from).equals(to.logicalId()))
					|| ports().anyMatch((open) -> open == port);
		}

		IntStream ports() {
			if (this.json.path("IpProtocol").asString("").equals("-1")) {
				return IntStream.rangeClosed(0, LAST_PORT);
			}
			boolean numbers = this.json.path("FromPort").isValueNode() && this.json.path("ToPort").isValueNode();
			return (isTcp() && numbers)
					? IntStream.rangeClosed(this.json.path("FromPort").asInt(), this.json.path("ToPort").asInt())
					: IntStream.empty();
		}

		private boolean isTcp() {
			return this.json.path("IpProtocol").asString("").matches("tcp|6|-1");
		}

	}

}
