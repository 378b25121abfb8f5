package com.example.postcards.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import com.example.contract.load.Crowd;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.load.Figures;
import com.example.lab.load.Outcome;
import com.example.lab.postgres.PostgresHost;
import com.example.lab.postgres.PostgresServer;

/**
 * A stage whose password is rotated under load, in the way that hurts most: connections
 * of the application end and have to be made again while the rotation is between its
 * second and its third step, and again when it is over.
 */
final class RotatedStage {

	private static final int SOME = 60;

	/** Shorter than the time-out of the members. */
	private static final Duration HOLD = Duration.ofSeconds(2);

	private static final Duration LIMIT = Duration.ofSeconds(20);

	/** Those of the application. */
	private static final String SESSIONS = """
			pg_stat_activity where usename like 'postcards%' and application_name = 'PostgreSQL JDBC Driver'""";

	/**
	 * The pool looks at a connection again before its use after half a second: it takes
	 * none of these.
	 */
	private static final String END_IDLE = """
			select pg_terminate_backend(pid) from %s and state = 'idle'
			and state_change < clock_timestamp() - interval '0.8 seconds'""".formatted(SESSIONS);

	private final LocalCloud cloud;

	private final PostgresServer server;

	private volatile long refusedBefore;

	RotatedStage(LocalCloud cloud) {
		this.cloud = cloud;
		this.server = cloud.standIns(PostgresHost.class).get(0).postgres();
		cloud.events().listen((event) -> {
			if (event.message().equals("setSecret is done")) {
				this.refusedBefore = refused();
				connectAgain();
			}
		});
	}

	/**
	 * Rotates once.
	 */
	Round rotateUnderLoad() throws Exception {
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(SOME);
			String before = newestUser();
			this.cloud.drill("Rotation/Schedule", "rotate", "");
			long kept = kept();
			connectAgain();
			crowd.awaitSuccesses(SOME);
			crowd.stop();
			List<Outcome> acknowledged = Crowd.acknowledged(crowd.outcomes());
			return new Round(refused() - this.refusedBefore, before, newestUser(), kept, acknowledged.size(),
					crowd.missing(acknowledged).size(), crowd.figures());
		}
	}

	/**
	 * Ends what is open and idle, until the pool has a new connection with the user of
	 * the secret or was refused. A pool that opens no more than it needs has nothing
	 * idle: for a while all queries are held, so that it needs more.
	 */
	private void connectAgain() {
		String user = DatabaseSecret.ofApplication(this.cloud).user();
		try (Connection connection = this.server.connect("postcards");
				Statement statement = connection.createStatement();
				Connection holding = this.server.connect("postcards");
				Statement lock = holding.createStatement()) {
			String since = text(statement, "select clock_timestamp()::text");
			long refused = refused();
			long begin = System.nanoTime();
			boolean held = false;
			while (refused() == refused && System.nanoTime() - begin < LIMIT.toNanos()
					&& count(statement, "backend_start > '%s' and usename = '%s'".formatted(since, user)) == 0) {
				statement.execute(END_IDLE);
				long waited = System.nanoTime() - begin;
				if (!held && waited > HOLD.toNanos()) {
					holding.setAutoCommit(false);
					lock.execute("lock table postcard in access exclusive mode");
					held = true;
				}
				else if (waited > 2 * HOLD.toNanos()) {
					holding.rollback();
				}
			}
			if (held) {
				holding.rollback();
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * How many connections have the user that was current before.
	 */
	private long kept() throws SQLException {
		try (Connection connection = this.server.connect("postcards");
				Statement statement = connection.createStatement()) {
			return count(statement, "usename <> '%s'".formatted(DatabaseSecret.ofApplication(this.cloud).user()));
		}
	}

	/**
	 * How many connections the database has refused for a wrong password, by its own log.
	 */
	private long refused() {
		try {
			String log = new String(Files.readAllBytes(Objects.requireNonNull(this.server.process()).log()),
					StandardCharsets.UTF_8);
			return log.lines().filter((line) -> line.contains("password authentication failed for user")).count();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String newestUser() throws SQLException {
		try (Connection connection = this.server.connect("postcards");
				Statement statement = connection.createStatement()) {
			return text(statement, "select usename from %s order by backend_start desc limit 1".formatted(SESSIONS));
		}
	}

	private static long count(Statement statement, String condition) throws SQLException {
		return Long.parseLong(text(statement, "select count(*) from %s and %s".formatted(SESSIONS, condition)));
	}

	private static String text(Statement statement, String sql) throws SQLException {
		try (ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getString(1);
		}
	}

	/**
	 * What happened to a crowd.
	 *
	 * @param retries connections that the database refused after the new password was set
	 * @param before the user of the newest connection before
	 * @param after the user of the newest connection in the end
	 * @param kept connections with the user of before that are in use once the rotation
	 * is over
	 * @param acknowledged writes that were acknowledged
	 * @param lost how many of them are not there
	 * @param load the figures of all requests
	 */
	record Round(long retries, String before, String after, long kept, int acknowledged, int lost, Figures load) {
	}

}
