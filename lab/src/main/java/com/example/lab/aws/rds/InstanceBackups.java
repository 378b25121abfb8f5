package com.example.lab.aws.rds;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import com.example.lab.event.Event;
import com.example.lab.network.TcpProxy;
import com.example.lab.postgres.Backups;
import com.example.lab.postgres.PostgresServer;
import com.example.lab.process.Folders;
import com.example.lab.standin.LabContext;

/**
 * The automated backups of an instance, and the new instances that were restored from
 * them. As on AWS the original goes on untouched.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html">Restoring to a
 * specified time</a>
 */
final class InstanceBackups implements AutoCloseable {

	private static final String LATEST = "latest";

	private final String name;

	private final LabContext lab;

	private final Endpoint endpoint;

	private volatile Parameters parameters;

	private final Path folder;

	private final Backups backups;

	private final List<AutoCloseable> restored = new ArrayList<>();

	private int restores;

	/**
	 * No backups yet.
	 * @param parameters of what is restored
	 * @param server the one that takes writes
	 */
	InstanceBackups(String name, LabContext lab, Endpoint endpoint, Parameters parameters,
			Supplier<PostgresServer> server) {
		this.name = name;
		this.lab = lab;
		this.endpoint = endpoint;
		this.parameters = parameters;
		this.folder = lab.folder("rds-backups", name);
		this.backups = new Backups(server, this.folder);
	}

	/** Backs servers up, from their next start on. */
	void of(Servers servers) {
		servers.all().forEach((server) -> this.backups.configure(server.postgres()));
	}

	/** Gives other parameters to what is restored from now on. */
	void parameters(Parameters other) {
		this.parameters = other;
	}

	/** Takes the first base backup, as RDS does when an instance is new. */
	void takeFirst() {
		try {
			snapshot();
		}
		catch (SQLException | RuntimeException ex) {
			publish(Event.Kind.WARNING, "no base backup: " + ex.getMessage());
		}
	}

	void snapshot() throws SQLException {
		long begin = System.nanoTime();
		Instant complete = this.backups.take();
		publish(Event.Kind.SNAPSHOT, "base backup complete at %s after %s".formatted(time(complete),
				RestartingServer.seconds(Duration.ofNanos(System.nanoTime() - begin))));
	}

	/** Goes on with a standby that was promoted. */
	void followPromotion() {
		try {
			this.backups.completeAfterPromotion();
		}
		catch (SQLException | RuntimeException ex) {
			publish(Event.Kind.WARNING, "times before the failover may not be restored: " + ex.getMessage());
		}
	}

	/** Shows the times that can be restored. */
	void tell() throws SQLException {
		List<Instant> taken = this.backups.taken();
		publish(Event.Kind.PROGRESS, taken.isEmpty() ? "no base backup yet" : "restores to any time from %s to %s"
			.formatted(time(ceiling(taken.get(0))), time(this.backups.archive())));
	}

	/**
	 * Makes a new instance with what was committed at a time.
	 * @param argument the time with its offset, such as {@code 2027-01-31T12:00:00Z}, or
	 * {@code latest}
	 * @return host and port of the new instance
	 */
	synchronized String restore(String argument) throws SQLException, IOException {
		Instant latest = this.backups.archive();
		Instant time = argument.equals(LATEST) ? latest : parse(argument);
		check(time, latest);
		RestartingServer server = new RestartingServer("%s-restored-%d".formatted(this.name, ++this.restores), "RDS",
				this.lab);
		try {
			this.backups.restore(time, server.postgres());
			this.parameters.configure(server.postgres(), this.lab.certificateAuthority());
			server.start();
		}
		catch (IOException | RuntimeException ex) {
			server.close();
			Folders.delete(server.postgres().data());
			throw ex;
		}
		TcpProxy proxy = this.endpoint.another(() -> server.postgres().address());
		this.restored.add(proxy);
		this.restored.add(server);
		publish(Event.Kind.HEALTHY, "a new instance with what was committed at %s is %s; this one is unchanged"
			.formatted(time(time), Endpoint.address(proxy)));
		return Endpoint.address(proxy);
	}

	@Override
	public synchronized void close() {
		for (AutoCloseable part : this.restored) {
			try {
				part.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	/** Ends what was restored, and deletes all backups. */
	void delete() {
		close();
		Folders.delete(this.folder);
	}

	private void check(Instant time, Instant latest) {
		List<Instant> taken = this.backups.taken();
		if (taken.isEmpty()) {
			throw new IllegalStateException(this.name + " has no base backup yet: try again in a moment");
		}
		if (time.isBefore(taken.get(0))) {
			throw new IllegalArgumentException("%s is before the first backup; the earliest time is %s"
				.formatted(time(time), time(ceiling(taken.get(0)))));
		}
		if (time.isAfter(latest)) {
			throw new IllegalArgumentException(
					"%s is in the future; the latest time is %s".formatted(time(time), time(latest)));
		}
	}

	private static Instant parse(String argument) {
		try {
			return OffsetDateTime.parse(argument).toInstant();
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException(
					"restore needs a time such as %s, or %s, not '%s'".formatted(time(Instant.now()), LATEST, argument),
					ex);
		}
	}

	private static Instant ceiling(Instant time) {
		return time.plusMillis(1);
	}

	private static Instant time(Instant time) {
		return time.truncatedTo(ChronoUnit.MILLIS);
	}

	private void publish(Event.Kind kind, String message) {
		this.lab.events().publish(kind, this.name, message);
	}

}
