package com.example.lab.aws.autoscaling;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import com.example.lab.assembly.Resource;
import com.example.lab.aws.autoscaling.FleetServer.State;
import com.example.lab.aws.ec2.Ec2Instance;
import com.example.lab.aws.ec2.LaunchTemplate;
import com.example.lab.aws.ec2.Zones;
import com.example.lab.aws.elb.TargetGroup;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import com.example.lab.standin.Zonal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * {@code AWS::AutoScaling::AutoScalingGroup}: servers made from a launch template and the
 * init metadata of the group, each a member of the architecture.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-autoscalinggroup.html">AWS::AutoScaling::AutoScalingGroup</a>
 */
public final class AutoScalingGroup implements StandIn, Zonal {

	private final Resource resource;

	private final LabContext lab;

	private final String id;

	private JsonNode metadata = MissingNode.getInstance();

	private volatile @Nullable Fleet fleet;

	private volatile @Nullable Scaling scaling;

	private final Runnable follower = this::decide;

	/**
	 * A group without servers.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public AutoScalingGroup(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.id = "%s-%s-%08X".formatted(lab.template().name(), resource.logicalId(), new SecureRandom().nextInt());
	}

	@Override
	public String ref() {
		return this.id;
	}

	@Override
	public String attribute(String name) {
		throw this.resource.lacks(name);
	}

	@Override
	public String address() {
		return "a group of servers: " + condition();
	}

	@Override
	public void metadata(JsonNode metadata) {
		this.metadata = metadata;
	}

	@Override
	public void start(JsonNode properties) {
		GroupSettings settings = GroupSettings.of(properties);
		Fleet made = new Fleet(this.resource.name(), this.lab, settings, zones(), this::server, this::start,
				this::targetGroup);
		this.fleet = made;
		made.want(settings.desired().orElse(settings.min()), "the group is new");
		made.suspend(true);
		made.watch();
		try {
			create(made, settings);
		}
		catch (RuntimeException ex) {
			// No server that still boots holds up the end.
			made.close();
			throw ex;
		}
		made.suspend(false);
		this.scaling = new Scaling(made);
		this.lab.metrics().follow(this.follower);
	}

	private void create(Fleet made, GroupSettings settings) {
		List<FleetServer> launched = made.launch(made.desired());
		JsonNode signal = policy("CreationPolicy").path("ResourceSignal");
		if (signal.isMissingNode()) {
			return;
		}
		int wanted = signal.path("Count").asInt(1);
		Duration limit = this.lab.clock().shorten(Duration.parse(signal.path("Timeout").asString("PT5M")));
		int got = signals(settings).await(launched, limit);
		if (got < wanted) {
			throw new IllegalStateException(
					"Received %d SUCCESS signal(s) out of %d, as its creation policy wants".formatted(got, wanted));
		}
	}

	private void decide() {
		Scaling policies = this.scaling;
		if (policies != null) {
			policies.decide();
		}
	}

	/** Lets a policy change the number of servers. */
	void add(ScalingPolicy policy) {
		Objects.requireNonNull(this.scaling).add(policy);
	}

	void remove(ScalingPolicy policy) {
		Objects.requireNonNull(this.scaling).remove(policy);
	}

	/**
	 * A group by its name.
	 * @throws IllegalArgumentException if it is not here
	 */
	static AutoScalingGroup find(LabContext lab, String name) {
		return lab.find(AutoScalingGroup.class, name)
			.orElseThrow(() -> new IllegalArgumentException("There is no Auto Scaling group '%s'".formatted(name)));
	}

	@Override
	public boolean canChange(String property) {
		return !property.equals("AutoScalingGroupName");
	}

	/**
	 * Servers are replaced if the update policy says so; without one, new servers alone
	 * have another version of the launch template.
	 */
	@Override
	public void update(JsonNode properties) {
		Fleet all = running();
		GroupSettings settings = GroupSettings.of(properties);
		all.configure(settings, zones());
		JsonNode policy = policy("UpdatePolicy").path("AutoScalingRollingUpdate");
		if (!policy.isMissingNode()) {
			new Replacement(all, RollingUpdate.of(policy), signals(settings), this.lab.clock()).run();
		}
	}

	@Override
	public void templateChanged() {
		Fleet all = this.fleet;
		if (all != null) {
			all.templateChanged();
		}
	}

	private JsonNode policy(String name) {
		return this.lab.template().now(this.resource).json().path(name);
	}

	private Signals signals(GroupSettings settings) {
		return Signals.of(launchTemplate(settings).data(settings.version()).path("UserData").asString(""));
	}

	private Ec2Instance server(String zone, int version) {
		return Ec2Instance.of(this.resource, launchTemplate(running().settings()).described(version), zone, this.lab);
	}

	private void start(FleetServer server) {
		server.instance().metadata(this.metadata);
		server.instance().start(launchTemplate(running().settings()).data(server.version()));
	}

	private LaunchTemplate launchTemplate(GroupSettings settings) {
		return find(LaunchTemplate.class, settings.template());
	}

	private TargetGroup targetGroup(String arn) {
		return find(TargetGroup.class, arn);
	}

	private <T extends StandIn> T find(Class<T> type, String ref) {
		return this.lab.find(type, ref)
			.orElseThrow(() -> new IllegalArgumentException(
					"%s names '%s', which is not here".formatted(this.resource.path(), ref)));
	}

	private Fleet running() {
		return Objects.requireNonNull(this.fleet, () -> this.resource.path() + " does not run yet");
	}

	/** When there are as many servers as are wanted. */
	@Override
	public boolean settled() {
		Fleet all = this.fleet;
		return all == null || (all.in(State.IN_SERVICE).size() == all.desired()
				&& all.in(State.IN_SERVICE).stream().allMatch(FleetServer::booted));
	}

	@Override
	public String condition() {
		Fleet all = this.fleet;
		return (all != null) ? "%d in service, %d wanted".formatted(all.in(State.IN_SERVICE).size(), all.desired())
				: "";
	}

	@Override
	public List<Drill> drills() {
		return List.of(
				new Drill("capacity", "changes the desired capacity (a number from its min to its max size)",
						this::wantServers),
				new Drill("terminate", "terminates a server (its instance id), which is replaced", this::terminate));
	}

	private void wantServers(String number) {
		GroupSettings settings = running().settings();
		if (!number.matches("\\d{1,6}") || settings.within(Integer.parseInt(number)) != Integer.parseInt(number)) {
			throw new IllegalArgumentException("The desired capacity is a number from %d to %d, not '%s'"
				.formatted(settings.min(), settings.max(), number));
		}
		running().want(Integer.parseInt(number), "a user asked for it");
	}

	private void terminate(String instance) {
		List<FleetServer> all = running().in(State.IN_SERVICE);
		FleetServer server = all.stream()
			.filter((each) -> each.id().equals(instance))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("%s is not in service in this group: %s".formatted(instance,
					all.stream().map(FleetServer::id).toList())));
		running().terminate(server, "a user asked for it");
	}

	@Override
	public List<String> zones() {
		return Zones.ofSubnets(this.lab.template().now(this.resource).properties().path("VPCZoneIdentifier"),
				this.lab.template());
	}

	@Override
	public void zoneDown(String zone) {
		running().zoneDown(zone);
	}

	@Override
	public void zoneUp(String zone) {
		running().zoneUp(zone);
	}

	@Override
	public boolean drains() {
		return true;
	}

	@Override
	public void close() {
		this.lab.metrics().unfollow(this.follower);
		Fleet all = this.fleet;
		if (all != null) {
			all.close();
		}
	}

}
