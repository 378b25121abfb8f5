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

	private static final double RESPONSE_MEGABYTES = 0.01;

	/** As the application stores it. */
	private static final double PHOTO_MEGABYTES = 0.3;

	/** As a phone sends it. */
	private static final double UPLOAD_MEGABYTES = 3;

	/** New to the browser, which keeps pictures and files for a year. */
	private static final double PHOTOS_OF_A_REQUEST = 1;

	private static final double UPLOADS_A_DAY = 1.0 / 7;

	/** Of those that are uploaded. */
	private static final double PHOTOS_DELETED = 0.01;

	/** Pages of postcards in a visit, each with the likes of 20. */
	private static final double PAGES = 2;

	/** The counter of a postcard, and whether the reader likes it. */
	private static final double ITEMS_OF_A_PAGE = 20 * 2;

	private static final double LIKES = 0.5;

	/** Two items, and a transaction writes each twice. */
	private static final double UNITS_OF_A_LIKE = 4;

	private static final double LIKE_KILOBYTES = 0.1;

	private static final double CACHE_COMMANDS = 5;

	private static final double SESSION_KILOBYTES = 2;

	/** What a serverless cache with Valkey bills at least. */
	private static final double LEAST_CACHE_GIGABYTES = 0.1;

	private static final double LOG_KILOBYTES = 0.5;

	private static final double IOS = 10;

	/** Photos, and 10 KB of rows on one day of five. */
	private static final double MEGABYTES_A_DAY = PHOTO_MEGABYTES * UPLOADS_A_DAY + 0.01 / 5;

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
			case "out-gb" -> requests() * (RESPONSE_MEGABYTES + PHOTOS_OF_A_REQUEST * PHOTO_MEGABYTES) / 1_000;
			case "upload-gb" -> uploads() * UPLOAD_MEGABYTES / 1_000;
			// The page itself, once in a visit.
			case "edge-requests" -> visits() + requests() * (1 + PHOTOS_OF_A_REQUEST);
			// A gigabyte in an hour is a unit.
			case "lcu-hours" -> quantity("out-gb") + quantity("upload-gb");
			case "api-lcu-hours" -> requests() * RESPONSE_MEGABYTES / 1_000 + quantity("upload-gb");
			case "uploads" -> uploads();
			case "deleted-photos" -> uploads() * PHOTOS_DELETED;
			case "photo-gb" -> this.users * UPLOADS_A_DAY * 365 * PHOTO_MEGABYTES / 1_000;
			case "like-reads" -> visits() * PAGES * ITEMS_OF_A_PAGE;
			case "like-writes" -> visits() * LIKES * UNITS_OF_A_LIKE;
			case "like-gb" -> visits() * LIKES * 12 * LIKE_KILOBYTES / 1_000_000;
			case "cache-gb" -> Math.max(LEAST_CACHE_GIGABYTES, this.users * SESSION_KILOBYTES / 1_000_000);
			case "million-ecpus" -> requests() * CACHE_COMMANDS / 1_000_000;
			case "log-gb" -> requests() * LOG_KILOBYTES / 1_000_000;
			case "million-ios" -> requests() * IOS / 1_000_000;
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
				"A visit makes %.0f requests. Each brings %.0f KB, and %.0f photo of %s MB that the browser does not have yet."
					.formatted(REQUESTS, RESPONSE_MEGABYTES * 1_000, PHOTOS_OF_A_REQUEST, number(PHOTO_MEGABYTES));
			case "upload-gb", "uploads" -> "A user uploads a photo of %s MB a week, of which %s MB are stored."
				.formatted(number(UPLOAD_MEGABYTES), number(PHOTO_MEGABYTES));
			case "edge-requests" ->
				"CloudFront answers the page once in a visit, each request, and each of these photos. Browsers keep photos and files for a year.";
			case "lcu-hours" ->
				"A GB through a load balancer is one unit of its capacity for an hour; connections and rules need less.";
			case "api-lcu-hours" ->
				"Requests and uploads go through the load balancer, photos and files do not. A GB is one unit of its capacity for an hour.";
			case "deleted-photos" ->
				"One photo of %.0f is deleted, and then its path at the edge.".formatted(1 / PHOTOS_DELETED);
			case "photo-gb" -> "The photos of a year are stored.";
			case "like-reads" -> "A visit shows %.0f pages of postcards, and each reads %.0f items of likes."
				.formatted(PAGES, ITEMS_OF_A_PAGE);
			case "like-writes" ->
				"A user likes a postcard in every second visit: two items in a transaction, which are %.0f write units."
					.formatted(UNITS_OF_A_LIKE);
			case "cache-gb" -> "The cache holds %s KB for each user, and bills %s GB at least."
				.formatted(number(SESSION_KILOBYTES), number(LEAST_CACHE_GIGABYTES));
			case "million-ecpus" -> "A request sends %.0f commands of 1 KB to the cache.".formatted(CACHE_COMMANDS);
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

	private double requests() {
		return visits() * REQUESTS;
	}

	private double uploads() {
		return this.users * UPLOADS_A_DAY * DAYS;
	}

	private double newGigabytesADay() {
		return this.users * MEGABYTES_A_DAY / 1_000;
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (value >= 10) ? "%,.0f" : "%.1f", value);
	}

}
