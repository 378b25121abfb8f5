package com.example.lab.aws.rds;

import java.time.Duration;
import java.util.Locale;

/**
 * Measures what an Aurora Serverless v2 database costs: its capacity while it is awake,
 * nothing while it is paused. Safe for use by many threads.
 *
 * @see <a href="https://aws.amazon.com/rds/aurora/pricing/">Aurora pricing</a>
 */
public final class AcuMeter {

	private double acus;

	/** What was used at capacities before, in ACU hours. */
	private double used;

	private long usedNanos;

	private long awakeNanos;

	private long pausedNanos;

	private int pauses;

	private boolean awake = true;

	private long since = System.nanoTime();

	/**
	 * A meter that runs.
	 * @param acus the capacity while awake
	 */
	AcuMeter(double acus) {
		this.acus = acus;
	}

	synchronized void pause() {
		settle();
		this.awake = false;
		this.pauses++;
	}

	/** Counts another capacity from now on. */
	synchronized void scale(double other) {
		settle();
		this.used = acuHours();
		this.usedNanos = this.awakeNanos;
		this.acus = other;
	}

	private double acuHours() {
		return this.used + this.acus * (this.awakeNanos - this.usedNanos) / 3.6e12;
	}

	synchronized void wake() {
		settle();
		this.awake = true;
	}

	synchronized Reading read() {
		settle();
		Duration total = Duration.ofNanos(this.awakeNanos);
		return new Reading(total, Duration.ofNanos(this.pausedNanos), acuHours(), this.pauses);
	}

	private void settle() {
		long now = System.nanoTime();
		if (this.awake) {
			this.awakeNanos += now - this.since;
		}
		else {
			this.pausedNanos += now - this.since;
		}
		this.since = now;
	}

	/**
	 * What the meter shows. Times are those of this computer's clock, which the lab's
	 * factor may have shortened.
	 *
	 * @param awake how long the database was awake; resuming counts
	 * @param paused how long it was paused
	 * @param acuHours what is paid for, at the minimum capacity while awake
	 * @param pauses how often it was paused
	 */
	public record Reading(Duration awake, Duration paused, double acuHours, int pauses) {

		@Override
		public String toString() {
			return String.format(Locale.ROOT, "awake %.1f s, paused %.1f s in %d pauses, %.6f ACU-hours",
					this.awake.toMillis() / 1e3, this.paused.toMillis() / 1e3, this.pauses, this.acuHours);
		}

	}

}
