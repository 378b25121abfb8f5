package com.example.lab.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import com.example.lab.network.Ports;
import org.jspecify.annotations.Nullable;

/**
 * Streaming replication from a primary to a standby: each commit is acknowledged only
 * when the standby has it, from {@link #synchronise} until {@link #release}. For use by
 * one thread at a time.
 *
 * @see <a href=
 * "https://www.postgresql.org/docs/17/warm-standby.html#SYNCHRONOUS-REPLICATION">Synchronous
 * replication</a>
 */
public final class Replication implements AutoCloseable {

	/** Of the standby as the primary knows it, and of its slot. */
	private static final String NAME = "lab_standby";

	/** After this time without a response the primary drops the standby's connection. */
	private static final String SILENCE_LIMIT = "5s";

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String STATE = "FROM pg_stat_replication WHERE application_name = '" + NAME + "'";

	private final PostgresServer primary;

	private final PostgresServer standby;

	private @Nullable Connection connection;

	/**
	 * Replication that has not begun.
	 * @param primary a server that runs
	 * @param standby a server that does not run
	 */
	public Replication(PostgresServer primary, PostgresServer standby) {
		this.primary = primary;
		this.standby = standby;
	}

	/**
	 * Recreates the data directory of the standby from that of the primary. Once the
	 * standby starts, it follows. A slot keeps the write-ahead log for it.
	 * @throws SQLException if the primary does not answer
	 * @throws IOException if the disk is full
	 */
	public void begin() throws SQLException, IOException {
		dropSlot();
		execute("SELECT pg_create_physical_replication_slot('%s', true)".formatted(NAME));
		Path data = this.standby.data();
		BaseBackup.take(this.primary, data);
		Files.createFile(data.resolve("standby.signal"));
		// Made by createTempFile, so that only the user can read the password.
		Path password = Files.createTempFile(data, "lab", null);
		Files.writeString(password,
				"*:*:*:postgres:" + Files.readString(data.resolve(PostgresBinaries.PASSWORD_FILE)) + "\n");
		this.standby.set("primary_conninfo",
				"host=127.0.0.1 port=%d user=postgres application_name=%s passfile='%s' options='-c wal_sender_timeout=%s'"
					.formatted(this.primary.address().getPort(), NAME, escape(password), SILENCE_LIMIT));
		this.standby.set("primary_slot_name", NAME);
		this.standby.set("wal_retrieve_retry_interval", "200ms");
	}

	/**
	 * Makes every commit wait for the standby, and returns when that holds.
	 * @throws SQLException if the primary does not answer
	 * @throws IllegalStateException if the standby does not follow in time
	 */
	public void synchronise() throws SQLException {
		await("SELECT count(*) > 0 " + STATE + " AND state = 'streaming'");
		require(NAME);
		await("SELECT count(*) > 0 " + STATE + " AND sync_state = 'sync'");
		// Sessions learn from the checkpointer that they have to wait, not from the file.
		execute("CHECKPOINT");
		await("SELECT coalesce(max(flush_lsn) >= '%s', false) %s".formatted(text("SELECT pg_current_wal_lsn()"),
				STATE));
	}

	/**
	 * Whether the standby is connected.
	 * @return false as soon as the primary has dropped its connection
	 * @throws SQLException if the primary does not answer
	 */
	public boolean streams() throws SQLException {
		return is("SELECT count(*) > 0 " + STATE);
	}

	/**
	 * Lets commits wait no longer, and keeps no write-ahead log for the standby.
	 * @throws SQLException if the primary does not answer
	 */
	public void release() throws SQLException {
		if (!text("SHOW synchronous_standby_names").isEmpty()) {
			require("");
		}
		dropSlot();
	}

	/**
	 * Promotes the standby, which then waits for no other server; the primary must be
	 * dead.
	 * @throws SQLException if the standby does not answer
	 * @throws IllegalStateException if it takes too long
	 */
	public void promote() throws SQLException {
		try (Connection promoted = this.standby.connect("postgres");
				Statement statement = promoted.createStatement();
				ResultSet result = statement.executeQuery("SELECT pg_promote(true, %d)".formatted(LIMIT.toSeconds()))) {
			result.next();
			if (!result.getBoolean(1)) {
				throw new IllegalStateException(
						"PostgreSQL is not promoted within %d s; its log says why".formatted(LIMIT.toSeconds()));
			}
		}
	}

	@Override
	public void close() {
		disconnect();
	}

	private void require(String name) throws SQLException {
		execute("ALTER SYSTEM SET synchronous_standby_names = '%s'".formatted(name));
		execute("SELECT pg_reload_conf()");
	}

	private void dropSlot() throws SQLException {
		execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '%s' AND NOT active"
			.formatted(NAME));
	}

	private void await(String condition) throws SQLException {
		long end = System.nanoTime() + LIMIT.toNanos();
		while (!is(condition)) {
			if (System.nanoTime() > end) {
				throw new IllegalStateException(
						"PostgreSQL does not confirm %2$s within %1$d s; the logs show the reason"
							.formatted(LIMIT.toSeconds(), condition));
			}
			Ports.pause();
		}
	}

	private boolean is(String condition) throws SQLException {
		return text(condition).equals("t");
	}

	private String text(String sql) throws SQLException {
		try (Statement statement = connected().createStatement(); ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getString(1);
		}
		catch (SQLException ex) {
			disconnect();
			throw ex;
		}
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = connected().createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			disconnect();
			throw ex;
		}
	}

	/** One connection for all questions: they are asked several times a second. */
	private Connection connected() throws SQLException {
		Connection open = this.connection;
		if (open == null) {
			open = this.primary.connect("postgres");
			this.connection = open;
		}
		return open;
	}

	private void disconnect() {
		try (Connection closing = this.connection) {
			this.connection = null;
		}
		catch (SQLException ex) {
			// It has ended already.
		}
	}

	private static String escape(Path path) {
		return path.toString().replace("\\", "\\\\").replace("'", "\\'");
	}

}
