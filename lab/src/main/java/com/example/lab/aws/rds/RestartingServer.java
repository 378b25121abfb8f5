package com.example.lab.aws.rds;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ScheduledFuture;
import java.util.function.IntConsumer;

import com.example.lab.event.Event;
import com.example.lab.network.Ports;
import com.example.lab.postgres.PostgresServer;
import com.example.lab.process.Folders;
import com.example.lab.process.OwnedProcess;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server that is started again when it dies, unless it was stopped.
 */
final class RestartingServer implements AutoCloseable {

	private static final Duration RESTART = Duration.ofSeconds(5);

	/** Logical replication keeps Aurora awake as well. */
	private static final String SESSIONS = """
			SELECT count(*) FROM pg_stat_activity
			WHERE backend_type IN ('client backend', 'walsender') AND pid <> pg_backend_pid()
			""";

	private final String name;

	private final String service;

	private final LabContext lab;

	private final PostgresServer postgres;

	private volatile IntConsumer death = this::restartLater;

	private volatile boolean off;

	private final OneThread timer = new OneThread("restarting-server");

	/**
	 * A server that has no data yet.
	 * @param name of the resource
	 * @param service what restarts it on AWS
	 * @param lab its context
	 */
	RestartingServer(String name, String service, LabContext lab) {
		this(name, service, lab, name.replace('/', '-'));
	}

	/**
	 * A server that has no data yet, one of several of a resource.
	 * @param file the name of its log and of its folder
	 */
	RestartingServer(String name, String service, LabContext lab, String file) {
		this.name = name;
		this.service = service;
		this.lab = lab;
		Path data = lab.folder("rds", file);
		this.postgres = new PostgresServer(lab.postgres(), lab.processes(), file, data, Ports.free());
	}

	/**
	 * Sets what is done when it dies, instead of a restart.
	 * @param death is given the exit code
	 */
	void whenItDies(IntConsumer death) {
		this.death = death;
	}

	/** Is started again by its service when it dies, as at first. */
	void diesAlone() {
		this.death = this::restartLater;
	}

	/** Ends for good, with its data. */
	void delete() {
		close();
		Folders.delete(this.postgres.data());
	}

	PostgresServer postgres() {
		return this.postgres;
	}

	/**
	 * Makes a new database and starts it.
	 * @param database the master user's own; empty for none
	 */
	void create(Parameters parameters, MasterUser master, String database) throws IOException, SQLException {
		this.postgres.initialize();
		parameters.configure(this.postgres, this.lab.certificateAuthority());
		start();
		master.create(this.postgres, database);
	}

	void start() {
		if (this.off) {
			throw new IllegalStateException("%s does not start: its zone has lost its power".formatted(this.name));
		}
		OwnedProcess process = this.postgres.start();
		process.exit().thenAccept((code) -> {
			if (!process.toldToStop()) {
				this.death.accept(code);
			}
		});
	}

	boolean runs() {
		OwnedProcess process = this.postgres.process();
		return process != null && process.alive();
	}

	/** Dies, and cannot start again until {@link #powerOn}. */
	void powerOff() {
		this.off = true;
		if (runs()) {
			kill();
		}
	}

	void powerOn() {
		this.off = false;
	}

	boolean isOff() {
		return this.off;
	}

	void stop() {
		this.postgres.stop();
	}

	void kill() {
		OwnedProcess process = this.postgres.process();
		if (process == null || !runs()) {
			throw new IllegalStateException("%s does not run: it is paused or being restarted".formatted(this.name));
		}
		process.kill();
	}

	/**
	 * Stops and starts it, which ends all connections.
	 */
	synchronized void reboot() {
		long begin = System.nanoTime();
		publish(Event.Kind.STOPPED, "rebooting; all connections end");
		stop();
		start();
		publish(Event.Kind.HEALTHY, "rebooted in " + seconds(Duration.ofNanos(System.nanoTime() - begin)));
	}

	/**
	 * Reboots with other parameters, or with those before if PostgreSQL refuses them.
	 * @throws IllegalArgumentException if it refuses
	 */
	synchronized void reboot(Parameters before, Parameters after) throws IOException {
		publish(Event.Kind.STOPPED, "rebooting with other parameters; all connections end");
		stop();
		try {
			before.byName().keySet().forEach(this.postgres::reset);
			after.configure(this.postgres, this.lab.certificateAuthority());
			start();
		}
		catch (IllegalStateException ex) {
			after.byName().keySet().forEach(this.postgres::reset);
			before.configure(this.postgres, this.lab.certificateAuthority());
			start();
			throw new IllegalArgumentException("%s keeps its parameters: %s".formatted(this.name, ex.getMessage()), ex);
		}
	}

	/**
	 * Does something later, unless it is closed before.
	 * @return null if it is closed already
	 */
	@Nullable ScheduledFuture<?> later(Duration wait, Runnable task) {
		return this.timer.later(wait, task);
	}

	/**
	 * How many connections the server has, however they came, without its own.
	 */
	long sessions() throws SQLException {
		try (Connection connection = this.postgres.connect("postgres");
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(SESSIONS)) {
			result.next();
			return result.getLong(1);
		}
	}

	@Override
	public void close() {
		this.timer.close();
		stop();
	}

	static String seconds(Duration time) {
		return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
	}

	/** Starts it again after a few seconds, as its service does. */
	void restartLater(int code) {
		if (this.off) {
			publish(Event.Kind.DIED, "its zone has lost its power; it starts when that is back");
			return;
		}
		Duration wait = this.lab.clock().shorten(RESTART);
		publish(Event.Kind.DIED, "PostgreSQL ended with %d; %s restarts it after about %d s, here %s".formatted(code,
				this.service, RESTART.toSeconds(), seconds(wait)));
		later(wait, this::restart);
	}

	/** Starts it unless it runs or has no power. */
	synchronized void restart() {
		if (runs() || this.off) {
			// A drill has rebooted it meanwhile.
			return;
		}
		long begin = System.nanoTime();
		try {
			start();
			publish(Event.Kind.HEALTHY,
					"recovered from its write-ahead log in " + seconds(Duration.ofNanos(System.nanoTime() - begin)));
		}
		catch (RuntimeException ex) {
			if (!this.timer.closed()) {
				publish(Event.Kind.UNHEALTHY, "does not start again: " + ex.getMessage());
			}
		}
	}

	private void publish(Event.Kind kind, String message) {
		this.lab.events().publish(kind, this.name, message);
	}

}
