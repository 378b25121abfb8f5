package com.example.postcards.move;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The database and the photos of the box, as they are at one instant: one transaction
 * that reads only.
 */
class Source implements AutoCloseable {

	private static final String SCHEMA = "1";

	private static final int SHOWN = 10;

	private final Database database;

	private final Path photos;

	private final Connection connection;

	Source(Database database, Path photos) throws SQLException {
		this.database = database;
		this.photos = photos;
		this.connection = database.connect();
		database.checkSchema(this.connection, SCHEMA);
	}

	/**
	 * Opens the transaction.
	 * @param writesWait whether writes wait until this is closed; those that have begun
	 * end first
	 */
	void begin(boolean writesWait) throws SQLException {
		this.connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
		this.connection.setReadOnly(true);
		this.connection.setAutoCommit(false);
		if (writesWait) {
			// A lock before the first query: the snapshot holds all that was
			// acknowledged.
			Database.execute(this.connection, "set local lock_timeout = '30s'; lock table %s in share mode"
				.formatted(Table.ALL.stream().map(Table::name).collect(Collectors.joining(", "))));
		}
	}

	/**
	 * Lets new sessions of the application read only, until {@link #allowWrites}.
	 */
	void refuseWrites() throws SQLException {
		alter("set default_transaction_read_only = on");
	}

	/**
	 * Lets the application write again.
	 */
	void allowWrites() throws SQLException {
		alter("reset default_transaction_read_only");
		// Those that have begun since can only read.
		try (Connection other = this.database.connect()) {
			endSessions(other);
		}
	}

	boolean refusesWrites() throws SQLException {
		return Database.single(this.connection, """
				select 1 from pg_db_role_setting join pg_database on pg_database.oid = setdatabase
				where datname = current_database() and setrole = 0
					and 'default_transaction_read_only=on' = any (setconfig)""") != null;
	}

	/**
	 * Another connection, because the first may be in the middle of something.
	 */
	private void alter(String change) throws SQLException {
		try (Connection other = this.database.connect()) {
			String name = Database.single(other, "select quote_ident(current_database())");
			Database.execute(other, "alter database %s %s".formatted(name, change));
		}
	}

	/**
	 * Ends the sessions that may still write, and the writes that wait in them.
	 */
	void endSessions() throws SQLException {
		endSessions(this.connection);
	}

	private static void endSessions(Connection connection) throws SQLException {
		Database.single(connection, """
				select count(pg_terminate_backend(pid)) from pg_stat_activity
				where datname = current_database() and usename = current_user and pid <> pg_backend_pid()
					and application_name <> '%s'""".formatted(Database.APPLICATION));
	}

	/**
	 * The identity of this database: restored from a snapshot it is the same, newly made
	 * it is another.
	 */
	String identity() throws SQLException {
		return Objects.requireNonNull(
				Database.single(this.connection, "select min(installed_on)::text from flyway_schema_history"));
	}

	Connection connection() {
		return this.connection;
	}

	/**
	 * The greatest id that a table has given out, to rows that are gone too: their photos
	 * may be in the caches of browsers.
	 * @return null if it has given none
	 */
	@Nullable String lastId(String table) throws SQLException {
		return Database.single(this.connection,
				"select greatest((select max(id) from %s), %s)".formatted(table, Database.lastValue(table)));
	}

	long rows(Table table) throws SQLException {
		return Long.parseLong(Objects.requireNonNull(
				Database.single(this.connection, "select count(*) from (%s) counted".formatted(table.query()))));
	}

	/**
	 * The postcards with a photo.
	 * @return their ids, in order
	 * @throws MoveException if the file of any is not there
	 */
	List<Long> photos() throws SQLException {
		List<Long> ids = new ArrayList<>();
		try (Statement statement = this.connection.createStatement();
				ResultSet result = statement.executeQuery("select id from postcard where photo order by id")) {
			while (result.next()) {
				ids.add(result.getLong(1));
			}
		}
		List<Long> missing = ids.stream().filter((id) -> !Files.isReadable(photo(id))).toList();
		if (!missing.isEmpty()) {
			throw new MoveException("%d of %d photos cannot be read in %s: %s%s. %s".formatted(missing.size(),
					ids.size(), this.photos,
					missing.stream()
						.limit(SHOWN)
						.map((id) -> photo(id).getFileName().toString())
						.collect(Collectors.joining(", ")),
					(missing.size() > SHOWN) ? " and others" : "",
					"Bring them back, from a snapshot for example. If their postcards were deleted just now, run it again."));
		}
		return ids;
	}

	Path photo(long postcard) {
		return this.photos.resolve(postcard + ".jpg");
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}
