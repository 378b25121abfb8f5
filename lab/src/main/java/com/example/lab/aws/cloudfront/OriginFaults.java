package com.example.lab.aws.cloudfront;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Faults of origins that drills have injected. */
final class OriginFaults {

	private static final String ALL = "";

	private final Set<String> down = ConcurrentHashMap.newKeySet();

	private volatile Duration delay = Duration.ZERO;

	/** Makes an origin unreachable, or all of them without a name. */
	void down(String origin) {
		this.down.add(origin);
	}

	/** Makes an origin reachable again, or all of them without a name. */
	void up(String origin) {
		if (origin.isEmpty()) {
			this.down.clear();
		}
		this.down.remove(origin);
	}

	boolean isDown(String origin) {
		return this.down.contains(ALL) || this.down.contains(origin);
	}

	/** Delays each request to an origin. */
	void slow(Duration other) {
		this.delay = other;
	}

	Duration delay() {
		return this.delay;
	}

	/** A few words; empty without any. */
	String words() {
		return this.down.isEmpty() ? ""
				: this.down.contains(ALL) ? "all origins down" : "origins down: " + String.join(", ", this.down);
	}

}
