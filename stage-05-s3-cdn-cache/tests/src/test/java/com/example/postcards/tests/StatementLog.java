package com.example.postcards.tests;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

import com.example.lab.postgres.PostgresServer;

/**
 * The statements that the application sends to a PostgreSQL server: while it is open, the
 * server logs each of them.
 */
final class StatementLog implements AutoCloseable {

	private static final String APPLICATION = "postcards_app";

	private static final Pattern STATEMENT = Pattern.compile(
			APPLICATION + "\\w*\\|LOG:  (?:statement|execute [^:]+): (?!begin|commit|rollback|set |show )(.+)",
			Pattern.CASE_INSENSITIVE);

	private final PostgresServer server;

	private final Path file;

	private long begin;

	StatementLog(PostgresServer server) throws SQLException, IOException {
		this.server = server;
		this.file = Objects.requireNonNull(server.process()).log();
		run("alter system set log_statement = 'all'", "alter system set log_line_prefix = '%u|'");
		mark();
	}

	/**
	 * Forgets what was logged so far.
	 */
	void mark() throws IOException {
		this.begin = Files.size(this.file);
	}

	/**
	 * The statements since the mark, by their first lines, without those of transactions
	 * and sessions.
	 */
	List<String> statements() throws IOException {
		try (RandomAccessFile log = new RandomAccessFile(this.file.toFile(), "r")) {
			log.seek(this.begin);
			byte[] bytes = new byte[(int) (log.length() - this.begin)];
			log.readFully(bytes);
			return STATEMENT.matcher(new String(bytes, StandardCharsets.UTF_8))
				.results()
				.map((match) -> match.group(1).toLowerCase(Locale.ROOT))
				.toList();
		}
	}

	@Override
	public void close() throws SQLException {
		run("alter system reset log_statement", "alter system reset log_line_prefix");
	}

	private void run(String... changes) throws SQLException {
		try (Connection connection = this.server.connect("postgres");
				Statement statement = connection.createStatement()) {
			for (String change : changes) {
				statement.execute(change);
			}
			statement.execute("select pg_reload_conf()");
		}
	}

}
