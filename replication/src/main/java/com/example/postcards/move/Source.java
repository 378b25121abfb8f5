package com.example.postcards.move;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The database that is in use. A comment on the publication remembers what is to be
 * undone here, should this program be killed: whose slots there are, and who has closed
 * the gate.
 */
class Source implements AutoCloseable {

	private static final String GATE = "closed";

	private final Database database;

	private final Connection connection;

	/** Its transaction holds the locks. */
	private final Connection gate;

	Source(Database database) throws SQLException {
		this.database = database;
		this.connection = database.connect();
		this.gate = database.connect();
		database.lock(this.connection);
	}

	/**
	 * Refuses a source from which nothing can be replicated.
	 * @return its tables
	 */
	List<Table> check() throws SQLException {
		if (!"logical".equals(Database.single(this.connection, "show wal_level"))) {
			throw new MoveException(
					"""
							The source does not write what logical replication needs: its wal_level is not logical.
							Set rds.logical_replication=1 in its parameter group and reboot it. That cuts all connections for some
							seconds, and from then on a database of Aurora Serverless never pauses.
							  here:   ./workshop drill STAGE Database parameter rds.logical_replication=1
							  on AWS: aws rds modify-db-parameter-group --db-parameter-group-name GROUP \\
							            --parameters ParameterName=rds.logical_replication,ParameterValue=1,ApplyMethod=pending-reboot
							          aws rds reboot-db-instance --db-instance-identifier INSTANCE
							          A cluster has its parameters in its own group: aws rds modify-db-cluster-parameter-group""");
		}
		List<Table> tables = tables();
		List<Table> keyless = tables.stream().filter((table) -> !table.key()).toList();
		if (tables.isEmpty() || !keyless.isEmpty()) {
			throw new MoveException(tables.isEmpty() ? "The source has no tables."
					: "Changes cannot be replicated without a primary key as replica identity, which these tables lack: "
							+ Table.names(keyless));
		}
		return tables;
	}

	List<Table> tables() throws SQLException {
		return Table.all(this.connection);
	}

	/**
	 * The identity of this database: restored from a snapshot it is the same, newly made
	 * it is another.
	 */
	String identity() throws SQLException {
		return Objects.requireNonNull(
				Database.single(this.connection, "select min(installed_on)::text from flyway_schema_history"));
	}

	/**
	 * Publishes the tables, and keeps the log from now on: until the slot is dropped the
	 * disk of the source fills.
	 */
	void publish(List<Table> tables) throws SQLException {
		Database.execute(this.connection,
				"create publication %s for table %s".formatted(Database.NAME, Table.names(tables)));
		Database.single(this.connection, "select pg_create_logical_replication_slot(?, 'pgoutput')::text",
				Database.NAME);
	}

	/**
	 * Remembers the subscription: slots for its initial copies are named after it.
	 */
	void subscribedBy(String oid) throws SQLException {
		comment(oid);
	}

	String connectionString(String changes) {
		return this.database.connectionString(changes);
	}

	/**
	 * How far the subscriber is behind.
	 * @return bytes of the log, and seconds
	 */
	Lag lag() throws SQLException {
		try (Statement statement = this.connection.createStatement(); ResultSet result = statement.executeQuery("""
				select pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint,
					coalesce(extract(epoch from replay_lag), 0)
				from pg_replication_slots left join pg_stat_replication on pid = active_pid
				where slot_name = '%s'""".formatted(Database.NAME))) {
			if (!result.next()) {
				throw new MoveException("The slot is gone from the source.");
			}
			return new Lag(Math.max(0, result.getLong(1)), result.getDouble(2));
		}
	}

