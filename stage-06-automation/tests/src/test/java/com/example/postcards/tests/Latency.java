package com.example.postcards.tests;

import java.util.List;

/**
 * How long requests took, in milliseconds.
 *
 * @param requests how many they were
 * @param p50 the time that half of them stayed under
 * @param p99 the same for 99 of 100
 */
record Latency(int requests, double p50, double p99) {

	static Latency ofNanos(List<Long> nanos) {
		List<Long> sorted = nanos.stream().sorted().toList();
		return new Latency(sorted.size(), millis(sorted, 50), millis(sorted, 99));
	}

	/**
	 * This one as a multiple of another one.
	 */
	Ratio comparedTo(Latency other) {
		return new Ratio(rounded(this.p50 / other.p50, 100), rounded(this.p99 / other.p99, 100));
	}

	private static double millis(List<Long> sorted, int percent) {
		return rounded(sorted.get((sorted.size() - 1) * percent / 100) / 1e6, 1_000);
	}

	private static double rounded(double value, int parts) {
		return (double) Math.round(value * parts) / parts;
	}

	/**
	 * How many times as long requests took.
	 *
	 * @param p50 half of them
	 * @param p99 99 of 100
	 */
	record Ratio(double p50, double p99) {
	}

}
