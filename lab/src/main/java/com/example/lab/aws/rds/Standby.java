package com.example.lab.aws.rds;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ScheduledFuture;

import com.example.lab.event.Event;
import com.example.lab.postgres.Replication;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;

/**
 * The standby of an instance. It has each write before that is acknowledged, or is lost;
 * then the primary continues alone until there is a new one. Everything here happens on
 * the thread of {@link ReplicatedPair}.
 */
final class Standby {

	/** RDS does not document how long; there it depends on the storage. */
	private static final Duration REBUILD = Duration.ofSeconds(60);

	private static final Duration AGAIN = Duration.ofSeconds(1);

	/** A standby connects again when the primary was rebooted. */
	private static final Duration GRACE = Duration.ofSeconds(2);

	private final String name;

	private final LabContext lab;

	private final Place primary;

	private final Place place;

	private final Parameters parameters;

	private final OneThread thread;

	private final Replication replication;

	private @Nullable ScheduledFuture<?> pending;

	private long seen;

	private volatile boolean there;

	private volatile Instant since = Instant.now();

	private volatile @Nullable Instant expected;

	/**
	 * A standby that is not there.
	 */
	Standby(String name, LabContext lab, Place primary, Place place, Parameters parameters, OneThread thread) {
		this.name = name;
		this.lab = lab;
		this.primary = primary;
		this.place = place;
		this.parameters = parameters;
		this.thread = thread;
		this.replication = new Replication(primary.server().postgres(), place.server().postgres());
	}

	Place place() {
		return this.place;
	}

	/** Whether it has every write that was acknowledged. */
	boolean there() {
		return this.there;
	}

	InstanceZone role() {
		return new InstanceZone(this.place.zone(), this.there ? InstanceZone.Role.STANDBY : InstanceZone.Role.LOST,
				this.since);
	}

	/** When it is back, for a person. */
	String expected() {
		if (this.place.server().isOff()) {
			return "the zone %s has lost its power, and gets one when that is back".formatted(this.place.zone());
		}
		Instant time = this.expected;
		return "the zone %s gets one %s".formatted(this.place.zone(),
				(time != null) ? "soon after " + time.truncatedTo(ChronoUnit.SECONDS) : "now");
	}

	/** Makes it from the primary, and every commit wait for it. */
	void build() throws SQLException, IOException {
		this.place.server().stop();
		this.replication.begin();
		this.parameters.configure(this.place.server().postgres(), this.lab.certificateAuthority());
		this.place.server().start();
		this.replication.synchronise();
		this.seen = System.nanoTime();
		this.since = Instant.now();
		this.expected = null;
		this.there = true;
	}

	/** Checks that it still replicates. */
	void look() {
		try {
			if (this.replication.streams()) {
				this.seen = System.nanoTime();
			}
			else if (!this.there) {
				// Again, because the primary was not there when the standby was lost.
				this.replication.release();
			}
			else if (System.nanoTime() - this.seen > GRACE.toNanos()) {
				lost("it does not respond");
			}
		}
		catch (SQLException | RuntimeException ex) {
			// The primary is not there; the handler of its exit does what is needed.
			this.seen = System.nanoTime();
		}
	}

	/**
	 * Lets the primary continue alone, and creates a new standby later.
	 */
	void lost(String why) {
		if (!this.there) {
			return;
		}
		// First of all: it may lack a write from now on, so no failover may use it.
		this.there = false;
		if (this.place.server().runs()) {
			this.place.server().kill();
		}
		try {
			this.replication.release();
		}
		catch (SQLException ex) {
			// The next look does it.
		}
		rebuildLater("the standby in zone %s is lost: %s; writes continue in zone %s alone".formatted(this.place.zone(),
				why, this.primary.zone()));
	}

	void rebuildLater(String why) {
		Duration wait = this.lab.clock().shorten(REBUILD);
		this.since = Instant.now();
		this.expected = Instant.now().plus(wait);
		publish(Event.Kind.UNHEALTHY, "%s; a new standby is made %s".formatted(why, this.place.server().isOff()
				? "when that zone has power" : "after about a minute, here " + RestartingServer.seconds(wait)));
		schedule(wait);
	}

	/** Recreates it, unless that was done or its zone has no power. */
	void rebuild() {
		if (this.there || this.place.server().isOff()) {
			return;
		}
		if (!this.primary.server().runs()) {
			schedule(AGAIN);
			return;
		}
		long begin = System.nanoTime();
		try {
			build();
			publish(Event.Kind.HEALTHY, "has a standby again, in zone %s, made in %s; each write is in both zones"
				.formatted(this.place.zone(), RestartingServer.seconds(Duration.ofNanos(System.nanoTime() - begin))));
		}
		catch (SQLException | IOException | RuntimeException ex) {
			if (!this.thread.closed()) {
				publish(Event.Kind.WARNING,
						"no standby yet, the next try is in %d s: %s".formatted(AGAIN.toSeconds(), ex.getMessage()));
				schedule(AGAIN);
			}
		}
	}

	/**
	 * Makes it the primary, which nothing but its own client waits for.
	 */
	void promote() throws SQLException {
		this.there = false;
		this.replication.promote();
	}

	/** Ends; the primary continues alone. */
	void leave() {
		this.there = false;
		if (this.place.server().runs()) {
			this.place.server().kill();
		}
		try {
			this.replication.release();
		}
		catch (SQLException ex) {
			publish(Event.Kind.WARNING, "the primary does not answer: " + ex.getMessage());
		}
		close();
	}

	void close() {
		ScheduledFuture<?> planned = this.pending;
		if (planned != null) {
			planned.cancel(false);
		}
		this.replication.close();
	}

	private void schedule(Duration wait) {
		ScheduledFuture<?> before = this.pending;
		if (before != null) {
			before.cancel(false);
		}
		this.pending = this.thread.later(wait, this::rebuild);
	}

	private void publish(Event.Kind kind, String message) {
		this.lab.events().publish(kind, this.name, message);
	}

}
