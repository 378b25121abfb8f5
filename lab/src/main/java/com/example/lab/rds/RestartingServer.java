package com.example.lab.rds;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.example.lab.event.Event;
import com.example.lab.postgres.PostgresServer;
import com.example.lab.process.OwnedProcess;
import com.example.lab.standin.Lab;

/**
 * A PostgreSQL server that is started again when it dies, but not when it was told to
 * stop.
 */
final class RestartingServer {

	private static final Duration RESTART = Duration.ofSeconds(5);

	/** Logical replication keeps Aurora awake as well. */
	private static final String SESSIONS = """
			SELECT count(*) FROM pg_stat_activity
			WHERE backend_type IN ('client backend', 'walsender') AND pid <> pg_backend_pid()
			""";

	private final String name;

	private final Lab lab;

	private final PostgresServer postgres;

	private final ScheduledExecutorService timer;

	/**
	 * Takes over a server that runs.
	 */
	RestartingServer(String name, Lab lab, PostgresServer postgres, OwnedProcess process,
			ScheduledExecutorService timer) {
		this.name = name;
		this.lab = lab;
		this.postgres = postgres;
		this.timer = timer;
		watch(process);
	}

	PostgresServer postgres() {
		return this.postgres;
	}

	void start() {
		watch(this.postgres.start());
	}

	void stop() {
		this.postgres.stop();
	}

	void kill() {
		OwnedProcess process = this.postgres.process();
		if (process == null || !process.alive()) {
			throw new IllegalStateException("%s does not run: it is paused or being restarted".formatted(this.name));
		}
		process.kill();
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

	private void watch(OwnedProcess process) {
		process.exit().thenAccept((code) -> {
			if (!process.toldToStop()) {
				restartLater(code);
			}
		});
	}

	private void restartLater(int code) {
		Duration wait = this.lab.clock().shorten(RESTART);
		publish(Event.Kind.DIED, "PostgreSQL ended with %d; Aurora restarts it after about %d s, here %s"
			.formatted(code, RESTART.toSeconds(), ServerlessDatabase.seconds(wait)));
		try {
			this.timer.schedule(this::restart, wait.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The cluster is being closed.
		}
	}

	private void restart() {
		long begin = System.nanoTime();
		try {
			start();
			publish(Event.Kind.HEALTHY, "recovered from its write-ahead log in "
					+ ServerlessDatabase.seconds(Duration.ofNanos(System.nanoTime() - begin)));
		}
		catch (RuntimeException ex) {
			if (!this.timer.isShutdown()) {
				publish(Event.Kind.UNHEALTHY, "does not start again: " + ex.getMessage());
			}
		}
	}

	private void publish(Event.Kind kind, String message) {
		this.lab.events().publish(kind, this.name, message);
	}

}
