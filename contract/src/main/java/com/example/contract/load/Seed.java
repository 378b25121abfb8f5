package com.example.contract.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
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
	 * Adds {@code bench_0} to {@code bench_9999}, who follow each other.
	 * @param model whose password they get; letters, digits and underscores
	 */
	void accounts(String model) throws SQLException {
		run("seed-accounts.sql", ":handle", "'" + model + "'");
	}

	/**
	 * Adds postcards of those accounts.
	 */
	void postcards(int count) throws SQLException {
		run("seed-postcards.sql", ":count", Integer.toString(count));
	}

	private void run(String script, String name, String value) throws SQLException {
		try (InputStream in = Objects.requireNonNull(Seed.class.getResourceAsStream(script))) {
			this.server.run(DATABASE, new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(name, value));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
