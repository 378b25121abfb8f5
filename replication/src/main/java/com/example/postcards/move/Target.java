package com.example.postcards.move;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.postgresql.PGConnection;

/**
 * The database that takes over. From the beginning to the end of a move it takes no
 * writes but those of the subscription. The schema {@code move} is there for the same
 * time, so that a move knows what a killed one left from other people's data.
 */
class Target implements AutoCloseable {

	/** After this number of errors the subscription does not recover by itself. */
	private static final int ERRORS = 5;

	private final Connection connection;

	Target(Database database) throws SQLException {
		this.connection = database.connect();
		database.lock(this.connection);
	}

	/**
	 * Refuses a target that does not fit, before anything is written.
	 * @param tables those of the source
	 * @param source which database they are in
	 * @param gated whether the source takes no writes
	 */
	void check(List<Table> tables, String source, boolean gated) throws SQLException {
		List<Table> ours = Table.all(this.connection);
		List<Table> missing = tables.stream().filter((table) -> ours.stream().noneMatch(table::isLike)).toList();
		if (!missing.isEmpty()) {
			throw new MoveException(("These tables are not the same in the target: %s. Let its application start once, "
					+ "and the source run the release before.")
				.formatted(Table.names(missing)));
		}
		List<Table> foreign = ours.stream().filter((table) -> !table.ours()).toList();
		if (!foreign.isEmpty()) {
			throw new MoveException(
					"The user of the target may not act as the owner of %s.".formatted(Table.names(foreign)));
		}
		if (!moving()) {
			refuseData(ours, gated);
		}
		else if (!source.equals(Database.single(this.connection, "select source from move.state"))) {
			throw new MoveException("A move from another source has begun here. Run that again, or take a new target.");
		}
	}

	private void refuseData(List<Table> tables, boolean gated) throws SQLException {
		List<String> full = new ArrayList<>();
		for (Table table : tables) {
			if (Database.single(this.connection, "select 1 from %s limit 1".formatted(table.name())) != null) {
				full.add(table.name());
			}
		}
		if (!full.isEmpty()) {
			throw new MoveException("The target holds data that this move did not bring: %s. %s".formatted(
					String.join(", ", full),
					gated ? "The source takes no writes, so an earlier move seems complete: send people to the target."
							: "It is in use already. Move into a new one."));
		}
	}

	/**
	 * Begins: others can only read from now on.
	 */
	void begin(String source) throws SQLException {
		this.connection.setAutoCommit(false);
		// Those that only this side has, too: they may be about rows that were deleted.
		List<Table> ours = Table.all(this.connection);
		Database.execute(this.connection, "lock table %s in exclusive mode".formatted(Table.names(ours)));
		refuseData(ours, false);
		Database.execute(this.connection, """
				create schema move;
				create table move.state (source text not null, same boolean not null)""");
		Database.single(this.connection, "insert into move.state values (?, false) returning source", source);
		Database.execute(this.connection, Database.alter(this.connection, "set default_transaction_read_only = on"));
		this.connection.commit();
		this.connection.setAutoCommit(true);
		Database.endSessions(this.connection);
	}

	/**
	 * Subscribes, without copying anything yet. The password of the source comes as data
	 * and is in no statement, so that no log shows it.
	 * @return what slots for initial copies are named after
	 */
	String subscribe(String connectionString) throws SQLException, IOException {
		Database.execute(this.connection, "create temporary table source (connection text)");
		this.connection.unwrap(PGConnection.class)
			.getCopyAPI()
			.copyIn("copy source from stdin with (format csv)",
					new StringReader("\"" + connectionString.replace("\"", "\"\"") + "\""));
		Database.execute(this.connection, """
				do $$ begin
					execute format('create subscription %1$s connection %%L publication %1$s
						with (create_slot = false, enabled = false, synchronous_commit = on)', connection)
						from source;
				exception when others then
					raise exception 'The target cannot subscribe to the source: %%', sqlerrm;
				end $$""".formatted(Database.NAME));
		Database.execute(this.connection, "drop table source");
		return Objects.requireNonNull(
				Database.single(this.connection, "select oid from pg_subscription where subname = ?", Database.NAME));
	}

	void enable() throws SQLException {
		Database.execute(this.connection, "alter subscription %s enable".formatted(Database.NAME));
	}

