package com.example.lab.deploy;

import java.time.Duration;
import java.util.function.Supplier;

import com.example.lab.event.Event;
import com.example.lab.event.Events;

/** Says now and then what a wait of minutes is for. */
final class LongWait {

	private static final Duration QUIET = Duration.ofSeconds(30);

	private final AwsAccount account;

	private final Events events;

	private final long begin = System.nanoTime();

	private long told = this.begin;

	LongWait(AwsAccount account, Events events) {
		this.account = account;
		this.events = events;
	}

	/**
	 * Publishes a message if there was none for a while.
	 * @param what is waited for; empty if there is no such thing
	 */
	void tell(Supplier<String> what) {
		long now = System.nanoTime();
		if (now - this.told >= this.account.shortened(QUIET).toNanos()) {
			this.told = now;
			String words = what.get();
			if (!words.isEmpty()) {
				this.events.publish(Event.Kind.PROGRESS, Events.LAB,
						"%s; %d s so far".formatted(words, Duration.ofNanos(now - this.begin).toSeconds()));
			}
		}
	}

	/** Something was said, so there is no need to say more at once. */
	void heard() {
		this.told = System.nanoTime();
	}

	/** How long it has been. */
	Duration passed() {
		return Duration.ofNanos(System.nanoTime() - this.begin);
	}

}
