package com.example.lab.standin;

import java.time.Duration;

/**
 * Shortens times that are too long for a workshop, such as the day between two snapshots,
 * all by the same factor. What the template says is printed beside it.
 *
 * @param speed how many times quicker than the template says; at least 1
 */
public record LabClock(double speed) {

	/** Checks the factor. */
	public LabClock {
		if (!(speed >= 1)) {
			throw new IllegalArgumentException("The clock's speed is 1 or more, not " + speed);
		}
	}

	/**
	 * A shortened time.
	 * @param time as the template has it
	 * @return that time divided by the speed
	 */
	public Duration shorten(Duration time) {
		return Duration.ofNanos((long) (time.toNanos() / this.speed));
	}

}
