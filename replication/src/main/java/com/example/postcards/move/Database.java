package com.example.postcards.move;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * One of the two databases.
 *
 * @param side {@code source} or {@code target}
 * @param url a JDBC URL without user and password
 * @param user the master user: it owns the database and may replicate
 * @param password its password
 */
record Database(String side, String url, String user, String password) {

	/**
	 * The name of publication, slot and subscription, by which the next move finds them.
	 */
	static final String NAME = "postcards_move";

	private static final String SECONDS_TO_CONNECT = "60";

	private static final int SECONDS_TO_WAIT = 30;

	Connection connect() {
		Properties properties = new Properties();
		properties.setProperty("user", this.user);
		properties.setProperty("password", this.password);
		properties.setProperty("connectTimeout", SECONDS_TO_CONNECT);
		properties.setProperty("loginTimeout", SECONDS_TO_CONNECT);
		properties.setProperty("tcpKeepAlive", "true");
		properties.setProperty("ApplicationName", NAME);
		// The details of an error hold what was to be written, an e-mail for example.
		properties.setProperty("logServerErrorDetail", "false");
		// Of a database that takes no writes, too.
		properties.setProperty("options",
				"-c default_transaction_read_only=off -c lock_timeout=%ds".formatted(SECONDS_TO_WAIT));
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
	 * Waits until no other move runs, and blocks others until the connection is closed.
	 */
	void lock(Connection connection) throws SQLException {
		try {
			execute(connection, "select pg_advisory_lock(hashtext('%s'))".formatted(NAME));
		}
		catch (SQLException ex) {
			throw new MoveException("Another move runs in the %s: %s".formatted(this.side, ex.getMessage()));
		}
	}

	/**
	 * How another server connects to this one.
	 * @param changes keywords and values of libpq that hold instead, where the other
	 * server sees this one by another name
	 * @see <a href=
	 * "https://www.postgresql.org/docs/17/libpq-connect.html#LIBPQ-CONNSTRING">Connection
	 * strings</a>
	 */
	String connectionString(String changes) {
		URI uri = URI.create(this.url.substring("jdbc:".length()));
		Map<String, String> keywords = new LinkedHashMap<>();
		keywords.put("host", uri.getHost());
		keywords.put("port", Integer.toString((uri.getPort() < 0) ? 5432 : uri.getPort()));
		keywords.put("dbname", uri.getPath().substring(1));
		keywords.put("user", this.user);
		keywords.put("password", this.password);
		if (uri.getRawQuery() != null) {
			for (String parameter : uri.getRawQuery().split("&")) {
				String[] pair = parameter.split("=", 2);
				if (pair[0].startsWith("ssl") && pair.length == 2) {
					keywords.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
				}
			}
		}
		// The last one of a keyword holds.
		return keywords.entrySet()
			.stream()
			.map((keyword) -> "%s='%s'".formatted(keyword.getKey(), keyword.getValue().replaceAll("['\\\\]", "\\\\$0")))
			.collect(Collectors.joining(" ", "", " " + changes));
	}

	/**
	 * SQL that decides whether new sessions may write unless they ask to.
	 * @param setting {@code set default_transaction_read_only = on}, or its reset
	 */
	static String alter(Connection connection, String setting) throws SQLException {
		return "alter database %s %s".formatted(single(connection, "select quote_ident(current_database())"), setting);
	}

	static boolean refusesWrites(Connection connection) throws SQLException {
		return single(connection, """
				select 1 from pg_db_role_setting join pg_database on pg_database.oid = setdatabase
				where datname = current_database() and setrole = 0
					and 'default_transaction_read_only=on' = any (setconfig)""") != null;
	}

	/**
	 * Ends the sessions that others have now, and waits until they are gone: each commit
	 * that was acknowledged has a position in the log by then.
	 */
	static void endSessions(Connection connection) throws SQLException {
		String now = Objects.requireNonNull(single(connection, "select clock_timestamp()::text"));
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_WAIT);
		while (!"0".equals(single(connection, """
				select count(pg_terminate_backend(pid)) from pg_stat_activity join pg_roles on pg_roles.oid = usesysid
				where datname = current_database() and backend_type = 'client backend' and not rolsuper
					and application_name <> '%s' and backend_start < ?::timestamptz""".formatted(NAME), now))) {
			if (System.nanoTime() > end) {
				throw new MoveException("Sessions that may write do not end.");
			}
			execute(connection, "select pg_sleep(0.005)");
		}
	}

	static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * The first column of the first row.
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

}
