package com.example.lab.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The tables beside this package: one entry a line, comments begin with a hash. */
final class Table {

	private Table() {
	}

	/**
	 * The entries of a table.
	 * @param separator a regular expression between two columns
	 * @param columns how many each entry has
	 * @throws IllegalArgumentException if a line has another number
	 */
	static List<String[]> read(String name, String separator, int columns) {
		try (InputStream in = Objects.requireNonNull(Table.class.getResourceAsStream(name))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isBlank() && !line.startsWith("#"))
				.map((line) -> cells(name, line, line.split(separator, columns), columns))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String[] cells(String name, String line, String[] cells, int columns) {
		if (cells.length != columns) {
			throw new IllegalArgumentException("%s: not %d columns: %s".formatted(name, columns, line));
		}
		return cells;
	}

}
