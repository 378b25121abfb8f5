package com.example.lab.load;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class FiguresTests {

	private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

	private static final Request REQUEST = new Request("read", "1",
			HttpRequest.newBuilder(URI.create("http://127.0.0.1")).build(), (status) -> {
			});

	@Test
	void countsFailuresByKindAndSaysWhenTheyWere() {
		Figures figures = figures(outcome(0, 10, null), outcome(100, 110, "HTTP 503"), outcome(200, 201, "timeout"),
				outcome(300, 301, "HTTP 503"), outcome(400, 410, null));
		assertThat(figures.sent()).isEqualTo(5);
		assertThat(figures.succeeded()).isEqualTo(2);
		assertThat(figures.failed()).isEqualTo(3);
		assertThat(figures.failures()).isEqualTo(Map.of("HTTP 503", 2L, "timeout", 1L));
		assertThat(figures.firstFailure()).isEqualTo(100);
		assertThat(figures.lastFailure()).isEqualTo(300);
		assertThat(figures.rate()).isEqualTo(5);
	}

	@Test
	void latenciesAreThoseOfSuccessesFromTheIntendedTimeOn() {
		Figures figures = figures(IntStream.rangeClosed(1, 100)
			.mapToObj((i) -> outcome(i, 2 * i, (i > 50) ? "timeout" : null))
			.toArray(Outcome[]::new));
		assertThat(figures.p50()).isCloseTo(25, within(0.1));
		assertThat(figures.p99()).isCloseTo(50, within(0.1));
		assertThat(figures.max()).isCloseTo(50, within(0.1));
	}

	@Test
	void theLongestGapIsTheLongestTimeWithoutASuccess() {
		assertThat(figures(outcome(0, 10, null), outcome(20, 400, "timeout"), outcome(30, 660, null)).longestGap())
			.isEqualTo(650);
		assertThat(figures(outcome(0, 100, null)).longestGap()).as("up to the end").isEqualTo(900);
		assertThat(figures(outcome(0, 950, null)).longestGap()).as("from the start").isEqualTo(950);
		assertThat(figures().longestGap()).isEqualTo(1_000);
	}

	@Test
	void withoutFailuresThereIsNoTimeOfOne() {
		Figures figures = figures(outcome(0, 10, null));
		assertThat(figures.firstFailure()).isNull();
		assertThat(figures.lastFailure()).isNull();
	}

	@Test
	void aTimeoutWhileTheLoadItselfWasLateIsStarved() {
		Figures figures = figures(outcome(0, 5_000, "timeout"), late(1_000, 2_001, 2_010, null),
				outcome(2_100, 2_110, "HTTP 503"), outcome(2_200, 7_200, "timeout"));
		assertThat(figures.starved()).isEqualTo(1);
		assertThat(figures.ownDelay()).isEqualTo(1_001);
		assertThat(figures.failures()).isEqualTo(Map.of("HTTP 503", 1L, "timeout", 1L));
		assertThat(figures.failed()).isEqualTo(2);
	}

	@Test
	void aTimeoutOfALoadThatWasInTimeIsAFailure() {
		Figures figures = figures(outcome(0, 5_000, "timeout"), late(1_000, 2_000, 2_010, null));
		assertThat(figures.starved()).isZero();
	}

	private static Figures figures(Outcome... outcomes) {
		return Figures.of(List.of(outcomes), START, START.plusSeconds(1));
	}

	private static Outcome outcome(long intended, long ended, @Nullable String failure) {
		return late(intended, intended, ended, failure);
	}

	private static Outcome late(long intended, long sent, long ended, @Nullable String failure) {
		return new Outcome(REQUEST, START.plusMillis(intended), START.plusMillis(sent), START.plusMillis(ended),
				failure, null);
	}

}
