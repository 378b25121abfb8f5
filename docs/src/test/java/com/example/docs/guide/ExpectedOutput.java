package com.example.docs.guide;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What a page says that a command prints. A line {@code ...} stands for any number of
 * lines, and within a line for any text. Numbers, the width of gaps and colours may
 * differ.
 *
 * @param file the page
 * @param line where the first of the lines is in it
 * @param lines the lines
 */
record ExpectedOutput(String file, int line, List<String> lines) {

	private static final String ANY = "...";

	/**
	 * Compares the lines with what was printed.
	 * @return the first difference; null if there is none
	 */
	@Nullable Difference difference(String printed) {
		List<String> expected = this.lines.stream().map(ExpectedOutput::masked).toList();
		List<String> actual = printed.stripTrailing().lines().map(ExpectedOutput::masked).toList();
		int reached = reached(expected, actual);
		if (reached < 0) {
			return null;
		}
		String what = (reached < expected.size())
				? "the page shows a line that was not printed there: " + this.lines.get(reached)
				: "more was printed than the page shows";
		return new Difference("%s:%d".formatted(this.file, this.line + Math.min(reached, expected.size() - 1)),
				"%s\n--- the page shows ---\n%s".formatted(what, String.join("\n", this.lines)));
	}

	/**
	 * Compares line by line; after a mismatch the last {@code ...} covers one line more.
	 * @return how many expected lines were found before the first that was not; -1 if all
	 * match
	 */
	private static int reached(List<String> expected, List<String> actual) {
		int next = 0;
		int reached = 0;
		int any = -1;
		int taken = 0;
		int position = 0;
		while (position < actual.size()) {
			if (next < expected.size() && expected.get(next).equals(ANY)) {
				any = next++;
				taken = position;
			}
			else if (next < expected.size() && matches(expected.get(next), actual.get(position))) {
				next++;
				position++;
			}
			else if (any >= 0) {
				next = any + 1;
				position = ++taken;
			}
			else {
				return next;
			}
			reached = Math.max(reached, next);
		}
		while (next < expected.size() && expected.get(next).equals(ANY)) {
			next++;
		}
		return (next == expected.size()) ? -1 : Math.max(reached, next);
	}

	private static boolean matches(String expected, String actual) {
		String pattern = Stream.of(expected.split(Pattern.quote(ANY), -1))
			.map(Pattern::quote)
			.collect(Collectors.joining(".*"));
		return actual.matches(pattern);
	}

	static String masked(String line) {
		return line.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "")
			.replaceAll("\\d+([.,]\\d+)*", "#")
			.replaceAll("[ \t]+", " ")
			.stripTrailing();
	}

	/**
	 * The first difference.
	 *
	 * @param place file and line
	 * @param text what differs
	 */
	record Difference(String place, String text) {
	}

}
