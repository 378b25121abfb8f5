package com.example.postcards.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import com.example.contract.Postcards;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.postgres.PostgresHost;
import com.example.lab.postgres.PostgresServer;
import org.awaitility.Awaitility;

/**
 * Counts the statements that the database and its replica execute, in their logs.
 */
final class Statements implements AutoCloseable {

	/** The statement that each request for an unknown account executes. */
	private static final String ACCOUNT = "from account where handle =";

	private final List<PostgresServer> servers;

	/**
	 * Begins to log statements.
	 */
	Statements(LocalCloud cloud) throws SQLException {
		this.servers = cloud.standIns(PostgresHost.class).stream().map(PostgresHost::postgres).toList();
		log("set log_statement = 'all'");
		// A session of the application heeds the setting from its next statement on.
		Awaitility.await().until(() -> {
			new Postcards(cloud.url()).send("GET", "/api/accounts/unknown").expect(404);
			return count(ACCOUNT) > 0;
		});
	}

	/**
	 * How many statements with a text have begun so far.
	 */
	long count(String text) throws IOException {
		Pattern pattern = Pattern.compile(text, Pattern.LITERAL);
		long count = 0;
		for (PostgresServer server : this.servers) {
			Path log = Objects.requireNonNull(server.process()).log();
			count += pattern.matcher(Files.readString(log, StandardCharsets.UTF_8)).results().count();
		}
		return count;
	}

	private void log(String setting) throws SQLException {
		for (PostgresServer server : this.servers) {
			server.run("postgres", "alter system %s;\nselect pg_reload_conf();".formatted(setting));
		}
	}

	@Override
	public void close() throws SQLException {
		log("reset log_statement");
	}

}
