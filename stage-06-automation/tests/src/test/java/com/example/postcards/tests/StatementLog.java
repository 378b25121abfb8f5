package com.example.postcards.tests;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import com.example.contract.Postcards;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.postgres.PostgresHost;
import com.example.lab.postgres.PostgresServer;
import org.awaitility.Awaitility;

/**
 * The statements that the application sends to the database and its replica: while it is
 * open, both log each of them.
 */
final class StatementLog implements AutoCloseable {

	private static final String APPLICATION = "postcards_app";

	/** Its further lines begin with a tab. */
	private static final Pattern STATEMENT = Pattern.compile(APPLICATION
			+ "\\w*\\|LOG:  (?:statement|execute [^:]+): (?!begin|commit|rollback|set |show )" + "(.+(?:\\n\\t.*)*)",
			Pattern.CASE_INSENSITIVE);

	private final Map<PostgresHost, Long> begins = new HashMap<>();

	StatementLog(LocalCloud cloud) throws SQLException, IOException {
		for (PostgresHost host : cloud.standIns(PostgresHost.class)) {
			this.begins.put(host, Files.size(file(host)));
		}
		run("alter system set log_statement = 'all'", "alter system set log_line_prefix = '%u|'");
		// A session of the application heeds the setting from its next statement on.
		Awaitility.await().until(() -> {
			new Postcards(cloud.url()).send("GET", "/api/accounts/unknown").expect(404);
			return count("from account where handle =") > 0;
		});
	}

	/**
	 * Forgets what was logged so far.
	 */
	void mark() throws IOException {
		for (PostgresHost host : this.begins.keySet()) {
			this.begins.put(host, Files.size(file(host)));
		}
	}

	/**
	 * How many statements since the mark contain a text.
	 * @param text in lower case
	 */
	long count(String text) throws IOException {
		return statements((host) -> true).stream().filter((statement) -> statement.contains(text)).count();
	}

	/**
	 * The statements of some servers since the mark, in lower case, without those of
	 * transactions and sessions.
	 */
	List<String> statements(Predicate<PostgresHost> of) throws IOException {
		List<String> statements = new ArrayList<>();
		for (Map.Entry<PostgresHost, Long> begin : this.begins.entrySet()) {
			if (of.test(begin.getKey())) {
				STATEMENT.matcher(text(file(begin.getKey()), begin.getValue()))
					.results()
					.forEach((match) -> statements.add(match.group(1).toLowerCase(Locale.ROOT)));
			}
		}
		return statements;
	}

	private static String text(Path file, long begin) throws IOException {
		try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
			log.seek(begin);
			byte[] bytes = new byte[(int) (log.length() - begin)];
			log.readFully(bytes);
			return new String(bytes, StandardCharsets.UTF_8);
		}
	}

	private static Path file(PostgresHost host) {
		return Objects.requireNonNull(host.postgres().process()).log();
	}

	@Override
	public void close() throws SQLException {
		run("alter system reset log_statement", "alter system reset log_line_prefix");
	}

	private void run(String... changes) throws SQLException {
		for (PostgresHost host : this.begins.keySet()) {
			PostgresServer server = host.postgres();
			server.run("postgres", String.join(";\n", changes) + ";\nselect pg_reload_conf();");
		}
	}

}
