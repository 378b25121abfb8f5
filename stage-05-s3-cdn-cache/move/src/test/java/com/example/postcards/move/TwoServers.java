package com.example.postcards.move;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;

/**
 * A source and a target with the schemas of the application, on two servers whose master
 * users may do what they may on AWS.
 */
final class TwoServers {

	static final String MASTER = "master";

	/** Uses the target, but owns nothing there. */
	static final String APPLICATION = "application";

	static final String PASSWORD = "it's \\ secret";

	static final List<String> TABLES = List.of("account", "follow", "notification", "photo", "postcard",
			"postcard_like");

	/** A source and a target on which no move has been. */
	static final String NO_TRACES = "0 publications, 0 slots, 0 settings, 0 subscriptions, 0 schemas, 0 settings";

	/** After a move the source refuses writes. */
	static final String MOVED = NO_TRACES.replaceFirst("0 settings", "1 settings");

	private static final EmbeddedPostgres FROM = start("logical");

	private static final EmbeddedPostgres TO = start("replica");

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final String name = "postcards" + COUNT.incrementAndGet();

	/**
	 * New databases.
	 * @param version of the schema of the stage before, which the source has
	 */
	TwoServers(String version) throws SQLException {
		create(FROM, version);
		create(TO, "latest");
		target("grant select, insert, update, delete on all tables in schema public to " + APPLICATION);
	}

	static EmbeddedPostgres start(String walLevel) {
		try {
			EmbeddedPostgres server = EmbeddedPostgres.builder()
				.setServerConfig("wal_level", walLevel)
				.setServerConfig("synchronous_commit", "on")
				.setServerConfig("max_connections", "60")
				.setServerConfig("max_logical_replication_workers", "8")
				.setServerConfig("log_statement", "all")
				.setServerConfig("log_min_duration_statement", "0")
				.setServerConfig("logging_collector", "on")
				.start();
			try (Connection connection = server.getPostgresDatabase().getConnection()) {
				for (String user : List.of(MASTER, APPLICATION)) {
					Database.execute(connection, "create role %s login".formatted(user));
					connection.unwrap(PGConnection.class)
						.alterUserPassword(user, PASSWORD.toCharArray(), "scram-sha-256");
				}
				Database.execute(connection, """
						alter role master createrole createdb replication;
						grant pg_monitor, pg_signal_backend, pg_create_subscription to master""");
				String data = String.valueOf(Database.single(connection, "show data_directory"));
				Files.writeString(Path.of(data, "pg_hba.conf"), """
						host all postgres 127.0.0.1/32 trust
						host all all 127.0.0.1/32 scram-sha-256
						""");
				Database.execute(connection, "select pg_reload_conf()");
			}
			return server;
		}
		catch (IOException | SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void create(EmbeddedPostgres server, String version) throws SQLException {
		try (Connection connection = server.getPostgresDatabase().getConnection()) {
			Database.execute(connection, "create database %s owner master".formatted(this.name));
		}
		Flyway.configure()
			.dataSource(url(server), MASTER, PASSWORD)
			.locations("filesystem:../app/src/main/resources/db/migration")
			.target(version)
			.load()
			.migrate();
	}

	private String url(EmbeddedPostgres server) {
		return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), this.name);
	}

	/** The settings of a move. */
	Map<String, String> environment() {
		return new HashMap<>(Map.of("FROM_SPRING_DATASOURCE_URL", url(FROM), "FROM_SPRING_DATASOURCE_USERNAME", MASTER,
				"FROM_SPRING_DATASOURCE_PASSWORD", PASSWORD, "TO_SPRING_DATASOURCE_URL", url(TO),
				"TO_SPRING_DATASOURCE_USERNAME", MASTER, "TO_SPRING_DATASOURCE_PASSWORD", PASSWORD));
	}

	/**
	 * Another source on a server of its own wish.
	 */
	Map<String, String> environment(EmbeddedPostgres source) {
		Map<String, String> environment = environment();
		environment.put("FROM_SPRING_DATASOURCE_URL",
				"jdbc:postgresql://127.0.0.1:%d/postgres".formatted(source.getPort()));
		return environment;
	}

	Run move() {
		return move(environment(), true, "");
	}

