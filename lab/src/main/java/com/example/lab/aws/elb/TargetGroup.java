package com.example.lab.aws.elb;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.example.lab.assembly.Resource;
import com.example.lab.aws.ec2.Ec2Instance;
import com.example.lab.aws.ec2.SecurityGroups;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.Member;
import com.example.lab.standin.StandIn;
import com.example.lab.standin.TargetHealthSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::ElasticLoadBalancingV2::TargetGroup} of instances. Checks them as soon as a
 * listener forwards to the group, and gives requests to the healthy ones in turn; when
 * too few are healthy, to all that are registered.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html">Target
 * groups</a>
 */
public final class TargetGroup implements StandIn, TargetHealthSource {

	private static final String NUMBER = "\\d+";

	private static final Map<String, String> ATTRIBUTES = Map.ofEntries(
			Map.entry("deregistration_delay.timeout_seconds", NUMBER),
			Map.entry("load_balancing.algorithm.type", "round_robin"),
			Map.entry("load_balancing.algorithm.anomaly_mitigation", "off"),
			Map.entry("load_balancing.cross_zone.enabled", "true|use_load_balancer_configuration"),
			Map.entry("slow_start.duration_seconds", NUMBER), //
			Map.entry("stickiness.enabled", "true|false"), //
			Map.entry("stickiness.type", "(lb|app)_cookie"), //
			Map.entry("stickiness.app_cookie.cookie_name", "[^=;\\s]+"),
			Map.entry("stickiness.app_cookie.duration_seconds", NUMBER),
			Map.entry("stickiness.lb_cookie.duration_seconds", NUMBER),
			Map.entry("target_group_health.dns_failover.minimum_healthy_targets.count", ".*"),
			Map.entry("target_group_health.dns_failover.minimum_healthy_targets.percentage", ".*"),
			Map.entry("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "[1-9]\\d*"),
			Map.entry("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off"));

	/** The only values of these properties that the lab runs. */
	private static final Map<String, String> HERE = Map.of("Protocol", "HTTP", "ProtocolVersion", "HTTP1", "TargetType",
			"instance");

	private static final Set<String> IN_PLACE = Set.of("HealthCheckEnabled", "HealthCheckIntervalSeconds",
			"HealthCheckPath", "HealthCheckPort", "HealthCheckTimeoutSeconds", "HealthyThresholdCount", "Matcher",
			"Tags", "TargetGroupAttributes", "Targets", "UnhealthyThresholdCount");

	private final Resource resource;

	private final LabContext lab;

	private volatile SecurityGroups rules;

	private volatile Map<String, Resource> resources;

	private final String fullName;

	private Attributes attributes = new Attributes(Map.of());

	private int port;

	private @Nullable Targets targets;

	private volatile @Nullable Resource balancer;

	private volatile Duration delay = Duration.ZERO;

	/** The targets that an update has taken out. */
	private final Set<String> left = ConcurrentHashMap.newKeySet();

	/** The targets that a fleet has taken out, for good. */
	private final Set<String> ended = ConcurrentHashMap.newKeySet();

	/** The targets that the template has. */
	private volatile List<String> described = List.of();

	/**
	 * A group without targets.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public TargetGroup(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.rules = new SecurityGroups(lab.template());
		this.resources = lab.template().byLogicalId();
		this.fullName = "targetgroup/%s/%016x".formatted(resource.logicalId(), new SecureRandom().nextLong());
	}

	@Override
	public String ref() {
		return LoadBalancer.arn(this.lab, this.fullName);
	}

	@Override
	public String attribute(String name) {
		return switch (name) {
			case "TargetGroupArn" -> ref();
			case "TargetGroupFullName" -> this.fullName;
			case "TargetGroupName" -> this.resource.logicalId();
			default -> throw this.resource.lacks(name);
		};
	}

	@Override
	public String address() {
		return "targets of a load balancer";
	}

	@Override
	public void start(JsonNode properties) {
		HERE.forEach((name, value) -> {
			String wanted = properties.path(name).asString(value);
			if (!wanted.equals(value)) {
				throw new IllegalArgumentException("%s is %s; the lab runs %s only.".formatted(name, wanted, value));
			}
		});
		this.attributes = Attributes.of(properties.path("TargetGroupAttributes"), ATTRIBUTES);
		this.port = properties.path("Port").asInt(80);
		Targets made = new Targets(this.resource.name(), this.lab, HealthCheck.of(properties), this.attributes,
				(target) -> this.left.contains(target.id()) && logicalId(target.id()).isEmpty()
						|| this.ended.contains(target.id()));
		properties.path("Targets")
			.forEach((target) -> made
				.add(instance(target.path("Id").asString(""), target.path("Port").asInt(this.port))));
		this.targets = made;
		this.described = made.all().stream().map(Target::id).toList();
	}

	@Override
	public boolean canChange(String property) {
		return IN_PLACE.contains(property);
	}

	/**
	 * Targets that are not in the template any more are deregistered and drain; those
	 * that were registered by hand stay.
	 */
	@Override
	public void update(JsonNode properties) {
		Attributes wanted = Attributes.of(properties.path("TargetGroupAttributes"), ATTRIBUTES);
		Targets all = running();
		all.configure(HealthCheck.of(properties), wanted);
		this.attributes = wanted;
		JsonNode list = properties.path("Targets");
		List<String> ids = list.valueStream().map((target) -> target.path("Id").asString("")).toList();
		if (list.valueStream().anyMatch(this::hasOtherPort)) {
			throw new IllegalArgumentException(
					"The lab does not change the Port of a target that is registered: take the target out first.");
		}
		all.all()
			.stream()
			.filter((target) -> this.described.contains(target.id()) && !ids.contains(target.id()))
			.forEach((target) -> {
				this.left.add(target.id());
				if (target.registered()) {
					all.deregister(target);
				}
			});
		list.valueStream()
			.filter((target) -> !this.described.contains(target.path("Id").asString("")))
			.forEach((target) -> register(target.path("Id").asString(""), target.path("Port").asInt(this.port), false));
		this.described = List.copyOf(ids);
	}

	@Override
	public void templateChanged() {
		this.rules = new SecurityGroups(this.lab.template());
		this.resources = this.lab.template().byLogicalId();
		Resource attached = this.balancer;
		if (attached != null) {
			Resource now = this.resources.getOrDefault(attached.logicalId(), attached);
			this.balancer = now;
			running().all().forEach((target) -> running().refuse(target, refusal(now, target)));
		}
	}

	/**
	 * Registers a target, as {@code RegisterTargets} does: it gets requests once it has
	 * passed a check.
	 * @param instance the instance's id, or the name of its construct
	 * @throws IllegalArgumentException if there is no such instance
	 */
	public void register(String instance) {
		register(instance, this.port, false);
	}

	/**
	 * Registers targets in one operation. Those with which a group begins have no slow
	 * start.
	 * @param instances their ids
	 */
	public void register(List<String> instances) {
		boolean first = running().all().stream().noneMatch(Target::registered);
		instances.forEach((instance) -> register(instance, this.port, first));
	}

	private boolean hasOtherPort(JsonNode described) {
		return running().all()
			.stream()
			.anyMatch((target) -> target.registered() && target.id().equals(described.path("Id").asString(""))
					&& target.port() != described.path("Port").asInt(this.port));
	}

	private void register(String instance, int trafficPort, boolean firstOfGroup) {
		Targets all = running();
		Target target = all.all()
			.stream()
			.filter((each) -> each.id().equals(instance) || each.name().equals(instance))
			.findFirst()
			.orElse(null);
		if (target == null) {
			target = instance(instance, trafficPort);
			all.add(target);
		}
		Resource attached = this.balancer;
		if (attached != null) {
			register(target, attached, firstOfGroup);
		}
	}

	/**
	 * Deregisters a target, as {@code DeregisterTargets} does: it gets nothing new, what
	 * it has begun may finish, and after its delay it is {@code unused}.
	 * @param instance the instance's id, or the name of its construct
	 * @throws IllegalArgumentException if it is not in the group
	 * @throws IllegalStateException if it is not registered
	 */
	public void deregister(String instance) {
		Targets all = running();
		all.deregister(all.all()
			.stream()
			.filter((each) -> each.id().equals(instance) || each.name().equals(instance))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("%s is not among the targets of %s: %s".formatted(instance,
					this.resource.path(), all.all().stream().map(Target::name).toList()))));
	}

