package com.example.postcards.move;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each table holds on both sides. */
class Comparison {

	private final Map<Table, Content> source = new LinkedHashMap<>();

	private final Map<Table, Content> target = new LinkedHashMap<>();

	Comparison(Source source, Target target, List<Table> tables) throws SQLException {
		for (Table table : tables) {
			this.source.put(table, source.content(table));
			this.target.put(table, target.content(table));
		}
	}

	boolean same() {
		return this.source.equals(this.target);
	}

	/**
	 * A table with a line for each table.
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(
				"%n%-16s  %9s  %24s  %9s  %24s%n".formatted("TABLE", "SOURCE", "CHECKSUM", "TARGET", "CHECKSUM"));
		this.source.forEach((table, content) -> text
			.append("%-16s  %s  %s%n".formatted(table.name(), content, this.target.get(table))));
		return text.append("%n".formatted()).toString();
	}

}
