package com.example.docs;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

/**
 * What users see of the same drills on each stage, and what the stage costs, in one
 * table.
 *
 * @param rows one for each stage
 */
record Scoreboard(List<Row> rows) {

	/**
	 * The drills, and the claims whose evidence counts; the first that a stage has.
	 */
	private static final List<Drill> DRILLS = List.of(new Drill("Release", "rolling-deploy", "restart"),
			new Drill("Dead process", "kill"), new Drill("Lost server", "lost-server", "lost-disk"),
			new Drill("Lost database", "failover"), new Drill("Lost zone", "lost-zone"));

	/** A user who has to sign in again. */
	static final String SIGNED_OUT = "HTTP 401";

	static Scoreboard of(List<StagePage> pages) {
		return new Scoreboard(pages.stream()
			.map((page) -> new Row(page.stage().number(), page.figures().claims(), page.costs().month()))
			.toList());
	}

	/**
	 * The table and how to read it.
	 * @return AsciiDoc
	 */
	String block() {
		return """
				[.scoreboard,cols="^1,%s>2",options="header"]
				|===
				|Stage |%s |USD a month
				%s|===

				Each cell shows the longest time without a success, and below it the requests that {term}failed[failed], those of users who were {term}signed-out[signed out], and {term}lost[lost] writes.
				A dash: not measured.
				"""
			.formatted("3,".repeat(DRILLS.size()), DRILLS.stream().map(Drill::name).collect(Collectors.joining(" |")),
					this.rows.stream().map(Row::line).collect(Collectors.joining()));
	}

	/**
	 * A column.
	 *
	 * @param name its title
	 * @param claims the claims that it can show
	 */
	private record Drill(String name, String... claims) {

		private String cell(Map<String, JsonNode> figures) {
			return Stream.of(this.claims)
				.map(figures::get)
				.filter(Objects::nonNull)
				.findFirst()
				.map(Drill::cell)
				.orElse("–");
		}

		private static String cell(JsonNode claim) {
			JsonNode load = claim.path("load");
			long out = load.path("failures").path(SIGNED_OUT).asLong(0);
			boolean counted = load.has("sent");
			long failed = load.path("sent").asLong(0) - load.path("succeeded").asLong(0)
					- load.path("starved").asLong(0) - out;
			JsonNode lost = claim.has("lost") ? claim.path("lost") : claim.path("missingAfter");
			return "*%s* [.counts]#%s{nbsp}failed, %s{nbsp}signed{nbsp}out, %s{nbsp}lost#".formatted(
					counted ? seconds(load.path("longestGap").asLong(0)) : "–", counted ? failed : "–",
					counted ? out : "–", lost.isMissingNode() ? "–" : lost.asLong());
		}

		/**
		 * With some requests a second there is always a short time between two.
		 */
		private static String seconds(long millis) {
			return (millis < 1_000) ? "under 1 s" : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
		}

	}

	/**
	 * A stage.
	 *
	 * @param number its number
	 * @param claims the figures of its tests
	 * @param dollars a month, with its own number of users
	 */
	record Row(int number, Map<String, JsonNode> claims, double dollars) {

		private String line() {
			return String.format(Locale.ROOT, "|%d |%s |%.0f\n", this.number,
					DRILLS.stream().map((drill) -> drill.cell(this.claims)).collect(Collectors.joining(" |")),
					this.dollars);
		}

	}

}
