package com.example.lab.metric;

import org.HdrHistogram.DoubleHistogram;
import org.jspecify.annotations.Nullable;

/** Takes the values of a metric one by one. Not thread-safe. */
public final class Accumulator {

	/** From a microsecond to a minute and more, when values are seconds. */
	private static final long RANGE = 100_000_000;

	private static final int DIGITS = 2;

	private final @Nullable DoubleHistogram distribution;

	private long count;

	private double sum;

	private double minimum = Double.POSITIVE_INFINITY;

	private double maximum = Double.NEGATIVE_INFINITY;

	private Accumulator(@Nullable DoubleHistogram distribution) {
		this.distribution = distribution;
	}

	/**
	 * For values without percentiles.
	 * @return an accumulator without values
	 */
	public static Accumulator plain() {
		return new Accumulator(null);
	}

	/**
	 * For values of 0 or more whose percentiles are wanted.
	 * @return an accumulator without values
	 */
	public static Accumulator withPercentiles() {
		DoubleHistogram distribution = new DoubleHistogram(RANGE, DIGITS);
		distribution.setAutoResize(true);
		return new Accumulator(distribution);
	}

	/**
	 * Takes a value.
	 * @param value any, or 0 and more when percentiles are wanted
	 */
	public void add(double value) {
		this.count++;
		this.sum += value;
		this.minimum = Math.min(this.minimum, value);
		this.maximum = Math.max(this.maximum, value);
		if (this.distribution != null) {
			this.distribution.recordValue(value);
		}
	}

	/**
	 * What the values come to. No more are taken afterwards.
	 * @return their statistics
	 */
	public Statistics statistics() {
		return new Statistics(this.count, this.sum, this.minimum, this.maximum, this.distribution);
	}

}
