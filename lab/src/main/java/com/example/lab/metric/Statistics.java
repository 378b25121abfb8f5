package com.example.lab.metric;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.HdrHistogram.DoubleHistogram;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a metric in some minutes come to.
 *
 * @param count how many values there were
 * @param sum of all values
 * @param minimum the smallest
 * @param maximum the largest
 * @param distribution for percentiles; null if none are wanted
 */
public record Statistics(double count, double sum, double minimum, double maximum,
		@Nullable DoubleHistogram distribution) {

	private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(?:\\.\\d+)?|100)");

	private static final Pattern PLAIN = Pattern.compile("Sum|Average|Minimum|Maximum|SampleCount");

	/**
	 * One value.
	 * @param value the value
	 * @return its statistics, without percentiles
	 */
	public static Statistics of(double value) {
		return new Statistics(1, value, value, value, null);
	}

	/**
	 * Whether there is such a statistic.
	 * @param statistic such as {@code Sum} or {@code p99.9}
	 * @return false for those that the lab does not know
	 */
	public static boolean known(String statistic) {
		return PLAIN.matcher(statistic).matches() || PERCENTILE.matcher(statistic).matches();
	}

	/**
	 * These values and others.
	 * @param other the others
	 * @return their statistics together
	 */
	public Statistics plus(Statistics other) {
		return new Statistics(this.count + other.count, this.sum + other.sum, Math.min(this.minimum, other.minimum),
				Math.max(this.maximum, other.maximum), merged(other.distribution));
	}

	/**
	 * One statistic.
	 * @param statistic such as {@code Sum} or {@code p99.9}
	 * @return its value
	 * @throws IllegalArgumentException if there is none of that name, or no percentiles
	 */
	public double value(String statistic) {
		return switch (statistic) {
			case "Sum" -> this.sum;
			case "Average" -> this.sum / this.count;
			case "Minimum" -> this.minimum;
			case "Maximum" -> this.maximum;
			case "SampleCount" -> this.count;
			default -> percentile(statistic);
		};
	}

	private double percentile(String statistic) {
		Matcher percentile = PERCENTILE.matcher(statistic);
		if (this.distribution == null || !percentile.matches()) {
			throw new IllegalArgumentException("The lab has no statistic %s of this metric".formatted(statistic));
		}
		return this.distribution.getValueAtPercentile(Double.parseDouble(percentile.group(1)));
	}

	private @Nullable DoubleHistogram merged(@Nullable DoubleHistogram other) {
		if (this.distribution == null || other == null) {
			return null;
		}
		DoubleHistogram merged = this.distribution.copy();
		merged.add(other);
		return merged;
	}

}
