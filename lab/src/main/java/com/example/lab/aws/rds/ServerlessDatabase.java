package com.example.lab.aws.rds;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;

import com.example.lab.event.Event;
import com.example.lab.network.Ports;
import com.example.lab.postgres.PostgresServer;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server that is stopped when no client has been connected for a while and
 * started again by the next connection, which waits for it.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html">Automatic
 * pause and resume</a>
 */
final class ServerlessDatabase implements AutoCloseable {

	private static final Duration RESUME = Duration.ofSeconds(15);

	private final String name;

	private final LabContext lab;

	private final RestartingServer server;

	private ServerlessCapacity capacity;

	private final AcuMeter meter;

	private @Nullable ScheduledFuture<?> pausing;

	private int connections;

	private boolean paused;

	/**
	 * Takes over a server that runs.
	 */
	ServerlessDatabase(String name, LabContext lab, RestartingServer server, ServerlessCapacity capacity) {
		this.name = name;
		this.lab = lab;
		this.server = server;
		this.capacity = capacity;
		this.meter = new AcuMeter(capacity.awake());
		pauseLater();
	}

	/**
	 * Accepts a connection; when the database is paused, that takes as long as resuming
	 * it.
	 * @return null if it does not resume
	 */
	synchronized @Nullable InetSocketAddress enter() {
		try {
			wake();
		}
		catch (RuntimeException ex) {
			publish(Event.Kind.WARNING, "does not resume: " + ex.getMessage());
			return null;
		}
		this.connections++;
		if (this.pausing != null) {
			this.pausing.cancel(false);
		}
		return this.server.postgres().address();
	}

	/** A connection that was accepted has ended. */
	synchronized void leave() {
		if (--this.connections == 0) {
			pauseLater();
		}
	}

	/**
	 * The server, awake: the lab's own connections do not pass the proxy.
	 */
	synchronized PostgresServer server() {
		wake();
		pauseLater();
		return this.server.postgres();
	}

	AcuMeter.Reading meter() {
		return this.meter.read();
	}

	/**
	 * Pauses now, unless it is paused.
	 * @throws IllegalStateException if a client is connected
	 */
	synchronized void pause() throws SQLException {
		if (!this.capacity.pauses()) {
			throw new IllegalStateException("%s never pauses: its MinCapacity is %s, or it has logical replication on"
				.formatted(this.name, this.capacity.minimum()));
		}
		if (this.paused) {
			publish(Event.Kind.PROGRESS, "is paused already");
			return;
		}
		long sessions = Math.max(this.connections, this.server.sessions());
		if (sessions > 0) {
			throw new IllegalStateException(
					"%s does not pause: %d connections are open".formatted(this.name, sessions));
		}
		stop("paused by a drill");
	}

	/**
	 * Kills the server, as a fault does.
	 * @throws IllegalStateException if it does not run
	 */
	synchronized void kill() {
		this.server.kill();
	}

	/**
	 * Reboots with other parameters; a paused database wakes for it.
	 */
	synchronized void reboot(Parameters before, Parameters after, ServerlessCapacity with) throws IOException {
		wake();
		this.server.reboot(before, after);
		this.capacity = with;
		this.meter.scale(with.awake());
		pauseLater();
	}

	/** Takes another capacity while it runs on. */
	synchronized void scale(ServerlessCapacity with) {
		this.capacity = with;
		this.meter.scale(with.awake());
		pauseLater();
	}

	/** Ends for good, with its data. */
	void delete() {
		this.server.delete();
	}

	@Override
	public void close() {
		this.server.close();
	}

	private void wake() {
		if (!this.paused) {
			return;
		}
		long begin = System.nanoTime();
		Duration hold = this.lab.clock().shorten(RESUME);
		publish(Event.Kind.RESUMED, "resuming; the connection waits about %d s on AWS, here %s"
			.formatted(RESUME.toSeconds(), RestartingServer.seconds(hold)));
		this.meter.wake();
		try {
			this.server.start();
			while (System.nanoTime() - begin < hold.toNanos()) {
				Ports.pause();
			}
		}
		catch (RuntimeException ex) {
			this.server.stop();
			throw ex;
		}
		this.paused = false;
		publish(Event.Kind.RESUMED,
				"awake after " + RestartingServer.seconds(Duration.ofNanos(System.nanoTime() - begin)));
	}

	private synchronized void pauseLater() {
		if (this.pausing != null) {
			this.pausing.cancel(false);
		}
		if (this.capacity.pauses()) {
			this.pausing = this.server.later(this.lab.clock().shorten(this.capacity.untilPause()), this::pauseIfIdle);
		}
	}

	private synchronized void pauseIfIdle() {
		if (this.connections > 0 || this.paused) {
			return;
		}
		try {
			if (this.server.sessions() > 0) {
				pauseLater();
				return;
			}
			stop("paused after %d s without a connection, here %s".formatted(this.capacity.untilPause().toSeconds(),
					RestartingServer.seconds(this.lab.clock().shorten(this.capacity.untilPause()))));
		}
		catch (SQLException ex) {
			// It is being restarted.
			pauseLater();
		}
	}

	private void stop(String why) {
		this.server.stop();
		this.paused = true;
		this.meter.pause();
		publish(Event.Kind.PAUSED, "%s; so far %s".formatted(why, meter()));
	}

	private void publish(Event.Kind kind, String message) {
		this.lab.events().publish(kind, this.name, message);
	}

}
