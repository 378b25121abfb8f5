package com.example.lab.load;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;

import com.example.lab.load.Timeline.Second;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class TimelineTests {

	private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

	private static final Request REQUEST = new Request("read", "1",
			HttpRequest.newBuilder(URI.create("http://127.0.0.1")).build(), (status) -> {
			});

	@Test
	void countsEachSecondByTheIntendedTime() {
		Timeline timeline = Timeline.of(List.of(outcome(10, 20, null), outcome(500, 2_500, "HTTP 503"),
				outcome(900, 904, "HTTP 401"), outcome(1_200, 1_216, null)), START.plusMillis(1_010), "HTTP 401");

		assertThat(timeline.fault()).isEqualTo(1.0);
		assertThat(timeline.seconds()).extracting(Second::second, Second::sent, Second::failed, Second::signedOut)
			.containsExactly(tuple(0, 3, 1, 1), tuple(1, 1, 0, 0));
		assertThat(timeline.seconds().get(1).p99()).isBetween(15.9, 16.1);
	}

	@Test
	void aSecondWithoutARequestIsThereAndHasNoLatency() {
		Timeline timeline = Timeline.of(List.of(outcome(0, 1, null), outcome(2_100, 2_101, "timeout")), START,
				"HTTP 401");

		assertThat(timeline.seconds()).extracting(Second::sent).containsExactly(1, 0, 1);
		assertThat(timeline.seconds().get(1).p99()).isNull();
		assertThat(timeline.seconds().get(2).p99()).isNull();
	}

	@Test
	void whatStarvedIsLeftOut() {
		Outcome late = new Outcome(REQUEST, START, START.plusMillis(1_500), START.plusMillis(1_600), null, null);

		assertThat(Timeline.of(List.of(late, outcome(100, 10_100, "timeout")), START, "HTTP 401").seconds())
			.extracting(Second::sent)
			.containsExactly(1);
	}

	private static Outcome outcome(int intended, int ended, @Nullable String failure) {
		Instant sent = START.plusMillis(intended);
		return new Outcome(REQUEST, sent, sent, START.plusMillis(ended), failure, null);
	}

}
