package com.example.lab.junit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints where the time of the last test run went: the time of each module and the
 * slowest classes, from Surefire's reports. Needs nothing but the JDK, so that it also
 * runs from its source.
 */
public final class TestTimes {

	private static final int SLOWEST = 20;

	private static final Pattern SUITE = Pattern
		.compile("<testsuite [^>]*?name=\"([^\"]+)\" time=\"([\\d.,]+)\" tests=\"(\\d+)\"");

	private TestTimes() {
	}

	/**
	 * Prints both tables.
	 * @param args the top folder of the repository; none for the current folder
	 * @throws IOException if a report cannot be read
	 */
	public static void main(String[] args) throws IOException {
		// Digits and letters as programs read them, whatever the user's language is.
		Locale.setDefault(Locale.ROOT);
		System.out.print(tables(Path.of((args.length > 0) ? args[0] : "").toAbsolutePath()));
	}

	static String tables(Path root) throws IOException {
		List<Suite> suites;
		try (Stream<Path> files = Files.find(root, 5,
				(file, unused) -> file.toString().matches(".*\\btarget.surefire-reports.TEST-[^/\\\\]+\\.xml"))) {
			suites = files.map((file) -> Suite.read(root, file)).toList();
		}
		StringBuilder text = new StringBuilder("\nTime of tests, from the first class of a module to its last:\n");
		suites.stream()
			.collect(Collectors.groupingBy(Suite::module, TreeMap::new, Collectors.toList()))
			.forEach((module, classes) -> text
				.append(line(wall(classes), classes.stream().mapToInt(Suite::tests).sum(), module)));
		text.append("\nThe slowest of %d test classes, some of which run at the same time:\n".formatted(suites.size()));
		suites.stream()
			.sorted(Comparator.comparingDouble(Suite::seconds).reversed())
			.limit(SLOWEST)
			.forEach((suite) -> text.append(line(suite.seconds(), suite.tests(), suite.module() + " " + suite.name())));
		return text.toString();
	}

	private static String line(double seconds, int tests, String what) {
		return String.format(Locale.ROOT, "%8.1f s  %4d tests  %s%n", seconds, tests, what);
	}

	private static double wall(List<Suite> classes) {
		Instant begin = classes.stream().map(Suite::begin).min(Comparator.naturalOrder()).orElseThrow();
		Instant end = classes.stream().map(Suite::end).max(Comparator.naturalOrder()).orElseThrow();
		return Duration.between(begin, end).toMillis() / 1_000.0;
	}

	/**
	 * A test class that ran.
	 *
	 * @param module the folder of its module
	 * @param name of the class, without its package
	 * @param seconds how long it took
	 * @param tests how many tests it has
	 * @param end when its report was written
	 */
	private record Suite(String module, String name, double seconds, int tests, Instant end) {

		static Suite read(Path root, Path file) {
			try (BufferedReader reader = Files.newBufferedReader(file)) {
				char[] beginning = new char[1_000];
				Matcher suite = SUITE.matcher(new String(beginning, 0, Math.max(0, reader.read(beginning))));
				String module = root.relativize(file.resolve("../../..").normalize()).toString();
				if (!suite.find()) {
					return new Suite(module, file.getFileName().toString(), 0, 0,
							Files.getLastModifiedTime(file).toInstant());
				}
				return new Suite(module, suite.group(1).replaceFirst(".*\\.", ""),
						Double.parseDouble(suite.group(2).replace(",", "")), Integer.parseInt(suite.group(3)),
						Files.getLastModifiedTime(file).toInstant());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		Instant begin() {
			return this.end.minusMillis((long) (this.seconds * 1_000));
		}

	}

}
