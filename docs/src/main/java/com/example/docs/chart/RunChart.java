package com.example.docs.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.example.lab.load.Timeline;
import com.example.lab.load.Timeline.Second;

/**
 * A run over time: requests of each second as bars, their latency as a line below, and a
 * mark at the fault.
 *
 * @param claim the claim whose evidence it is, such as {@code failover}
 * @param run what the test recorded
 */
public record RunChart(String claim, Timeline run) {

	private static final int LEFT = 56;

	private static final int RIGHT = Svg.WIDTH - 16;

	private static final int HEIGHT = 400;

	/**
	 * Draws it.
	 * @return AsciiDoc
	 */
	public String draw() {
		List<Second> seconds = this.run.seconds();
		Axis time = new Axis(0, seconds.size(), LEFT, RIGHT, false);
		Axis requests = new Axis(0, Axis.roundUp(seconds.stream().mapToInt(Second::sent).max().orElse(1)), 200, 50,
				false);
		Axis latency = new Axis(0,
				Axis.roundUp(seconds.stream()
					.map(Second::p99)
					.filter(Objects::nonNull)
					.mapToDouble(Double::doubleValue)
					.max()
					.orElse(1)),
				350, 250, false);
		Svg svg = new Svg().vertical(requests, LEFT, RIGHT, "requests a second")
			.vertical(latency, LEFT, RIGHT, "p99 of those that succeeded, ms")
			.horizontal(time, latency.start(), "seconds");
		legend(svg);
		double width = (time.end() - time.start()) / seconds.size() * 0.8;
		for (Second second : seconds) {
			double x = time.pixel(second.second() + 0.1);
			double failed = requests.pixel(second.failed());
			double out = requests.pixel(second.failed() + second.signedOut());
			double sent = requests.pixel(second.sent());
			svg.bar("failed", x, failed, width, requests.start() - failed)
				.bar("out", x, out, width, failed - out)
				.bar("ok", x, sent, width, out - sent);
		}
		latencies(time, latency).forEach((line) -> svg.polyline("line", line));
		double fault = time.pixel(this.run.fault());
		svg.line("mark", fault, requests.end(), fault, latency.start()).text("start", fault + 5, 222, "fault");
		return svg.block("run-" + this.claim, HEIGHT,
				"Each second of the measured run: %s".formatted(this.claim.replace('-', ' ')), description());
	}

	private static void legend(Svg svg) {
		int x = LEFT;
		for (String[] entry : new String[][] { { "ok", "succeeded" }, { "failed", "failed" },
				{ "out", "signed out" } }) {
			svg.bar(entry[0], x, 8, 14, 14).text("start", x + 20, 20, entry[1]);
			x += 120;
		}
	}

	/**
	 * A second without a success has no latency: the line is interrupted.
	 */
	private List<List<double[]>> latencies(Axis time, Axis latency) {
		List<List<double[]>> lines = new ArrayList<>(List.of(new ArrayList<>()));
		for (Second second : this.run.seconds()) {
			Double p99 = second.p99();
			if (p99 == null) {
				lines.add(new ArrayList<>());
			}
			else {
				double x = time.pixel(second.second() + 0.5);
				// A second alone is a dash.
				lines.get(lines.size() - 1).add(new double[] { x - 2, latency.pixel(p99) });
				lines.get(lines.size() - 1).add(new double[] { x + 2, latency.pixel(p99) });
			}
		}
		return lines;
	}

	private String description() {
		List<Second> seconds = this.run.seconds();
		List<Integer> failing = seconds.stream().filter((second) -> second.failed() > 0).map(Second::second).toList();
		return "%d seconds with %d requests. The fault is in second %.0f. %s %d requests of users who were signed out."
			.formatted(seconds.size(), seconds.stream().mapToInt(Second::sent).sum(), Math.floor(this.run.fault()),
					failing.isEmpty() ? "No request failed."
							: "%d requests failed, in the seconds from %d to %d.".formatted(
									seconds.stream().mapToInt(Second::failed).sum(), failing.get(0),
									failing.get(failing.size() - 1)),
					seconds.stream().mapToInt(Second::signedOut).sum());
	}

}
