package com.example.lab.aws.autoscaling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.example.lab.aws.autoscaling.FleetServer.State;
import com.example.lab.aws.ec2.Ec2Instance;
import com.example.lab.aws.elb.TargetGroup;
import com.example.lab.event.Event;
import com.example.lab.network.Ports;
import com.example.lab.process.Threads;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.Member;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a group: as many as are wanted, spread over its zones, registered with
 * its target groups, and replaced when they are unhealthy. Thread-safe.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html">Lifecycle
 * of instances in a group</a>
 */
final class Fleet implements AutoCloseable {

	/** How often it is looked at. */
	private static final Duration PERIOD = Duration.ofSeconds(1);

	/** How much later the next one is launched after a server that did not boot. */
	private static final Duration PAUSE = Duration.ofSeconds(10);

	private final String name;

	private final LabContext lab;

	private final BiFunction<String, Integer, Ec2Instance> maker;

	private final Consumer<FleetServer> starter;

	private final Function<String, TargetGroup> groups;

	private final List<FleetServer> servers = new ArrayList<>();

	private final Set<String> lostZones = ConcurrentHashMap.newKeySet();

	private final ExecutorService work = Executors.newCachedThreadPool(Threads.daemon("fleet"));

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Threads.daemon("fleet"));

	private GroupSettings settings;

	private List<String> zones;

	private int desired;

	private boolean suspended;

	private long pausedUntil = System.nanoTime();

	/**
	 * A fleet without servers.
	 * @param name of the group
	 * @param maker makes a server in a zone from a version of the launch template
	 * @param starter boots it for the first time
	 * @param groups finds a target group by its ARN
	 */
	Fleet(String name, LabContext lab, GroupSettings settings, List<String> zones,
			BiFunction<String, Integer, Ec2Instance> maker, Consumer<FleetServer> starter,
			Function<String, TargetGroup> groups) {
		this.name = name;
		this.lab = lab;
		this.settings = settings;
		this.zones = zones;
		this.maker = maker;
		this.starter = starter;
		this.groups = groups;
	}

	/** Keeps the number of servers from now on. */
	void watch() {
		this.timer.scheduleWithFixedDelay(this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Takes other settings; servers that are there stay as they are. */
	synchronized void configure(GroupSettings wanted, List<String> inZones) {
		this.settings = wanted;
		this.zones = inZones;
		want(wanted.desired().orElse(this.desired), "a change of the group's settings");
	}

	/**
	 * Wants another number of servers.
	 * @param cause for people
	 */
	synchronized void want(int number, String cause) {
		int allowed = this.settings.within(number);
		if (allowed != this.desired) {
			publish(Event.Kind.PROGRESS,
					"changes the desired capacity from %d to %d: %s".formatted(this.desired, allowed, cause));
			this.desired = allowed;
		}
	}

	synchronized int desired() {
		return this.desired;
	}

	synchronized GroupSettings settings() {
		return this.settings;
	}

	synchronized List<FleetServer> in(State state) {
		return this.servers.stream().filter((server) -> server.is(state)).toList();
	}

	/** While it is suspended, CloudFormation alone launches and terminates servers. */
	synchronized void suspend(boolean wanted) {
		this.suspended = wanted;
	}

	/**
	 * Launches servers at once, in the zones with the fewest.
	 * @return servers that boot
	 */
	List<FleetServer> launch(int number) {
		List<FleetServer> launched = IntStream.range(0, number).mapToObj((i) -> reserve()).toList();
		boot(launched);
		return launched;
	}

	private synchronized FleetServer reserve() {
		int version = this.settings.version();
		String zone = this.zones.stream()
			.filter(Predicate.not(this.lostZones::contains))
			// First among those that stay, should the others be replaced.
			.min(Comparator.comparing((String candidate) -> count(candidate, version))
				.thenComparing((candidate) -> count(candidate, 0)))
			.orElseThrow(() -> new IllegalStateException(this.name + " has no zone with power"));
		FleetServer server = new FleetServer(this.maker.apply(zone, version), version);
		this.servers.add(server);
		return server;
	}

	/**
	 * How many servers of a zone stay, of one version or, with 0, of all.
	 */
	private long count(String zone, int version) {
		return this.servers.stream()
			.filter((server) -> !server.is(State.TERMINATING) && server.zone().equals(zone)
					&& (version == 0 || server.version() == version))
			.count();
	}

	/** They are in service, and registered, while their cfn-init runs. */
	private void boot(List<FleetServer> launched) {
		for (FleetServer server : launched) {
			publish(Event.Kind.STARTED, "launches %s in %s".formatted(server.id(), server.zone()));
			this.lab.join(server.instance().name(), new Member("AWS::EC2::Instance", server.instance()));
		}
		List<String> ids = launched.stream().map(FleetServer::id).toList();
		targetGroups().forEach((group) -> group.register(ids));
		for (FleetServer server : launched) {
			server.become(State.IN_SERVICE);
			server.boots(this.work.submit(() -> start(server)));
		}
	}

	private void start(FleetServer server) {
		try {
			this.starter.accept(server);
			server.hasBooted();
		}
		catch (RuntimeException ex) {
			publish(Event.Kind.WARNING, "%s does not boot: %s".formatted(server.id(), ex.getMessage()));
			synchronized (this) {
				this.pausedUntil = System.nanoTime() + PAUSE.toNanos();
			}
			if (server.is(State.IN_SERVICE)) {
				terminate(server, "it did not boot");
			}
		}
	}

	/**
	 * Drains a server, and then shuts it down.
	 * @param cause for people
	 * @return done when it is gone
	 */
	CompletableFuture<Void> terminate(FleetServer server, String cause) {
		server.become(State.TERMINATING);
		publish(Event.Kind.STOPPED, "terminates %s: %s".formatted(server.id(), cause));
		return CompletableFuture.runAsync(() -> end(server), this.work);
	}

	private void end(FleetServer server) {
		List<TargetGroup> all = targetGroups().toList();
		all.forEach((group) -> group.end(server.id()));
		while (all.stream()
			.flatMap((group) -> group.targets().stream())
			.anyMatch((target) -> target.id().equals(server.id()))) {
			Ports.pause();
		}
		this.lab.leave(server.instance().name());
		server.stopBooting();
		server.instance().delete();
		synchronized (this) {
			this.servers.remove(server);
		}
	}

	/** Replaces what is unhealthy, and corrects the number of servers. */
	private void look() {
		try {
			if (isSuspended()) {
				return;
			}
			in(State.IN_SERVICE).forEach((server) -> {
				String fault = fault(server);
				if (!fault.isEmpty()) {
					terminate(server, fault);
				}
			});
			correct();
		}
		catch (RuntimeException ex) {
			publish(Event.Kind.WARNING, String.valueOf(ex.getMessage()));
		}
	}

	synchronized boolean isSuspended() {
		return this.suspended;
	}

	private void correct() {
		List<FleetServer> surplus = new ArrayList<>();
		synchronized (this) {
			int missing = this.desired
					- (int) this.servers.stream().filter((server) -> !server.is(State.TERMINATING)).count();
			boolean paused = System.nanoTime() - this.pausedUntil < 0;
			if (missing > 0 && !paused) {
				launch(missing);
			}
			for (int i = missing; i < 0; i++) {
				FleetServer next = leastWanted(surplus);
				if (next != null) {
					surplus.add(next);
				}
			}
		}
		surplus.forEach((server) -> terminate(server, "the desired capacity is lower"));
	}

	/**
	 * As the default termination policy has it: in the zone with the most servers, from
	 * the oldest version of the launch template, and then the oldest.
	 * @param without those that are chosen already
	 */
	private @Nullable FleetServer leastWanted(List<FleetServer> without) {
		List<FleetServer> left = this.servers.stream()
			.filter((server) -> server.is(State.IN_SERVICE) && !without.contains(server))
			.toList();
		Map<String, Long> used = left.stream().collect(Collectors.groupingBy(FleetServer::zone, Collectors.counting()));
		return left.stream()
			.min(Comparator.comparing((FleetServer server) -> -used.getOrDefault(server.zone(), 0L))
				.thenComparing(FleetServer::version)
				.thenComparing((server) -> -server.age()))
			.orElse(null);
	}

	/**
	 * Why a server has to be replaced.
	 * @return empty if it need not
	 */
	private String fault(FleetServer server) {
		if (server.booted() && !server.instance().running()) {
			return "EC2 finds it unhealthy, it does not run";
		}
		GroupSettings now = settings();
		boolean judged = now.byBalancer() && server.age() > now.grace().toNanos();
		return (judged && isUnhealthy(server)) ? "the load balancer finds it unhealthy" : "";
	}

	/** Whether one of the target groups at least finds a server unhealthy. */
	private boolean isUnhealthy(FleetServer server) {
		return targetGroups().flatMap((group) -> group.targets().stream())
			.anyMatch((target) -> target.id().equals(server.id()) && target.state().equals("unhealthy"));
	}

	/** Whether all target groups find a server healthy. */
	boolean isHealthy(FleetServer server) {
		return targetGroups().allMatch((group) -> group.inService(server.id()));
	}

	private Stream<TargetGroup> targetGroups() {
		return settings().targetGroups().stream().map(this.groups);
	}

	void zoneDown(String zone) {
		this.lostZones.add(zone);
	}

	void zoneUp(String zone) {
		this.lostZones.remove(zone);
	}

	void templateChanged() {
		in(State.IN_SERVICE).forEach((server) -> server.instance().templateChanged());
	}

	Duration shorten(Duration time) {
		return this.lab.clock().shorten(time);
	}

	void publish(Event.Kind kind, String message) {
		this.lab.events().publish(kind, this.name, message);
	}

	/** Ends all servers at once. */
	@Override
	public void close() {
		stopWatching();
		List<FleetServer> all;
		synchronized (this) {
			all = List.copyOf(this.servers);
		}
		all.forEach(FleetServer::stopBooting);
		all.forEach((server) -> server.instance().close());
		this.work.shutdownNow();
	}

	private void stopWatching() {
		this.timer.shutdownNow();
		try {
			this.timer.awaitTermination(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