	/**
	 * How far the initial copy is.
	 */
	Copied copied() throws SQLException {
		try (Statement statement = this.connection.createStatement(); ResultSet result = statement.executeQuery("""
				select count(*) filter (where srsubstate = 'r'), count(*),
					(select coalesce(sum(tuples_processed), 0) from pg_stat_progress_copy
						where datname = current_database()),
					(select apply_error_count + sync_error_count from pg_stat_subscription_stats s
						where s.subid = min(srsubid))
				from pg_subscription_rel join pg_subscription on pg_subscription.oid = srsubid
				where subname = '%s'""".formatted(Database.NAME))) {
			result.next();
			if (result.getLong(4) >= ERRORS) {
				throw new MoveException("The subscription failed %d times; the log of the target says why."
					.formatted(result.getLong(4)));
			}
			return new Copied(result.getInt(1), result.getInt(2), result.getLong(3));
		}
	}

	/**
	 * Waits before looking again.
	 */
	void pause() throws SQLException {
		Database.execute(this.connection, "select pg_sleep(0.2)");
	}

	/**
	 * Has sequences go on behind those of the source: replication does not carry them,
	 * and without this the target would give out the ids of rows that it already has.
	 * @see <a href=
	 * "https://www.postgresql.org/docs/17/logical-replication-restrictions.html">Restrictions</a>
	 */
	void continueAfter(Map<String, Long> sequences) throws SQLException {
		for (Map.Entry<String, Long> sequence : sequences.entrySet()) {
			Database.single(this.connection, "select setval(?::regclass, ?)", sequence.getKey(), sequence.getValue());
		}
	}

	Content content(Table table) throws SQLException {
		return table.content(this.connection);
	}

	/**
	 * Remembers that both sides hold the same and that the source takes no writes: from
	 * here there is only forward.
	 */
	void markSame() throws SQLException {
		Database.execute(this.connection, "update move.state set same = true");
	}

	/** Whether a move has begun here and not ended. */
	boolean moving() throws SQLException {
		return Database.single(this.connection, "select to_regclass('move.state')") != null;
	}

	/** Whether {@link #markSame} was the last that happened. */
	boolean same() throws SQLException {
		return moving() && "t".equals(Database.single(this.connection, "select same from move.state"));
	}

	/**
	 * Drops the subscription, if possible with its slots.
	 */
	void unsubscribe() throws SQLException {
		if (Database.single(this.connection, "select 1 from pg_subscription where subname = ?",
				Database.NAME) == null) {
			return;
		}
		try {
			Database.execute(this.connection, "drop subscription " + Database.NAME);
		}
		catch (SQLException ex) {
			// The source is unreachable, or its slot is missing: the subscription goes
			// without it.
			Database.execute(this.connection, "alter subscription %s disable".formatted(Database.NAME));
			Database.execute(this.connection, "alter subscription %s set (slot_name = none)".formatted(Database.NAME));
			Database.execute(this.connection, "drop subscription " + Database.NAME);
		}
	}

	/**
	 * Ends the move. From now on others can write.
	 * @param without tables that are emptied
	 */
	void end(List<Table> without) throws SQLException {
		if (!moving()) {
			return;
		}
		this.connection.setAutoCommit(false);
		if (!without.isEmpty()) {
			Database.execute(this.connection, "truncate %s restart identity".formatted(Table.names(without)));
		}
		Database.execute(this.connection, "drop schema move cascade");
		Database.execute(this.connection, Database.alter(this.connection, "reset default_transaction_read_only"));
		this.connection.commit();
		this.connection.setAutoCommit(true);
		// Those that have begun since can only read.
		Database.endSessions(this.connection);
	}

	/**
	 * Ends the connection, whatever another thread does with it.
	 */
	void abort() throws SQLException {
		this.connection.abort(Runnable::run);
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

	/**
	 * The initial copy.
	 *
	 * @param tables whose copy is complete
	 * @param of how many there are
	 * @param rows of the tables that are being copied now
	 */
	record Copied(int tables, int of, long rows) {

		boolean all() {
			return this.of > 0 && this.tables == this.of;
		}

		@Override
		public String toString() {
			return "%d of %d tables copied%s".formatted(this.tables, this.of,
					(this.rows > 0) ? ", %,d rows of the next".formatted(this.rows) : "");
		}

	}

}
