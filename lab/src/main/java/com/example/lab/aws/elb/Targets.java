package com.example.lab.aws.elb;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import com.example.lab.event.Event;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;

/** The targets of a group: checks them, drains them, chooses among them. Thread-safe. */
final class Targets implements AutoCloseable {

	/**
	 * Each check may wait for its time-out, so one must not hold up the next target's.
	 */
	private static final int THREADS = 8;

	private final String group;

	private final LabContext lab;

	private volatile HealthCheck check;

	private volatile Attributes attributes;

	private final Map<String, Target> byId = new LinkedHashMap<>();

	private final ScheduledExecutorService scheduler;

	/** Whether a target that is not registered any more never comes back. */
	private final Predicate<Target> gone;

	private boolean failsOpen;

	/**
	 * No targets yet.
	 * @param group the subject of events
	 * @param attributes of the group
	 * @param gone whether the instance of a target is not there any more
	 */
	Targets(String group, LabContext lab, HealthCheck check, Attributes attributes, Predicate<Target> gone) {
		this.gone = gone;
		this.group = group;
		this.lab = lab;
		this.check = check;
		this.attributes = attributes;
		this.scheduler = Executors.newScheduledThreadPool(THREADS, (task) -> {
			Thread thread = new Thread(task, "targets-" + group);
			thread.setDaemon(true);
			return thread;
		});
	}

	/** Checks and drains in another way from now on; what is healthy stays so. */
	synchronized void configure(HealthCheck other, Attributes with) {
		boolean checks = !other.equals(this.check);
		this.check = other;
		this.attributes = with;
		this.byId.values().stream().filter((target) -> checks && target.registered()).forEach(this::checkEach);
	}

	/** Makes a target known, without using it yet. */
	synchronized void add(Target target) {
		this.byId.put(target.id(), target);
	}

	synchronized List<Target> all() {
		return List.copyOf(this.byId.values());
	}

	/**
	 * Whether each registered target is healthy and gets its full share of the requests.
	 */
	synchronized boolean settled() {
		return this.byId.values()
			.stream()
			.filter(Target::registered)
			.allMatch((target) -> target.is(Target.State.HEALTHY) && !target.startsSlowly());
	}

	synchronized List<TargetHealth> health() {
		return this.byId.values().stream().map(Target::health).toList();
	}

	/**
	 * Begins to check a target; its first success makes it healthy.
	 * @param missingRule of the security groups, or null
	 * @param firstOfGroup whether it is one of those with which the group begins
	 */
	synchronized void register(Target target, @Nullable String missingRule, boolean firstOfGroup) {
		if (target.registered()) {
			return;
		}
		target.register(missingRule, firstOfGroup);
		publish(Event.Kind.PROGRESS, target,
				"is registered, GET %s each %d s".formatted(this.check.path(), this.check.interval().toSeconds()));
		if (missingRule != null) {
			publish(Event.Kind.REFUSED, target, "gets no connection: " + missingRule);
		}
		checkEach(target);
	}

	private void checkEach(Target target) {
		target.next(this.scheduler.scheduleAtFixedRate(() -> check(target), 0, this.check.interval().toMillis(),
				TimeUnit.MILLISECONDS));
	}

	/** Looks at the rules of the security groups again. */
	synchronized void refuse(Target target, @Nullable String missingRule) {
		if (target.registered() && !Objects.equals(target.refusal(), missingRule)) {
			target.refuse(missingRule);
			publish((missingRule != null) ? Event.Kind.REFUSED : Event.Kind.PROGRESS, target,
					(missingRule != null) ? "gets no connection: " + missingRule : "may be connected to again");
		}
	}

	/** Sends a target nothing new, and forgets it once its delay is over. */
	synchronized void deregister(Target target) {
		if (!target.registered()) {
			throw new IllegalStateException(target.name() + " is not registered: it is " + target.health().state());
		}
		Duration delay = this.attributes.seconds("deregistration_delay.timeout_seconds", 300);
		Duration here = this.lab.clock().shorten(delay);
		target.become(Target.State.DRAINING, "Target.DeregistrationInProgress: Target deregistration is in progress");
		publish(Event.Kind.PROGRESS, target, "drains: nothing new, %d in flight may finish; unused after %d s, here %s"
			.formatted(target.inFlight().size(), delay.toSeconds(), seconds(here)));
		target.next(schedule(() -> delayOver(target, delay.minus(here)), here));
		tellFailOpen();
	}

