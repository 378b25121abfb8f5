package com.example.docs;

import java.util.List;
import java.util.Map;

import com.example.docs.Scoreboard.Row;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ScoreboardTests {

	@Test
	void aDrillShowsItsGapAndAllThreeCounts() {
		assertThat(row("restart", """
				{"lost": 0, "load": {"sent": 253, "succeeded": 143, "starved": 1, "longestGap": 2797,
				"failures": {"HTTP 401": 21, "connection reset": 88}}}"""))
			.startsWith("|1 |*2.8 s* [.counts]#88{nbsp}failed, 21{nbsp}signed{nbsp}out, 0{nbsp}lost# |– |");
	}

	@Test
	void theDrillOfTheStageItselfCountsFirst() {
		String release = "{\"load\": {\"sent\": 5, \"succeeded\": 5, \"longestGap\": 600}}";
		assertThat(
				new Scoreboard(List.of(new Row(4, Map.of("rolling-deploy", read(release), "restart", read("{}")), 93)))
					.block())
			.contains("|4 |*under 1 s* [.counts]#0{nbsp}failed, 0{nbsp}signed{nbsp}out, –{nbsp}lost# |");
	}

	@Test
	void writesMissingAfterARestoreAreLost() {
		assertThat(row("lost-disk", "{\"missingAfter\": 31}"))
			.isEqualTo("|1 |– |– |*–* [.counts]#–{nbsp}failed, –{nbsp}signed{nbsp}out, 31{nbsp}lost# |– |– |12");
	}

	private static String row(String claim, String figures) {
		return new Scoreboard(List.of(new Row(1, Map.of(claim, read(figures)), 12.4))).block()
			.lines()
			.filter((line) -> line.startsWith("|1"))
			.findFirst()
			.orElseThrow();
	}

	private static JsonNode read(String json) {
		return JsonMapper.shared().readTree(json);
	}

}
