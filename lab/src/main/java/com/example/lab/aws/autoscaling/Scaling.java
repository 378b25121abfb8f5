package com.example.lab.aws.autoscaling;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

import com.example.lab.aws.autoscaling.FleetServer.State;

/**
 * The policies of a group together: the one that wants the most servers counts, and
 * servers are taken out only when all want that.
 */
final class Scaling {

	private final Fleet fleet;

	private final List<ScalingPolicy> policies = new CopyOnWriteArrayList<>();

	Scaling(Fleet fleet) {
		this.fleet = fleet;
	}

	void add(ScalingPolicy policy) {
		this.policies.add(policy);
	}

	void remove(ScalingPolicy policy) {
		this.policies.remove(policy);
	}

	/** Decides, once a minute. */
	void decide() {
		if (this.policies.isEmpty() || this.fleet.isSuspended()) {
			return;
		}
		int desired = this.fleet.desired();
		int warm = (int) this.fleet.in(State.IN_SERVICE).stream().filter(this::isWarm).count();
		int warming = Math.max(0, desired - warm);
		ScalingPolicy strongest = null;
		int most = -1;
		for (ScalingPolicy policy : this.policies) {
			OptionalInt wanted = policy.wanted(warm, warming);
			if (wanted.orElse(desired) > most) {
				strongest = policy;
				most = wanted.orElse(desired);
			}
		}
		if (strongest != null && most != desired) {
			this.fleet.want(most, "%s tracks its target".formatted(strongest.name()));
		}
	}

	/** Without a warmup each server counts at once. No clock makes one start faster. */
	private boolean isWarm(FleetServer server) {
		Duration warmup = this.fleet.settings().warmup();
		return warmup.isZero() || (server.age() > this.fleet.shorten(warmup).toNanos() && this.fleet.isHealthy(server));
	}

}
