package com.example.postcards.move;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * One of the two databases.
 *
 * @param side {@code source} or {@code target}
 * @param url a JDBC URL without user and password
 * @param user the owner of the tables
 * @param password its password
 */
record Database(String side, String url, String user, String password) {

	/** The application name of this program's sessions. */
	static final String APPLICATION = "move";

	/** Longer than a paused database takes to resume. */
	private static final String SECONDS_TO_CONNECT = "60";

	Connection connect() {
		Properties properties = new Properties();
		properties.setProperty("user", this.user);
		properties.setProperty("password", this.password);
		properties.setProperty("connectTimeout", SECONDS_TO_CONNECT);
		properties.setProperty("loginTimeout", SECONDS_TO_CONNECT);
		properties.setProperty("tcpKeepAlive", "true");
		properties.setProperty("ApplicationName", APPLICATION);
		// The details of an error hold what was to be written, an e-mail for example.
		properties.setProperty("logServerErrorDetail", "false");
		// Of a source that takes no writes any more, too.
		properties.setProperty("options", "-c default_transaction_read_only=off");
		try {
			Connection connection = DriverManager.getConnection(this.url, properties);
			execute(connection, "set time zone 'UTC'");
			return connection;
		}
		catch (SQLException ex) {
			throw new MoveException("The %s refuses the connection at %s: %s".formatted(this.side,
					this.url.replaceFirst("\\?.*", ""), ex.getMessage()));
		}
	}

	/**
	 * Refuses another schema than the one that this program knows.
	 */
	void checkSchema(Connection connection, String versions) throws SQLException {
		String found = "none";
		if (single(connection, "select to_regclass('flyway_schema_history')") != null) {
			found = single(connection, """
					select string_agg(version || case when success then '' else ' (failed)' end, ', '
						order by installed_rank) from flyway_schema_history""");
		}
		if (!versions.equals(found)) {
			throw new MoveException("The schema of the %s has the versions %s; this program moves to and from %s. %s"
				.formatted(this.side, found, versions,
						"Let the application of that side start once with the same release as this program."));
		}
	}

	/**
	 * What a query finds, row by row and in no more memory than one row.
	 */
	static Content read(Connection connection, Table table, Rows rows) throws SQLException, IOException {
		Content.Builder content = new Content.Builder();
		CopyOut copy = connection.unwrap(PGConnection.class)
			.getCopyAPI()
			.copyOut("copy (%s) to stdout".formatted(table.query()));
		for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
			content.add(row);
			rows.take(row);
		}
		return content.build();
	}

	/**
	 * SQL for the last id that the sequence of a table gave out; null for none.
	 */
	static String lastValue(String table) {
		return "pg_sequence_last_value(pg_get_serial_sequence('%s', 'id')::regclass)".formatted(table);
	}

	static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * The first column of the only row.
	 */
	static @Nullable String single(Connection connection, String sql, Object... parameters) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setObject(i + 1, parameters[i]);
			}
			try (ResultSet result = statement.executeQuery()) {
				return result.next() ? result.getString(1) : null;
			}
		}
	}

	/** Takes the rows of {@code COPY}. */
	@FunctionalInterface
	interface Rows {

		void take(byte[] row) throws SQLException, IOException;

	}

}
