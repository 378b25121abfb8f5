package com.example.lab.aws.autoscaling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.example.lab.aws.autoscaling.FleetServer.State;
import com.example.lab.event.Event;
import com.example.lab.standin.LabClock;

/**
 * CloudFormation's rolling update of a group: batch by batch, servers of another version
 * are terminated, and new ones have to signal success before the next batch.
 */
final class Replacement {

	private final Fleet fleet;

	private final RollingUpdate policy;

	private final Signals signals;

	private final LabClock clock;

	Replacement(Fleet fleet, RollingUpdate policy, Signals signals, LabClock clock) {
		this.fleet = fleet;
		this.policy = policy;
		this.signals = signals;
		this.clock = clock;
	}

	/**
	 * Replaces all servers of another version than that of the settings.
	 * @throws IllegalStateException if too few new servers signal success
	 */
	void run() {
		List<FleetServer> old = new ArrayList<>(this.fleet.in(State.IN_SERVICE)
			.stream()
			.filter((server) -> server.version() != this.fleet.settings().version())
			.toList());
		if (old.isEmpty()) {
			return;
		}
		int size = this.fleet.desired();
		int inService = this.fleet.in(State.IN_SERVICE).size();
		int spare = inService - this.policy.minInService();
		int extra = (spare > 0) ? 0 : Math.min(this.policy.batch(), this.fleet.settings().max() - inService);
		if (spare <= 0 && extra == 0) {
			throw new IllegalArgumentException(
					"MinInstancesInService must be less than the autoscaling group's MaxSize");
		}
		int batch = (spare > 0) ? Math.min(this.policy.batch(), spare) : extra;
		this.fleet.publish(Event.Kind.PROGRESS,
				"rolling update: replaces %d servers in batches of %d, while at least %d are in service"
					.formatted(old.size(), batch, this.policy.minInService()));
		this.fleet.suspend(true);
		List<CompletableFuture<Void>> ending = new ArrayList<>();
		try {
			launch(extra);
			while (!old.isEmpty()) {
				List<FleetServer> next = old.subList(0, Math.min(batch, old.size()));
				next.forEach((server) -> ending.add(this.fleet.terminate(server, "a rolling update replaces it")));
				next.clear();
				launch(size + (old.isEmpty() ? 0 : extra) - this.fleet.in(State.IN_SERVICE).size());
			}
		}
		finally {
			this.fleet.suspend(false);
		}
		ending.forEach(CompletableFuture::join);
	}

	private void launch(int number) {
		if (number <= 0) {
			return;
		}
		List<FleetServer> launched = this.fleet.launch(number);
		Duration pause = this.clock.shorten(this.policy.pause());
		if (!this.policy.signals()) {
			new CompletableFuture<Void>().completeOnTimeout(null, pause.toMillis(), TimeUnit.MILLISECONDS).join();
			return;
		}
		int signalled = this.signals.await(launched, pause);
		if (!this.policy.succeeded(signalled, number)) {
			throw new IllegalStateException(
					"Received %d SUCCESS signal(s) out of %d. Unable to satisfy %d%% MinSuccessfulInstancesPercent requirement"
						.formatted(signalled, number, this.policy.successPercent()));
		}
	}

}
