package com.example.lab.aws.elb;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * A target and what its group knows about it. Its group guards it: except for
 * {@link #address}, only while the group is locked.
 */
final class Target {

	/** A target in slow start gets at least this share of a full one's requests. */
	private static final double LEAST_WEIGHT = 0.01;

	private final String id;

	private final String name;

	private final String zone;

	private final int port;

	private final IntFunction<@Nullable InetSocketAddress> listener;

	/** The requests that it has not answered yet. */
	private final Set<Forwarding> inFlight = ConcurrentHashMap.newKeySet();

	private State state = State.UNUSED;

	private String reason = "Target.NotInUse: Target group is not configured to receive traffic";

	private volatile @Nullable String refusal;

	private int streak;

	private boolean passed;

	private double turn;

	private long slowSince;

	private Duration slowStart = Duration.ZERO;

	private boolean firstOfGroup;

	private boolean drained;

	private @Nullable Future<?> next;

	/**
	 * A target that is not used yet.
	 * @param id of the instance
	 * @param name for people
	 * @param zone its Availability Zone
	 * @param port that gets the traffic
	 * @param listener where a port of it is reached; null when nothing is there
	 */
	Target(String id, String name, String zone, int port, IntFunction<@Nullable InetSocketAddress> listener) {
		this.id = id;
		this.name = name;
		this.zone = zone;
		this.port = port;
		this.listener = listener;
	}

	String id() {
		return this.id;
	}

	String name() {
		return this.name;
	}

	String zone() {
		return this.zone;
	}

	int port() {
		return this.port;
	}

	Set<Forwarding> inFlight() {
		return this.inFlight;
	}

	/**
	 * Where a port is reached.
	 * @param wanted the port; 0 for the one that gets the traffic
	 */
	@Nullable InetSocketAddress address(int wanted) {
		return this.listener.apply((wanted != 0) ? wanted : this.port);
	}

	/**
	 * The rule that is missing for the balancer to connect, or null.
	 */
	@Nullable String refusal() {
		return this.refusal;
	}

	void refuse(@Nullable String missingRule) {
		this.refusal = missingRule;
	}

	boolean is(State wanted) {
		return this.state == wanted;
	}

	/** Whether requests may go to it at all. */
	boolean registered() {
		return this.state == State.INITIAL || this.state == State.HEALTHY || this.state == State.UNHEALTHY;
	}

	TargetHealth health() {
		return new TargetHealth(this.id, this.name, this.zone, this.state.name().toLowerCase(Locale.ROOT), this.reason);
	}

	/**
	 * Begins to be checked.
	 * @param missingRule as {@link #refusal} gives it from now on
	 * @param firstOfGroup whether it is one of those with which an empty group begins
	 */
	void register(@Nullable String missingRule, boolean firstOfGroup) {
		become(State.INITIAL, "Elb.InitialHealthChecking: Initial health checks in progress");
		this.refusal = missingRule;
		this.firstOfGroup = firstOfGroup;
		this.streak = 0;
		this.drained = false;
	}

	void become(State wanted, String why) {
		this.state = wanted;
		this.reason = why;
		this.turn = 0;
	}

	/**
	 * Takes the result of a check.
	 * @param failure null when it passed
	 * @return whether the state is another now
	 */
	boolean checked(@Nullable String failure, HealthCheck check) {
		this.streak = (this.streak > 0 && this.passed == (failure == null)) ? this.streak + 1 : 1;
		this.passed = failure == null;
		if (failure == null) {
			if (is(State.INITIAL) || (is(State.UNHEALTHY) && this.streak >= check.healthy())) {
				become(State.HEALTHY, "");
				return true;
			}
		}
		else if (is(State.UNHEALTHY)) {
			this.reason = failure;
		}
		else if (this.streak >= check.unhealthy()) {
			become(State.UNHEALTHY, failure);
			return true;
		}
		return false;
	}

	/** Whether it is one of those with which the group began, and new to it. */
	boolean firstOfGroup() {
		return this.firstOfGroup;
	}

	/** Gets a growing share of the requests from now on. */
	void startSlowly(Duration duration) {
		this.firstOfGroup = false;
		this.slowSince = System.nanoTime();
		this.slowStart = duration;
	}

	boolean startsSlowly() {
		return weight() < 1;
	}

	/**
	 * Its share of the requests: 1, or less in slow start.
	 */
	double weight() {
		long age = System.nanoTime() - this.slowSince;
		return (age >= this.slowStart.toNanos()) ? 1 : Math.max(LEAST_WEIGHT, age / (double) this.slowStart.toNanos());
	}

	/**
	 * Its turn firstOfGroup weighted targets: the highest is next.
	 * @param change what is added
	 */
	double turn(double change) {
		this.turn += change;
		return this.turn;
	}

	/** Whether its delay is over and only the requests in flight keep it draining. */
	boolean drained() {
		return this.drained;
	}

	void drained(boolean over) {
		this.drained = over;
	}

	/**
	 * What is planned for it: its checks, or the end of its draining.
	 */
	void next(@Nullable Future<?> task) {
		Future<?> before = this.next;
		if (before != null) {
			before.cancel(false);
		}
		this.next = task;
	}

	/** The states that the API has. */
	enum State {

		/** Registered, and not checked yet. */
		INITIAL,
		/** Passes its checks. */
		HEALTHY,
		/** Fails its checks. */
		UNHEALTHY,
		/** Deregistered; requests in flight may finish. */
		DRAINING,
		/** Not registered, or the group has no listener. */
		UNUSED

	}

}
