package com.example.postcards.move;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What each table holds on both sides, which calculate at the same time. */
class Comparison {

	private final Map<Table, Content> source;

	private final Map<Table, Content> target;

	Comparison(Source source, Target target, List<Table> tables) throws SQLException {
		FutureTask<Map<Table, Content>> there = new FutureTask<>(() -> contents(tables, source::content));
		Thread thread = new Thread(there, "comparison");
		thread.setDaemon(true);
		thread.start();
		this.target = contents(tables, target::content);
		try {
			this.source = there.get();
		}
		catch (ExecutionException ex) {
			throw new MoveException(
					"The source cannot be compared: " + Objects.requireNonNull(ex.getCause()).getMessage());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Map<Table, Content> contents(List<Table> tables, Side side) throws SQLException {
		Map<Table, Content> contents = new LinkedHashMap<>();
		for (Table table : tables) {
			contents.put(table, side.content(table));
		}
		return contents;
	}

	boolean same() {
		return this.source.equals(this.target);
	}

	/**
	 * A line for each table.
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(
				"%n%-16s  %9s  %24s  %9s  %24s%n".formatted("TABLE", "SOURCE", "CHECKSUM", "TARGET", "CHECKSUM"));
		this.source.forEach((table, content) -> text
			.append("%-16s  %s  %s%n".formatted(table.name(), content, this.target.get(table))));
		return text.append("%n".formatted()).toString();
	}

	/** One of both. */
	private interface Side {

		Content content(Table table) throws SQLException;

	}

}