	/**
	 * Deregisters a target that never comes back. It is not among the targets any more
	 * once it is drained.
	 * @param instance the instance's id; nothing happens if it is not in the group
	 */
	public void end(String instance) {
		this.ended.add(instance);
		running().all()
			.stream()
			.filter((each) -> each.id().equals(instance) && each.registered())
			.forEach(running()::deregister);
	}

	/**
	 * How its targets are, those included that were deregistered.
	 * @return in the order in which they were first registered
	 */
	public List<TargetHealth> targets() {
		Targets all = this.targets;
		return (all != null) ? all.health() : List.of();
	}

	@Override
	public boolean inService(String instance) {
		return targets().stream()
			.anyMatch((target) -> target.id().equals(instance) && target.state().equals("healthy"));
	}

	/** When each registered target passes its checks and gets its full share. */
	@Override
	public boolean settled() {
		Targets all = this.targets;
		return all == null || all.settled();
	}

	@Override
	public String condition() {
		List<TargetHealth> all = targets();
		return "%d of %d healthy".formatted(all.stream().filter((each) -> each.state().equals("healthy")).count(),
				all.size());
	}

	@Override
	public List<Drill> drills() {
		return List.of(new Drill("deregister", "drains a target (its construct or instance id)", this::deregister),
				new Drill("register", "registers a target again (its construct or instance id)", this::register),
				Drill.slow("the targets", (wanted) -> this.delay = wanted));
	}

