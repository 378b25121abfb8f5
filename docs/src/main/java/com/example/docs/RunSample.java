package com.example.docs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.example.lab.load.Timeline;
import com.example.lab.load.Timeline.Second;

/**
 * Sample output of a drill under load, from the run that the figures of the page come
 * from, as {@code drill --load} prints it.
 *
 * @param run what the test recorded
 * @param longestGap milliseconds without a success
 */
record RunSample(Timeline run, long longestGap) {

	/** Stands for any lines. */
	static final String ANY = "...\n";

	/**
	 * The second before the fault, the worst second, and the first of those that are good
	 * again.
	 * @return lines of output
	 */
	String lines() {
		List<Second> shown = new ArrayList<>();
		before().ifPresent(shown::add);
		Optional<Second> worst = this.run.seconds().stream().max(Comparator.comparingInt(Second::failed));
		worst.filter((second) -> second.failed() > 0).ifPresent((second) -> {
			shown.add(second);
			after(second).ifPresent(shown::add);
		});
		StringBuilder lines = new StringBuilder(ANY);
		shown.forEach((second) -> lines.append(line(second)).append(ANY));
		return lines.append(String.format(Locale.ROOT, "longest gap without success  %d.0 ms\n", this.longestGap))
			.append(ANY)
			.toString();
	}

	private Optional<Second> before() {
		return this.run.seconds()
			.stream()
			.filter((second) -> second.second() == (int) this.run.fault() - 1)
			.findFirst();
	}

	private Optional<Second> after(Second worst) {
		int last = this.run.seconds()
			.stream()
			.filter((second) -> second.failed() > 0)
			.mapToInt(Second::second)
			.max()
			.orElse(worst.second());
		return this.run.seconds().stream().filter((second) -> second.second() == last + 1).findFirst();
	}

	/**
	 * A second without success has no latency in one run and one in another: dots. So has
	 * what the lab says about health at the end of a line.
	 */
	private static String line(Second second) {
		Double p99 = second.p99();
		return String.format(Locale.ROOT, "%3d s  %4d requests, %3d failed, p99 %s...\n", second.second() + 1,
				second.sent(), second.failed(),
				(p99 == null || second.failed() > 0) ? "" : String.format(Locale.ROOT, "%4.0f ms", p99));
	}

}
