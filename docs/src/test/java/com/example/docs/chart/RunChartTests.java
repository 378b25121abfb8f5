package com.example.docs.chart;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.example.lab.load.Timeline;
import com.example.lab.load.Timeline.Second;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunChartTests {

	private final String chart = new RunChart("lost-server",
			new Timeline(2.4, List.of(new Second(0, 40, 0, 0, 12.0), new Second(1, 40, 0, 0, 14.0),
					new Second(2, 40, 20, 4, 900.0), new Second(3, 40, 40, 0, null), new Second(4, 40, 0, 10, 20.0))))
		.draw();

	@Test
	void eachSecondIsABarOfItsRequests() {
		assertThat(heights("ok")).containsExactly("14.0", "150.0", "150.0", "60.0", "112.5");
		assertThat(heights("failed")).containsExactly("14.0", "75.0", "150.0");
		assertThat(heights("out")).containsExactly("14.0", "15.0", "37.5");
	}

	@Test
	void theFaultIsMarkedWhereItHappened() {
		// 56 + 648 * 2.4 / 5
		assertThat(this.chart).contains("<path class=\"mark\" d=\"M367.0 50.0L367.0 350.0\"/>")
			.contains("x=\"372.0\" y=\"222.0\" text-anchor=\"start\">fault</text>");
	}

	@Test
	void theLatencyIsInterruptedWhereNothingSucceeded() {
		assertThat(this.chart.split("<path class=\"line\"", -1)).hasSize(3);
	}

	@Test
	void itSaysWhatItShows() {
		assertThat(this.chart).contains("role=\"img\" aria-labelledby=\"run-lost-server-title run-lost-server-desc\"",
				"<title id=\"run-lost-server-title\">Each second of the measured run: lost server</title>",
				"5 seconds with 200 requests. The fault is in second 2. 60 requests failed, in the seconds from 2 to 3. 14 requests of users who were signed out.");
	}

	/** Of the legend first. */
	private List<String> heights(String style) {
		return Pattern.compile("<rect class=\"%s\"[^>]* height=\"([\\d.]+)\"".formatted(style))
			.matcher(this.chart)
			.results()
			.map((MatchResult match) -> match.group(1))
			.toList();
	}

}
