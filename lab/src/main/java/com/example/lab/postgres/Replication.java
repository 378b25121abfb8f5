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
 * Streaming replication from a primary to a standby or a read replica: it is
 * asynchronous, but from {@link #synchronise} until {@link #release} each commit is
 * acknowledged only when the standby has it. For use by one thread at a time.
 *
 * @see <a href=
 * "https://www.postgresql.org/docs/17/warm-standby.html#SYNCHRONOUS-REPLICATION">Synchronous
 * replication</a>
 */
public final class Replication implements AutoCloseable {

	/** After this time without a response the primary drops the standby's connection. */
	private static final String SILENCE_LIMIT = "5s";

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final PostgresServer primary;

	private final PostgresServer standby;

	private final String name;

	private final int port;

	private final String state;

	private @Nullable Connection connection;

	/**
	 * Replication that has not begun, to a standby.
	 * @param primary a server that runs
	 * @param standby a server that does not run
	 */
	public Replication(PostgresServer primary, PostgresServer standby) {
		this(primary, standby, "lab_standby", primary.address().getPort());
	}

	/**
	 * Replication that has not begun, with a name of its own.
	 * @param primary a server that runs
	 * @param standby a server that does not run
	 * @param name of the standby as the primary knows it, and of its slot: lower-case
	 * letters, digits and underscores
	 * @param port on 127.0.0.1 where the standby finds the primary
	 */
	public Replication(PostgresServer primary, PostgresServer standby, String name, int port) {
		this.primary = primary;
		this.standby = standby;
		this.name = name;
		this.port = port;
		this.state = "FROM pg_stat_replication WHERE application_name = '" + name + "'";
	}

	/**
	 * Recreates the data directory of the standby from that of the primary. Once the
	 * standby starts, it follows. A slot keeps the write-ahead log for it.
	 * @throws SQLException if the primary does not answer
	 * @throws IOException if the disk is full
	 */
	public void begin() throws SQLException, IOException {
		slot();
		Path data = this.standby.data();
		BaseBackup.take(this.primary, data);
		Files.createFile(data.resolve("standby.signal"));
		// Made by createTempFile, so that only the user can read the password.
		Path password = Files.createTempFile(data, "lab", null);
		Files.writeString(password,
				"*:*:*:postgres:" + Files.readString(data.resolve(PostgresBinaries.PASSWORD_FILE)) + "\n");
		this.standby.set("primary_conninfo",
				"host=127.0.0.1 port=%d user=postgres application_name=%s passfile='%s' options='-c wal_sender_timeout=%s'"
					.formatted(this.port, this.name, escape(password), SILENCE_LIMIT));
		this.standby.set("primary_slot_name", this.name);
		this.standby.set("wal_retrieve_retry_interval", "200ms");
	}

	/**
	 * Keeps the write-ahead log for the standby on a primary that has no slot for it, as
	 * one that was promoted.
	 * @throws SQLException if the primary does not answer
	 */
	public void slot() throws SQLException {
		forget();
		execute("SELECT pg_create_physical_replication_slot('%s', true)".formatted(this.name));
	}

	/**
	 * Makes every commit wait for the standby, and returns when that holds.
	 * @throws SQLException if the primary does not answer
	 * @throws IllegalStateException if the standby does not follow in time
	 */
	public void synchronise() throws SQLException {
		await("SELECT count(*) > 0 " + this.state + " AND state = 'streaming'");
		require(this.name);
		await("SELECT count(*) > 0 " + this.state + " AND sync_state = 'sync'");
		// Sessions learn from the checkpointer that they have to wait, not from the file.
		execute("CHECKPOINT");
		await("SELECT coalesce(max(flush_lsn) >= '%s', false) %s".formatted(text("SELECT pg_current_wal_lsn()"),
				this.state));
	}

	/**
	 * Whether the standby is connected.
	 * @return false as soon as the primary has dropped its connection
	 * @throws SQLException if the primary does not answer
	 */
	public boolean streams() throws SQLException {
		return is("SELECT count(*) > 0 " + this.state);
	}

	/**
	 * Lets commits wait no longer, and keeps no write-ahead log for the standby.
	 * @throws SQLException if the primary does not answer
	 */
	public void release() throws SQLException {
		if (!text("SHOW synchronous_standby_names").isEmpty()) {
			require("");
		}
		forget();
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

	/**
	 * Keeps no write-ahead log for a standby that was cut off, as soon as the primary has
	 * noticed.
	 * @throws SQLException if the primary does not answer
	 * @throws IllegalStateException if it does not notice in time
	 */
	public void end() throws SQLException {
		await("SELECT count(*) = 0 FROM pg_replication_slots WHERE active AND slot_name = '%s'".formatted(this.name));
		forget();
	}

	private void forget() throws SQLException {
		execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '%s' AND NOT active"
			.formatted(this.name));
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
