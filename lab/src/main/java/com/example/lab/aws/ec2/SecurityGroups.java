package com.example.lab.aws.ec2;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Events;
import com.example.lab.network.TcpProxy;
import com.example.lab.standin.Clients;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * The security groups of a template and their rules, read from the template itself:
 * LocalStack does not keep the rules.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html">Security
 * groups</a>
 */
public final class SecurityGroups {

	static final String GROUP = "AWS::EC2::SecurityGroup";

	private static final String INSTANCE = "AWS::EC2::Instance";

	private static final String FLEET = "AWS::AutoScaling::AutoScalingGroup";

	private static final String FUNCTION = "AWS::Lambda::Function";

	private static final String DISTRIBUTION = "AWS::CloudFront::Distribution";

	private static final String VPC_ORIGIN = "AWS::CloudFront::VpcOrigin";

	/** Where the types that have security groups name them. */
	private static final List<Function<JsonNode, JsonNode>> LISTS = List.of(
			(properties) -> properties.path("SecurityGroupIds"), (properties) -> properties.path("VpcSecurityGroupIds"),
			(properties) -> properties.path("VPCSecurityGroups"), (properties) -> properties.path("SecurityGroups"),
			(properties) -> properties.path("VpcConfig").path("SecurityGroupIds"),
			(properties) -> properties.path("NetworkInterfaces").path(0).path("GroupSet"));

	private final Map<String, Resource> resources;

	private final PrefixLists prefixLists;

	private final List<Rule> ingress = new ArrayList<>();

	private final List<Rule> egress = new ArrayList<>();

	/**
	 * Reads the rules.
	 * @param template the template of one stack
	 */
	public SecurityGroups(StackTemplate template) {
		this.resources = template.byLogicalId();
		this.prefixLists = new PrefixLists(template);
		for (Resource resource : template.resources()) {
			JsonNode properties = resource.properties();
			switch (resource.type()) {
				case GROUP -> {
					properties.path("SecurityGroupIngress")
						.forEach((rule) -> add(this.ingress, resource.logicalId(), rule));
					outward(properties).forEach((rule) -> add(this.egress, resource.logicalId(), rule));
				}
				case GROUP + "Ingress" -> add(this.ingress, Rule.id(properties.path("GroupId")), properties);
				case GROUP + "Egress" -> add(this.egress, Rule.id(properties.path("GroupId")), properties);
				default -> {
					// Has no rules.
				}
			}
		}
	}