	@Override
	public void close() {
		Targets all = this.targets;
		if (all != null) {
			all.close();
		}
	}

	/**
	 * Begins to use the targets, for a load balancer with a listener that forwards to
	 * them. They are registered in one operation, so none of them has a slow start.
	 * @throws IllegalArgumentException if another load balancer uses the group
	 * @see <a href=
	 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#slow-start-mode">Slow
	 * start mode</a>
	 */
	void attach(Resource loadBalancer) {
		Resource before = this.balancer;
		if (before == null) {
			this.balancer = loadBalancer;
			running().all().forEach((target) -> register(target, loadBalancer, true));
		}
		else if (!before.logicalId().equals(loadBalancer.logicalId())) {
			throw new IllegalArgumentException(
					"TargetGroupArn: %s is in use by %s; AWS lets one load balancer use a group."
						.formatted(this.resource.path(), before.path()));
		}
	}

	String fullName() {
		return this.fullName;
	}

	boolean isUsedBy(Resource loadBalancer) {
		Resource user = this.balancer;
		return user != null && user.logicalId().equals(loadBalancer.logicalId());
	}

	Attributes attributes() {
		return this.attributes;
	}

	/**
	 * How long a request is on its way to a target, over what it takes here.
	 */
	Duration delay() {
		return this.delay;
	}

	Targets running() {
		Targets all = this.targets;
		if (all == null) {
			throw new IllegalStateException("%s does not run yet".formatted(this.resource.path()));
		}
		return all;
	}

	private void register(Target target, Resource loadBalancer, boolean firstOfGroup) {
		running().register(target, refusal(loadBalancer, target), firstOfGroup);
	}

	private @Nullable String refusal(Resource loadBalancer, Target target) {
		Resource to = this.resources.get(logicalId(target.id()));
		return (to != null) ? this.rules.refusal(loadBalancer, to, target.port()) : null;
	}

	private String logicalId(String instance) {
		return instances().filter((each) -> each.ref().equals(instance))
			.map(Ec2Instance::logicalId)
			.findFirst()
			.orElse("");
	}

	private Target instance(String idOrName, int trafficPort) {
		return instances().filter((instance) -> instance.ref().equals(idOrName) || instance.name().equals(idOrName))
			.map((instance) -> new Target(instance.ref(), instance.name(), instance.attribute("AvailabilityZone"),
					trafficPort, instance::listener))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("The target '%s' is no instance here".formatted(idOrName)));
	}

	/** Those of the template, and those of its fleets. */
	private Stream<Ec2Instance> instances() {
		return Stream
			.concat(this.lab.standIns().values().stream(), this.lab.members().values().stream().map(Member::standIn))
			.filter(Ec2Instance.class::isInstance)
			.map(Ec2Instance.class::cast);
	}

}
