package com.example.lab.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.example.lab.event.Event;

/** Decides whether a start that serves no page yet can still succeed. */
final class Hopeless {

	/**
	 * A rule that refuses stays until the template changes; others may lead to a page.
	 */
	private static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);

	/** A server that waits for another one may end some times before it starts. */
	private static final int DEATHS = 5;

	private Hopeless() {
	}

	/**
	 * Finds a cause that does not resolve itself.
	 * @param events since the start, oldest first
	 * @param now the time
	 * @return a sentence or two; empty if there is no such cause
	 */
	static String cause(List<Event> events, Instant now) {
		for (Event event : events) {
			if (event.kind() == Event.Kind.REFUSED && event.time().plus(AFTER_REFUSAL).isBefore(now)) {
				return "%s %s".formatted(event.subject(), event.message());
			}
			if (event.kind() == Event.Kind.DIED && deaths(events, event.subject()) >= DEATHS) {
				return "%s ended %d times: %s".formatted(event.subject(), DEATHS, event.message());
			}
		}
		return "";
	}

	private static long deaths(List<Event> events, String subject) {
		return events.stream()
			.filter((event) -> event.kind() == Event.Kind.DIED && event.subject().equals(subject))
			.count();
	}

}