	/**
	 * Chooses the target of a request, which is in flight from now on.
	 * @param sticky the id of the target that the client wants again; empty for any
	 * @return null when none is registered
	 */
	synchronized @Nullable Target choose(Forwarding request, String sticky) {
		List<Target> candidates = candidates();
		Target chosen = candidates.stream()
			.filter((target) -> target.id().equals(sticky))
			.findFirst()
			.orElseGet(() -> next(candidates));
		if (chosen != null) {
			chosen.inFlight().add(request);
		}
		return chosen;
	}

	/** Takes note that a request has ended. */
	synchronized void ended(Target target, Forwarding request) {
		target.inFlight().remove(request);
		if (target.drained() && target.inFlight().isEmpty()) {
			forget(target);
		}
	}

	@Override
	public void close() {
		this.scheduler.shutdownNow();
	}

	/**
	 * In turn, by weight: the one that has waited longest for its share.
	 */
	private static @Nullable Target next(List<Target> candidates) {
		Target next = null;
		double sum = 0;
		for (Target target : candidates) {
			double weight = target.weight();
			sum += weight;
			if (target.turn(weight) > ((next != null) ? next.turn(0) : Double.NEGATIVE_INFINITY)) {
				next = target;
			}
		}
		if (next != null) {
			next.turn(-sum);
		}
		return next;
	}

	private List<Target> candidates() {
		List<Target> healthy = this.byId.values().stream().filter((target) -> target.is(Target.State.HEALTHY)).toList();
		int least = this.attributes.number("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
				1);
		return (healthy.size() >= least) ? healthy : this.byId.values().stream().filter(Target::registered).toList();
	}

	private void check(Target target) {
		String failure = (target.refusal() != null) ? HealthCheck.TIMEOUT
				: this.check.failure(target.address(this.check.port()));
		synchronized (this) {
			if (target.registered() && target.checked(failure, this.check)) {
				changed(target);
			}
		}
	}

	private void changed(Target target) {
		if (target.is(Target.State.HEALTHY)) {
			Duration ramp = this.attributes.seconds("slow_start.duration_seconds", 0);
			boolean slowly = !ramp.isZero() && !target.firstOfGroup() && this.byId.values()
				.stream()
				.anyMatch((other) -> other != target && other.is(Target.State.HEALTHY) && !other.startsSlowly());
			Duration here = slowly ? this.lab.clock().shorten(ramp) : Duration.ZERO;
			target.startSlowly(here);
			publish(Event.Kind.HEALTHY, target,
					slowly ? "is healthy, slow start for %d s, here %s".formatted(ramp.toSeconds(), seconds(here))
							: "is healthy");
		}
		else {
			publish(Event.Kind.UNHEALTHY, target, "is unhealthy, " + target.health().reason());
		}
		tellFailOpen();
	}

	private void tellFailOpen() {
		boolean opens = this.byId.values().stream().anyMatch(Target::registered)
				&& this.byId.values().stream().noneMatch((target) -> target.is(Target.State.HEALTHY));
		if (opens && !this.failsOpen) {
			this.lab.events()
				.publish(Event.Kind.WARNING, this.group,
						"fails open: no target is healthy, so requests go to all that are registered");
		}
		this.failsOpen = opens;
	}

	/**
	 * Only the delay of AWS may cut requests off, not the shorter one of a quick clock.
	 */
	private synchronized void delayOver(Target target, Duration left) {
		if (!target.is(Target.State.DRAINING)) {
			return;
		}
		target.drained(true);
		if (target.inFlight().isEmpty()) {
			forget(target);
		}
		else {
			target.next(schedule(() -> cut(target), left));
		}
	}

	private void cut(Target target) {
		List<Forwarding> left = List.copyOf(target.inFlight());
		publish(Event.Kind.WARNING, target, "is cut off from %d requests in flight".formatted(left.size()));
		left.forEach(Forwarding::cut);
	}

	private void forget(Target target) {
		target.drained(false);
		target.next(null);
		target.become(Target.State.UNUSED, "Target.NotRegistered: Target is not registered to the target group");
		if (this.gone.test(target)) {
			this.byId.remove(target.id(), target);
		}
		publish(Event.Kind.STOPPED, target, "is drained and unused");
	}

	private Future<?> schedule(Runnable task, Duration wait) {
		return this.scheduler.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
	}

	private static String seconds(Duration time) {
		return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
	}

	private void publish(Event.Kind kind, Target target, String message) {
		this.lab.events().publish(kind, this.group, "%s (%s) %s".formatted(target.name(), target.id(), message));
	}

}
