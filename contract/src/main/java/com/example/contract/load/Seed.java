package com.example.contract.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;

import com.example.lab.postgres.PostgresServer;

/**
 * Fills the database of Postcards without the application: a million rows in seconds.
 */
final class Seed {

	static final String DATABASE = "postcards";

	private final PostgresServer server;

	Seed(PostgresServer server) {
		this.server = server;
	}

	/**
	 * Adds {@code bench_0} to {@code bench_9999}, who follow each other and cannot sign
	 * in.
	 */
	void accounts() throws SQLException {
		boolean password = passwordIsRequired();
		run("seed-accounts.sql",
				Map.of(":columns", password ? ", password" : "", ":values", password ? ", 'none'" : ""));
	}

	/**
	 * Lets an account follow 50 of them.
	 * @param handle letters, digits and underscores
	 */
	void follows(String handle) throws SQLException {
		run("seed-follows.sql", Map.of(":handle", "'" + handle + "'"));
	}

	/**
	 * Adds postcards of those accounts.
	 */
	void postcards(int count) throws SQLException {
		run("seed-postcards.sql", Map.of(":count", Integer.toString(count)));
	}

	/** As in the first stage, which has no user pool. */
	private boolean passwordIsRequired() throws SQLException {
		try (Connection connection = this.server.connect(DATABASE);
				ResultSet columns = connection.getMetaData().getColumns(null, "public", "account", "password")) {
			return columns.next() && columns.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls;
		}
	}

	private void run(String script, Map<String, String> values) throws SQLException {
		try (InputStream in = Objects.requireNonNull(Seed.class.getResourceAsStream(script))) {
			String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			for (Map.Entry<String, String> value : values.entrySet()) {
				sql = sql.replace(value.getKey(), value.getValue());
			}
			this.server.run(DATABASE, sql);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
