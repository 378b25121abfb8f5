package com.example.lab.cloud;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.example.lab.event.Event;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HopelessTests {

	private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

	private static final Event REFUSED = new Event(START, Event.Kind.REFUSED, "Servers/A",
			"gets no connection: no rule of WebGroup lets LoadBalancer in");

	private static final Event DIED = new Event(START, Event.Kind.DIED, "Box", "postcards ended with 1, see box.log");

	@Test
	void aRefusalThatStaysIsTheCause() {
		assertThat(Hopeless.cause(List.of(REFUSED), START.plusSeconds(29))).isEmpty();
		assertThat(Hopeless.cause(List.of(REFUSED), START.plusSeconds(31)))
			.isEqualTo("Servers/A gets no connection: no rule of WebGroup lets LoadBalancer in");
	}

	@Test
	void aServerThatEndsAgainAndAgainIsTheCause() {
		List<Event> events = new ArrayList<>(Collections.nCopies(4, DIED));
		assertThat(Hopeless.cause(events, START.plusSeconds(100))).isEmpty();
		events.add(new Event(START, Event.Kind.DIED, "Other", ""));
		assertThat(Hopeless.cause(events, START.plusSeconds(100))).isEmpty();
		events.add(DIED);
		assertThat(Hopeless.cause(events, START)).isEqualTo("Box ended 5 times: postcards ended with 1, see box.log");
	}

}
