package com.example.lab.aws.rds;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;

import com.example.lab.event.Event;
import com.example.lab.network.TcpProxy;
import com.example.lab.postgres.Replication;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;

/**
 * A server that follows another instance, whichever of its servers is the primary, until
 * it is promoted. All that changes does so on one thread.
 */
final class Follower implements AutoCloseable {

	private static final Duration LOOK = Duration.ofMillis(500);

	/** After this time without streaming from its source it is made again. */
	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private final String name;

	private final LabContext lab;

	private final DBInstance source;

	private final RestartingServer server;

	private final Parameters parameters;

	/** Where the server finds the primary, also after a failover of the source. */
	private final TcpProxy upstream;

	private final OneThread thread = new OneThread("follower");

	private volatile @Nullable Replication replication;

	private volatile long streamed = System.nanoTime();

	private volatile boolean promoted;

	Follower(String name, LabContext lab, DBInstance source, RestartingServer server, Parameters parameters) {
		this.name = name;
		this.lab = lab;
		this.source = source;
		this.server = server;
		this.parameters = parameters;
		this.upstream = TcpProxy.open(0, this::primary);
	}

	/** Copies the source and follows it from there. */
	void follow() throws IOException, SQLException {
		copy();
		this.thread.each(LOOK, this::look);
	}

	boolean follows(DBInstance instance) {
		return this.source == instance && !this.promoted;
	}

	boolean isPromoted() {
		return this.promoted;
	}

	/** Called when another server of the source is its primary. */
	void sourcePromoted() {
		this.upstream.cut();
		this.thread.later(Duration.ZERO, () -> {
			try {
				replicationFromPrimary().slot();
			}
			catch (SQLException | RuntimeException ex) {
				publish(Event.Kind.WARNING, "cannot follow the new primary yet: " + ex.getMessage());
			}
		});
	}

	/** Applies each change later by so much; zero ends it. */
	void lag(Duration lag) throws SQLException {
		execute("ALTER SYSTEM SET recovery_min_apply_delay = '%d'".formatted(lag.toMillis()));
		execute("SELECT pg_reload_conf()");
	}

	void pause() throws SQLException {
		execute("SELECT pg_wal_replay_pause()");
	}

	void resume() throws SQLException {
		execute("SELECT pg_wal_replay_resume()");
	}

	/** Takes writes from now on, and follows no more. */
	void promote() throws InterruptedException, SQLException {
		if (this.promoted) {
			throw new IllegalStateException(this.name + " is promoted already");
		}
		lag(Duration.ZERO);
		resume();
		this.thread.await(() -> {
			Replication current = this.replication;
			if (current == null) {
				throw new IllegalStateException(this.name + " does not run yet");
			}
			try {
				current.promote();
				this.promoted = true;
				this.upstream.cut();
				current.end();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex.getMessage(), ex);
			}
		});
	}

	/**
	 * What has arrived and is not applied yet, in bytes of the write-ahead log.
	 */
	long behind() throws SQLException {
		try (Connection connection = this.server.postgres().connect("postgres");
				Statement statement = connection.createStatement();
				ResultSet result = statement
					.executeQuery("SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())")) {
			result.next();
			return result.getLong(1);
		}
	}

	@Override
	public void close() {
		this.thread.close();
		this.upstream.close();
		Replication current = this.replication;
		if (current != null) {
			current.close();
		}
	}

	/** Leaves nothing at the source. */
	void leave() {
		close();
		try {
			replicationFromPrimary().end();
		}
		catch (SQLException | RuntimeException ex) {
			// The source ends too.
		}
	}

	private void copy() throws IOException, SQLException {
		this.server.stop();
		replicationFromPrimary().begin();
		this.parameters.configure(this.server.postgres(), this.lab.certificateAuthority());
		this.server.start();
		this.streamed = System.nanoTime();
	}

	private Replication replicationFromPrimary() {
		Replication before = this.replication;
		if (before != null) {
			before.close();
		}
		Replication made = new Replication(this.source.postgres(), this.server.postgres(),
				"lab_" + this.name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_"), this.upstream.port());
		this.replication = made;
		return made;
	}

	private void look() {
		Replication current = this.replication;
		if (current == null || this.promoted) {
			return;
		}
		try {
			if (!this.server.runs() || current.streams()) {
				this.streamed = System.nanoTime();
			}
			else if (System.nanoTime() - this.streamed > PATIENCE.toNanos()) {
				publish(Event.Kind.UNHEALTHY, "does not stream from its source; it is made again");
				copy();
				publish(Event.Kind.HEALTHY, "follows its source again");
			}
		}
		catch (SQLException | IOException | RuntimeException ex) {
			// The source does not run: it is followed again when it does.
			this.streamed = System.nanoTime();
		}
	}

	private @Nullable InetSocketAddress primary() {
		return this.promoted ? null : this.source.postgres().address();
	}

	private void execute(String sql) throws SQLException {
		try (Connection connection = this.server.postgres().connect("postgres");
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private void publish(Event.Kind kind, String message) {
		this.lab.events().publish(kind, this.name, message);
	}

}
