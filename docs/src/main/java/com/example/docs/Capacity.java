package com.example.docs;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * From registered users to load: the workshop's one set of assumptions.
 *
 * @param users registered users
 */
record Capacity(long users) {

	private static final double DAILY_ACTIVE = 0.2;

	private static final double REQUESTS_A_DAY = 50;

	private static final double PEAK = 5;

	private static final double WRITES = 0.1;

	private static final double SECONDS_A_DAY = 86_400;

	/** Five rows of 2 KB a day for each active user. */
	private static final double MEGABYTES_A_DAY = 0.01;

	/** The users that the table shows. */
	private static final List<Long> SHOWN = LongStream
		.of(1, 100, 1_000, 10_000, 50_000, 500_000, 1_000_000, 5_000_000, 10_000_000)
		.boxed()
		.toList();

	/**
	 * Requests a second, over a whole day.
	 */
	double mean() {
		return this.users * DAILY_ACTIVE * REQUESTS_A_DAY / SECONDS_A_DAY;
	}

	/**
	 * Requests a second in the busiest hour.
	 */
	double peak() {
		return mean() * PEAK;
	}

	/**
	 * Writes a second in the busiest hour.
	 */
	double writes() {
		return peak() * WRITES;
	}

	/**
	 * New data, in gigabytes a year.
	 */
	double gigabytes() {
		return this.users * DAILY_ACTIVE * MEGABYTES_A_DAY * 365 / 1_000;
	}

	/**
	 * The rows of the page's table.
	 */
	static String rows() {
		return SHOWN.stream()
			.map(Capacity::new)
			.map((row) -> "|%,d |%s |%s |%s |%s\n".formatted(row.users(), rounded(row.mean()), rounded(row.peak()),
					rounded(row.writes()), rounded(row.gigabytes())))
			.collect(Collectors.joining());
	}

	/**
	 * Three significant digits, as the calculator on the page shows them.
	 */
	static String rounded(double value) {
		NumberFormat format = NumberFormat.getNumberInstance(Locale.ENGLISH);
		format.setMaximumFractionDigits(9);
		return format.format(new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_UP)));
	}

}
