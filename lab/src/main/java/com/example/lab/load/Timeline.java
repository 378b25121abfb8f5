package com.example.lab.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a load saw in each second of a run, for a chart. A request belongs to the second
 * in which it was to be sent.
 *
 * @param fault seconds from the first request to the fault
 * @param seconds one for each second, without gaps
 */
public record Timeline(double fault, List<Second> seconds) {

	/**
	 * The seconds of a run. Requests that starved are left out.
	 * @param outcomes what became of each request; at least one
	 * @param fault when the fault happened
	 * @param signedOut the failure of users who have to sign in again, such as
	 * {@code HTTP 401}; it counts separately
	 * @return the seconds from the first request to the last
	 */
	public static Timeline of(Collection<Outcome> outcomes, Instant fault, String signedOut) {
		List<Outcome> starved = Outcome.starved(outcomes);
		Instant start = outcomes.stream().map(Outcome::intended).min(Comparator.naturalOrder()).orElseThrow();
		Map<Integer, List<Outcome>> bySecond = outcomes.stream()
			.filter((outcome) -> !starved.contains(outcome))
			.collect(Collectors.groupingBy((outcome) -> (int) Duration.between(start, outcome.intended()).toSeconds(),
					TreeMap::new, Collectors.toList()));
		int last = bySecond.keySet().stream().max(Comparator.naturalOrder()).orElse(0);
		for (int second = 0; second <= last; second++) {
			bySecond.putIfAbsent(second, List.of());
		}
		return new Timeline(Duration.between(start, fault).toMillis() / 1_000.0,
				bySecond.entrySet()
					.stream()
					.map((entry) -> Second.of(entry.getKey(), entry.getValue(), signedOut))
					.toList());
	}

	/**
	 * One second.
	 *
	 * @param second 0 for the first
	 * @param sent how many requests
	 * @param failed how many of them failed
	 * @param signedOut how many were of users who have to sign in again
	 * @param p99 the latency in milliseconds that 99 of 100 that succeeded stayed under;
	 * null if none succeeded
	 */
	public record Second(int second, int sent, int failed, int signedOut, @Nullable Double p99) {

		private static Second of(int second, List<Outcome> outcomes, String signedOut) {
			Histogram latencies = new Histogram(3);
			outcomes.stream()
				.filter(Outcome::succeeded)
				.forEach((outcome) -> latencies.recordValue(outcome.latency().toNanos() / 1_000));
			int out = (int) outcomes.stream().filter((outcome) -> signedOut.equals(outcome.failure())).count();
			int succeeded = (int) latencies.getTotalCount();
			return new Second(second, outcomes.size(), outcomes.size() - succeeded - out, out,
					(succeeded > 0) ? latencies.getValueAtPercentile(99) / 1_000.0 : null);
		}

	}

}
