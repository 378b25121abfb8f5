package com.example.lab.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import picocli.CommandLine;

/** Colours and tables for people; colours only on a terminal. */
final class Terminal {

	/** Only on a terminal, and not against NO_COLOR: https://no-color.org. */
	private static final boolean COLOURS = CommandLine.Help.Ansi.AUTO.enabled();

	private static final int WIDTH = 100;

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
	 * Lines up columns.
	 * @param head the columns' names
	 * @param rows as many cells each
	 */
	static String table(List<String> head, List<List<String>> rows) {
		List<List<String>> all = new ArrayList<>(List.of(head));
		all.addAll(rows);
		int[] widths = IntStream.range(0, head.size())
			.map((column) -> all.stream().mapToInt((row) -> row.get(column).length()).max().orElse(0))
			.toArray();
		StringBuilder text = new StringBuilder();
		for (List<String> row : all) {
			StringBuilder line = new StringBuilder();
			for (int column = 0; column < widths.length; column++) {
				line.append(String.format("%-" + Math.max(1, widths[column]) + "s  ", row.get(column)));
			}
			text.append((row == head) ? bold(line.toString().stripTrailing()) : line.toString().stripTrailing())
				.append(System.lineSeparator());
		}
		return text.toString();
	}

}