	Run move(Map<String, String> environment, boolean yes, String answer) {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		int code = Move.run(environment, yes, new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)),
				new PrintStream(output, true, StandardCharsets.UTF_8));
		return new Run(code, output.toString(StandardCharsets.UTF_8));
	}

	/**
	 * Accounts who each follow the next, and post ten postcards each, one of them with a
	 * photo.
	 */
	void fill(int accounts, int photoBytes) throws SQLException {
		source("""
				insert into account (handle, email, user_id)
					select 'person' || n, 'Person' || n || '@example.com', 'sub-' || n from generate_series(1, %1$d) n;
				insert into follow select id, id %% %1$d + 1 from account where %1$d > 1;
				insert into postcard (author_id, message, photo)
					select id, 'Hello \\ ' || chr(9) || chr(10) || ' from ' || handle || ' 안녕', n = 0
					from account, generate_series(0, 9) n;
				insert into photo select id, decode(repeat(md5(id::text), %2$d / 16), 'hex')
					from postcard where photo;
				insert into postcard_like select 1, id from account;
				update postcard set likes = %1$d where id = 1;
				insert into notification (account_id, from_id, postcard_id) select 1, id, 1 from account;
				insert into notification (account_id, from_id) select followed_id, follower_id from follow"""
			.formatted(accounts, photoBytes));
	}

	void source(String sql) throws SQLException {
		try (Connection connection = connectToSource()) {
			Database.execute(connection, sql);
		}
	}

	void target(String sql) throws SQLException {
		try (Connection connection = connectToTarget(MASTER)) {
			Database.execute(connection, sql);
		}
	}

	String inSource(String query) throws SQLException {
		try (Connection connection = connectToSource()) {
			return String.valueOf(Database.single(connection, query));
		}
	}

	String inTarget(String query) throws SQLException {
		try (Connection connection = connectToTarget(MASTER)) {
			return String.valueOf(Database.single(connection, query));
		}
	}

	Connection connectToSource() throws SQLException {
		return DriverManager.getConnection(url(FROM), MASTER, PASSWORD);
	}

	Connection connectToTarget(String user) throws SQLException {
		return DriverManager.getConnection(url(TO), user, PASSWORD);
	}

	/** What a table holds in the source, by other means than those of the move. */
	String allInSource() throws SQLException {
		return inSource(everything());
	}

	String allInTarget() throws SQLException {
		return inTarget(everything());
	}

	private static String everything() {
		return TABLES.stream()
			.map((table) -> "(select coalesce(md5(string_agg(t::text, '|' order by t::text)), '-') from %s t)"
				.formatted(table))
			.reduce("select ''", (left, right) -> left + " || ' ' || " + right);
	}

	/**
	 * What both servers have logged since they were started.
	 */
	static String logs() throws SQLException, IOException {
		StringBuilder logs = new StringBuilder();
		for (EmbeddedPostgres server : List.of(FROM, TO)) {
			try (Connection connection = server.getPostgresDatabase().getConnection();
					Stream<Path> files = Files
						.list(Path.of(String.valueOf(Database.single(connection, "show data_directory")), "log"))) {
				for (Path file : files.toList()) {
					logs.append(Files.readString(file));
				}
			}
		}
		return logs.toString();
	}

	/**
	 * What a move leaves there: nothing.
	 */
	String traces() throws SQLException {
		String gate = """
				(select count(*) from pg_db_role_setting join pg_database on pg_database.oid = setdatabase
					where datname = current_database())""";
		return inSource("""
				select (select count(*) from pg_publication) || ' publications, '
					|| (select count(*) from pg_replication_slots where database = current_database()) || ' slots, '
					|| %s || ' settings""".formatted(gate) + "'") + inTarget("""
				select ', ' || (select count(*) from pg_subscription join pg_database d on d.oid = subdbid
						where datname = current_database())
					|| ' subscriptions, ' || (select count(*) from pg_namespace where nspname = 'move')
					|| ' schemas, ' || %s || ' settings'""".formatted(gate));
	}

	/**
	 * A move that has ended.
	 *
	 * @param exitCode 0 or 1
	 * @param output what it printed
	 */
	record Run(int exitCode, String output) {
	}

}
