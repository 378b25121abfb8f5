package com.example.lab.cost;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How much a number of users uses in a month, by the workshop's assumptions.
 *
 * @param users registered users
 * @param keptAwake whether databases that could pause never do
 */
public record Usage(long users, boolean keptAwake) {

	/** Hours of a month, as in AWS's own examples. */
	public static final double HOURS = 730;

	private static final double DAYS = HOURS / 24;

	private static final double VISITS_A_DAY = 2;

	private static final double MINUTES = 10;

	/** With two visits a day, the mean of the page on capacity. */
	private static final double REQUESTS = 5;

	/** What a request of a page brings along: pictures, scripts, styles. */
	private static final double FILES = 10;

	private static final double MEGABYTES_OUT = 0.5;

	private static final double LOG_KILOBYTES = 0.5;

	private static final double IOS = 10;

	/** A photo of 0.3 MB a week, and 10 KB of rows on one day of five. */
	private static final double MEGABYTES_A_DAY = 0.3 / 7 + 0.01 / 5;

	private static final double SNAPSHOT_GIGABYTES = 5;

	private static final double RELEASE_GIGABYTES = 0.2;

	private static final double RECORDED_CHANGES = 100;

	/**
	 * What a number of users uses.
	 * @param users registered users
	 * @return databases pause when there are no users
	 */
	public static Usage of(long users) {
		return new Usage(users, false);
	}

	/**
	 * The same with databases that never pause.
	 * @return what it is with a pool or a health check that keeps a connection open
	 */
	public Usage awake() {
		return new Usage(this.users, true);
	}

	/**
	 * The part of the time that a database which pauses is awake: visits come at random,
	 * and each keeps it awake until it pauses again.
	 * @param pauseSeconds how long it stays awake without connections
	 * @return 0 to 1
	 */
	double awake(double pauseSeconds) {
		double visitsAMinute = this.users * VISITS_A_DAY / (24 * 60);
		return this.keptAwake ? 1 : 1 - Math.exp(-visitsAMinute * (MINUTES + pauseSeconds / 60));
	}

	/**
	 * A quantity of a month by the name that {@code meters.csv} has for it.
	 * @throws IllegalArgumentException if there is none of this name
	 */
	double quantity(String name) {
		return switch (name) {
			case "hours" -> HOURS;
			case "users" -> this.users;
			case "visits" -> visits();
			case "out-gb" -> visits() * REQUESTS * MEGABYTES_OUT / 1_000;
			case "edge-requests" -> visits() * REQUESTS * (1 + FILES);
			// A gigabyte in an hour is a unit.
			case "lcu-hours" -> quantity("out-gb");
			case "log-gb" -> visits() * REQUESTS * LOG_KILOBYTES / 1_000_000;
			case "million-ios" -> visits() * REQUESTS * IOS / 1_000_000;
			case "data-gb" -> 1 + newGigabytesADay() * 365;
			case "new-gb-a-day" -> newGigabytesADay();
			case "snapshot-gb" -> SNAPSHOT_GIGABYTES;
			case "release-gb" -> RELEASE_GIGABYTES;
			case "recorded-changes" -> RECORDED_CHANGES;
			default -> throw new IllegalArgumentException("%s is no quantity".formatted(name));
		};
	}

	/**
	 * The assumption behind a quantity.
	 * @return a sentence for people; null if nothing is assumed
	 */
	@Nullable String assumption(String name) {
		return switch (name) {
			case "hours" -> "A month has %.0f hours.".formatted(HOURS);
			case "users" -> "Every user signs in each month.";
			case "visits" ->
				"A user comes %.0f times a day: %s visits a month.".formatted(VISITS_A_DAY, number(visits()));
			case "awake" -> this.keptAwake ? "Something keeps the database awake."
					: "A visit lasts %.0f minutes. The database is awake 1 - exp(-L T) of the time: L visits a minute, T from the begin of a visit to the next pause. Then it runs with 0.5 ACU."
						.formatted(MINUTES);
			case "out-gb" ->
				"A visit makes %.0f requests, each with its pictures %s MB.".formatted(REQUESTS, number(MEGABYTES_OUT));
			case "edge-requests" ->
				"A request is followed by %.0f requests for pictures and files; CloudFront answers all of them."
					.formatted(FILES);
			case "lcu-hours" ->
				"A GB through a load balancer is one unit of its capacity for an hour; connections and rules need less.";
			case "log-gb" -> "A request writes %s KB of log.".formatted(number(LOG_KILOBYTES));
			case "million-ios" -> "A request makes %.0f I/Os in the storage of Aurora.".formatted(IOS);
			case "data-gb" ->
				"The database holds 1 GB, and a year of %s MB a user.".formatted(number(MEGABYTES_A_DAY * 365));
			case "snapshot-gb" ->
				"Seven daily snapshots of a disk hold %.0f GB together.".formatted(SNAPSHOT_GIGABYTES);
			case "release-gb" -> "A bucket holds %s GB.".formatted(number(RELEASE_GIGABYTES));
			case "recorded-changes" -> "AWS Config sees %.0f changes a month.".formatted(RECORDED_CHANGES);
			default -> null;
		};
	}

	private double visits() {
		return this.users * VISITS_A_DAY * DAYS;
	}

	private double newGigabytesADay() {
		return this.users * MEGABYTES_A_DAY / 1_000;
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (value >= 10) ? "%,.0f" : "%.1f", value);
	}

}