	private void add(List<Rule> rules, String group, JsonNode json) {
		this.prefixLists.expand(new Rule(group, json)).forEach(rules::add);
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
	 * Whether any rule, whatever its source, lets connections in.
	 * @param resource a resource of the template
	 * @param port the port as the template has it, such as 80
	 * @return true with a rule for everyone, for a group, for addresses or for a prefix
	 * list
	 */
	public boolean admitsAny(Resource resource, int port) {
		Set<String> groups = groupsOf(resource);
		return this.ingress.stream().anyMatch((rule) -> groups.contains(rule.group()) && rule.covers(resource, port));
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
	 * Why one part of the architecture cannot connect to another. A distribution of
	 * CloudFront and a function without {@code VpcConfig} connect from outside the
	 * network, a VPC origin of CloudFront from inside.
	 * @param from the client
	 * @param to the server
	 * @param port the port as the template has it, such as 5432
	 * @return client, server, port and the missing rule, or null when the connection is
	 * allowed
	 */
	public @Nullable String refusal(Resource from, Resource to, int port) {
		Resource client = this.resources.getOrDefault(from.logicalId(), from);
		return refusalOf(client, this.resources.getOrDefault(to.logicalId(), to), port);
	}

	private @Nullable String refusalOf(Resource from, Resource to, int port) {
		if (from.type().equals(DISTRIBUTION) || from.type().equals(VPC_ORIGIN)) {
			return edgeRefusal(from, to, port);
		}
		if (!inNetwork(from)) {
			return outsideRefusal(from, to, port);
		}
		Set<String> sources = groupsOf(from);
		Set<String> targets = groupsOf(to);
		if (sources.isEmpty() && targets.isEmpty()) {
			// Both are in the network's default group, which lets its own members in.
			return null;
		}
		// The default group lets everything out.
		if (!sources.isEmpty() && none(this.egress, sources, targets, to, port)) {
			return "%s may not connect to %s: no egress rule of %s lets port %d of %s out%s".formatted(from.name(),
					to.name(), names(sources), port, names(targets), unknown(this.egress, sources, to, port));
		}
		if (none(this.ingress, targets, sources, to, port)) {
			return "%s may not connect to %s: no ingress rule of %s lets %s in on port %d%s".formatted(from.name(),
					to.name(), names(targets), names(sources), port, unknown(this.ingress, targets, to, port));
		}
		return null;
	}

	/**
	 * Puts the rules between a proxy and the server behind it: each client of the lab is
	 * accepted or refused by its own groups.
	 * @param to the server
	 * @param port its port as the template has it
	 * @param lab where the clients and the events are
	 * @param target where it listens
	 * @return for {@link TcpProxy#open}
	 */
	public TcpProxy.Target guard(Resource to, int port, LabContext lab, Supplier<@Nullable InetSocketAddress> target) {
		return new ClientGuard(this, to, port, lab.clients(), lab.events(), target);
	}

	/**
	 * Puts the rules between a proxy and a server when no client of the lab uses the
	 * proxy: this computer can connect if the template allows any client.
	 * @param to the server
	 * @param port its port as the template has it
	 * @param events gets each refusal
	 * @param target where it listens
	 * @return for {@link TcpProxy#open}
	 */
	public TcpProxy.Target guard(Resource to, int port, Events events, Supplier<@Nullable InetSocketAddress> target) {
		return new ClientGuard(this, to, port, new Clients(), events, target);
	}

	/**
	 * The instances of the template, and its functions that are in the network.
	 */
	List<Resource> clients() {
		return this.resources.values()
			.stream()
			.filter((resource) -> Set.of(INSTANCE, FLEET, FUNCTION).contains(resource.type()))
			.filter(SecurityGroups::inNetwork)
			.toList();
	}

	/**
	 * A function without a place in the network runs outside of it.
	 */
	private static boolean inNetwork(Resource resource) {
		return !resource.type().equals(FUNCTION) || resource.properties().has("VpcConfig");
	}

	/**
	 * A rule for the prefix list of CloudFront, for the group of its VPC origins, or for
	 * everyone lets its servers in; they are in no group of the template. A VPC origin
	 * connects from an address of the network.
	 */
	private @Nullable String edgeRefusal(Resource from, Resource to, int port) {
		Set<String> targets = groupsOf(to);
		boolean inside = from.type().equals(VPC_ORIGIN);
		if (any(this.ingress, targets, to, port, (rule) -> rule.isForTheWorld() || (inside && rule.isForTheNetwork())
				|| this.prefixLists.isForCloudFront(rule))) {
			return null;
		}
		return "%s may not connect to %s: no ingress rule of %s lets CloudFront in on port %d%s".formatted(from.name(),
				to.name(), names(targets), port, unknown(this.ingress, targets, to, port));
	}

	private @Nullable String outsideRefusal(Resource from, Resource to, int port) {
		Set<String> targets = groupsOf(to);
		// An endpoint's private name leads there in the network alone.
		if (to.type().equals("AWS::EC2::VPCEndpoint") || any(this.ingress, targets, to, port, Rule::isForTheWorld)) {
			return null;
		}
		return "%s may not connect to %s: it is outside the VPC, and no ingress rule of %s opens port %d to 0.0.0.0/0"
			.formatted(from.name(), to.name(), names(targets), port);
	}

	private static boolean none(List<Rule> rules, Set<String> owners, Set<String> peers, Resource to, int port) {
		return !any(rules, owners, to, port, (rule) -> rule.isForTheNetwork() || rule.isFor(peers));
	}

	private static boolean any(List<Rule> rules, Set<String> owners, Resource to, int port, Predicate<Rule> lets) {
		return rules.stream()
			.anyMatch((rule) -> owners.contains(rule.group()) && lets.test(rule) && rule.covers(to, port));
	}

	/**
	 * Explains a refusal despite a rule with a prefix list.
	 */
	private String unknown(List<Rule> rules, Set<String> owners, Resource to, int port) {
		return rules.stream()
			.filter((rule) -> owners.contains(rule.group()) && this.prefixLists.isUnknown(rule)
					&& rule.covers(to, port))
			.map((rule) -> "; the lab does not know what the prefix list %s holds".formatted(PrefixLists.name(rule)))
			.distinct()
			.collect(Collectors.joining());
	}

	private Set<String> groupsOf(Resource resource) {
		JsonNode properties = resource.type().equals(FLEET) ? launched(resource) : resource.properties();
		return LISTS.stream()
			.flatMap((list) -> StreamSupport.stream(list.apply(properties).spliterator(), false))
			.map(Rule::id)
			.filter((id) -> !id.isEmpty())
			.collect(Collectors.toSet());
	}

	/** What the launch template of a fleet says of its instances. */
	private JsonNode launched(Resource fleet) {
		JsonNode id = fleet.properties().path("LaunchTemplate").path("LaunchTemplateId").path("Ref");
		Resource template = this.resources.get(id.asString(""));
		return (template != null) ? template.properties().path("LaunchTemplateData") : MissingNode.getInstance();
	}

	private String names(Set<String> groups) {
		return groups.isEmpty() ? "the default group" : groups.stream().map((id) -> {
			Resource group = this.resources.get(id);
			return (group != null) ? group.name() : id;
		}).sorted().collect(Collectors.joining(", "));
	}

}
