package com.example.lab.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a load. Times are in milliseconds; those of failures count from the
 * load's start, by when the failed requests were to be sent.
 *
 * @param sent how many requests were sent and have ended
 * @param succeeded how many of them succeeded
 * @param failures how many failed, by kind
 * @param p50 the latency that half of those that succeeded stayed under
 * @param p95 the same for 95 of 100
 * @param p99 the same for 99 of 100
 * @param max the longest latency
 * @param longestGap the longest time without a success, start and end included
 * @param firstFailure null without a failure
 * @param lastFailure null without a failure
 * @param rate requests sent per second
 * @param ownDelay the longest time by which the load itself was late to send a request
 * @param starved how many requests neither succeeded nor failed, because this computer
 * was too busy: {@link Outcome#starved}
 */
public record Figures(long sent, long succeeded, Map<String, Long> failures, double p50, double p95, double p99,
		double max, long longestGap, @Nullable Long firstFailure, @Nullable Long lastFailure, double rate,
		double ownDelay, long starved) {

	/**
	 * The figures of some outcomes.
	 * @param outcomes the outcome of each request
	 * @param start when the load began
	 * @param end when it ended
	 * @return the figures
	 */
	public static Figures of(Collection<Outcome> outcomes, Instant start, Instant end) {
		Histogram latencies = new Histogram(3);
		outcomes.stream()
			.filter(Outcome::succeeded)
			.forEach((outcome) -> latencies.recordValue(outcome.latency().toNanos() / 1_000));
		List<Outcome> starved = Outcome.starved(outcomes);
		List<Outcome> failed = outcomes.stream()
			.filter((outcome) -> !outcome.succeeded() && !starved.contains(outcome))
			.sorted(Comparator.comparing(Outcome::intended))
			.toList();
		Map<String, Long> failures = failed.stream()
			.map(Outcome::failure)
			.collect(Collectors.groupingBy(String::valueOf, TreeMap::new, Collectors.counting()));
		return new Figures(outcomes.size(), latencies.getTotalCount(), failures, millis(latencies, 50),
				millis(latencies, 95), millis(latencies, 99), millis(latencies, 100), longestGap(outcomes, start, end),
				failed.isEmpty() ? null : millis(start, failed.get(0).intended()),
				failed.isEmpty() ? null : millis(start, failed.get(failed.size() - 1).intended()),
				outcomes.size() * 1_000.0 / Math.max(1, millis(start, end)),
				outcomes.stream().mapToLong((outcome) -> outcome.ownDelay().toNanos()).max().orElse(0) / 1e6,
				starved.size());
	}

	/**
	 * How many requests failed; those that starved do not count.
	 * @return the sum over all kinds
	 */
	public long failed() {
		return this.sent - this.succeeded - this.starved;
	}

	private static long longestGap(Collection<Outcome> outcomes, Instant start, Instant end) {
		List<Instant> successes = Stream
			.of(Stream.of(start), outcomes.stream().filter(Outcome::succeeded).map(Outcome::ended), Stream.of(end))
			.flatMap(Function.identity())
			.sorted()
			.toList();
		long longest = 0;
		for (int i = 1; i < successes.size(); i++) {
			longest = Math.max(longest, millis(successes.get(i - 1), successes.get(i)));
		}
		return longest;
	}

	private static double millis(Histogram latencies, double percentile) {
		return (latencies.getTotalCount() != 0) ? latencies.getValueAtPercentile(percentile) / 1_000.0 : 0;
	}

	private static long millis(Instant from, Instant to) {
		return Duration.between(from, to).toMillis();
	}

}