	/**
	 * Closes the gate: nothing is written from now on, and what was is before the
	 * position that this returns.
	 */
	String closeGate(List<Table> tables) throws SQLException {
		boolean closedBefore = Database.refusesWrites(this.connection);
		this.connection.setAutoCommit(false);
		Database.execute(this.connection, Database.alter(this.connection, "set default_transaction_read_only = on"));
		comment(note() + (closedBefore ? "" : " " + GATE));
		this.connection.commit();
		this.connection.setAutoCommit(true);
		Database.endSessions(this.connection);
		// A session that was just connecting has missed the setting: it waits, and then
		// ends.
		this.gate.setAutoCommit(false);
		Database.execute(this.gate, "lock table %s in share mode".formatted(Table.names(tables)));
		Database.endSessions(this.connection);
		return Objects.requireNonNull(
				Database.single(this.connection, "select pg_logical_emit_message(true, ?, '')::text", Database.NAME));
	}

	/**
	 * Whether the subscriber has, and keeps, all before a position.
	 */
	boolean confirmed(String position) throws SQLException {
		return "t".equals(Database.single(this.connection,
				"select confirmed_flush_lsn >= ?::pg_lsn from pg_replication_slots where slot_name = ?", position,
				Database.NAME));
	}

	/**
	 * The last number that each sequence gave out, without those that gave out none.
	 */
	Map<String, Long> sequences() throws SQLException {
		Map<String, Long> sequences = new LinkedHashMap<>();
		try (Statement statement = this.connection.createStatement(); ResultSet result = statement.executeQuery("""
				select quote_ident(sequencename), last_value from pg_sequences
				where schemaname = 'public' and last_value is not null""")) {
			while (result.next()) {
				sequences.put(result.getString(1), result.getLong(2));
			}
		}
		return sequences;
	}

	Content content(Table table) throws SQLException {
		return table.content(this.gate);
	}

	/**
	 * Takes writes again, if it was a move that ended them.
	 */
	void openGate() throws SQLException {
		String note = note();
		if (note.contains(GATE)) {
			this.connection.setAutoCommit(false);
			Database.execute(this.connection, Database.alter(this.connection, "reset default_transaction_read_only"));
			comment(note.replace(" " + GATE, ""));
			this.connection.commit();
			this.connection.setAutoCommit(true);
			// Those that have begun since can only read.
			Database.endSessions(this.connection);
		}
	}

	/**
	 * Drops the slots, those of initial copies that did not end too.
	 * @throws MoveException if a client still reads from one
	 */
	void dropSlots() throws SQLException {
		String slots = """
				from pg_replication_slots where database = current_database()
					and (slot_name = '%s' or slot_name ~ '^pg_%s_sync_')""".formatted(Database.NAME,
				note().replace(" " + GATE, ""));
		long end = System.nanoTime() + 10_000_000_000L;
		while (Database.single(this.connection, "select 1 %s and active".formatted(slots)) != null) {
			if (System.nanoTime() > end) {
				throw new MoveException(
						"Another database still follows the source: there, drop the subscription %s. Until then the %s"
							.formatted(Database.NAME, "log of the source grows."));
			}
			Database.execute(this.connection, "select pg_sleep(0.05)");
		}
		Database.single(this.connection, "select count(pg_drop_replication_slot(slot_name)) " + slots);
	}

	void dropPublication() throws SQLException {
		Database.execute(this.connection, "drop publication if exists " + Database.NAME);
	}

	boolean refusesWrites() throws SQLException {
		return Database.refusesWrites(this.connection);
	}

	private String note() throws SQLException {
		String note = Database.single(this.connection,
				"select obj_description(oid, 'pg_publication') from pg_publication where pubname = ?", Database.NAME);
		return (note != null) ? note : "";
	}

	private void comment(String note) throws SQLException {
		Database.execute(this.connection, "comment on publication %s is '%s'".formatted(Database.NAME, note));
	}

	/**
	 * Ends both connections, whatever another thread does with them.
	 */
	void abort() throws SQLException {
		this.connection.abort(Runnable::run);
		this.gate.abort(Runnable::run);
	}

	@Override
	public void close() throws SQLException {
		this.gate.close();
		this.connection.close();
	}

	/**
	 * How far the subscriber is behind.
	 *
	 * @param bytes of the log
	 * @param seconds since it was written
	 */
	record Lag(long bytes, double seconds) {

		@Override
		public String toString() {
			return "%,d bytes, %.1f s behind".formatted(this.bytes, this.seconds);
		}

	}

}
