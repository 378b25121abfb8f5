package com.example.lab.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import picocli.CommandLine;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;

/** Colours and tables; colours only on a terminal. */
final class Terminal {

	/** Only on a terminal, and not against NO_COLOR: https://no-color.org. */
	private static final boolean COLOURS = CommandLine.Help.Ansi.AUTO.enabled();

	private static final int WIDTH = 100;

	private static final int GAP = 2;

	private static final int NARROWEST = 12;

	private Terminal() {
	}

	static String red(String text) {
		return colour("31", text);
	}

	static String green(String text) {
		return colour("32", text);
	}

	static String yellow(String text) {
		return colour("33", text);
	}

	static String faint(String text) {
		return colour("2", text);
	}

	static String bold(String text) {
		return colour("1", text);
	}

	/**
	 * Cuts a line to the width of a usual terminal.
	 */
	static String shorten(String line) {
		return (line.length() <= WIDTH) ? line : line.substring(0, WIDTH - 1) + "…";
	}

	private static String colour(String code, String text) {
		return COLOURS ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
	}

	/**
	 * Lines up columns; on a terminal none is cut off: cells of the widest columns take
	 * several lines.
	 * @param head the columns' names
	 * @param rows as many cells each
	 */
	static String table(List<String> head, List<List<String>> rows) {
		return table(head, rows, (System.console() != null) ? Screen.WIDTH : Integer.MAX_VALUE);
	}

	static String table(List<String> head, List<List<String>> rows, int width) {
		List<List<String>> all = new ArrayList<>(List.of(head));
		all.addAll(rows);
		int[] widths = IntStream.range(0, head.size())
			.map((column) -> Math.max(1, all.stream().mapToInt((row) -> row.get(column).length()).max().orElse(0)))
			.toArray();
		narrow(widths, width);
		Column[] columns = Arrays.stream(widths)
			.mapToObj((each) -> new Column(each + GAP, 0, Column.Overflow.WRAP))
			.toArray(Column[]::new);
		StringBuilder text = new StringBuilder();
		for (List<String> row : all) {
			TextTable lines = TextTable.forColumns(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF),
					columns);
			lines.indentWrappedLines = 0;
			lines.addRowValues(row.toArray(String[]::new));
			lines.toString()
				.lines()
				.map(String::stripTrailing)
				.forEach((line) -> text.append((row == head) ? bold(line) : line).append(System.lineSeparator()));
		}
		return text.toString();
	}

	private static void narrow(int[] widths, int width) {
		while (Arrays.stream(widths).sum() + GAP * widths.length > width) {
			int widest = IntStream.range(0, widths.length)
				.reduce(0, (one, other) -> (widths[other] > widths[one]) ? other : one);
			if (widths[widest] <= NARROWEST) {
				return;
			}
			widths[widest]--;
		}
	}

	/** Asks the terminal, once it is needed. */
	private static final class Screen {

		private static final int WIDTH = CommandSpec.create().usageMessage().autoWidth(true).width();

	}

}
