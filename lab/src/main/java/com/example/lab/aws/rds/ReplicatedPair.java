package com.example.lab.aws.rds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.example.lab.event.Event;
import com.example.lab.network.Ports;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;

/**
 * A primary in one zone and its standby in another. When the primary dies the standby
 * becomes the primary, and a new standby is made where the old primary was. All that
 * changes does so on one thread.
 */
final class ReplicatedPair implements AutoCloseable {

	/**
	 * Typically 60 to 120 s on AWS.
	 *
	 * @see <a href=
	 * "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html">Failing
	 * over a Multi-AZ DB instance</a>
	 */
	private static final Duration FAILOVER = Duration.ofSeconds(60);

	private static final Duration LOOK = Duration.ofMillis(200);

	/** What a process that was killed ends with. */
	private static final int KILLED = 137;

	private final String name;

	private final LabContext lab;

	private volatile Parameters parameters;

	private final Runnable promoted;

	private final OneThread thread = new OneThread("replicated-pair");

	private final List<Place> places;

	private volatile Place primary;

	private volatile Standby standby;

	private volatile Instant since = Instant.now();

	private volatile boolean failingOver;

	/**
	 * Two servers that have no data yet, or one that runs and its standby to be.
	 * @param zones of the primary and of the standby
	 * @param parameters of both
	 * @param promoted called when another server is the primary, before clients connect
	 * to it
	 * @param running in the first zone; null for a new one
	 */
	ReplicatedPair(String name, LabContext lab, List<String> zones, Parameters parameters, Runnable promoted,
			@Nullable RestartingServer running) {
		this.name = name;
		this.lab = lab;
		this.parameters = parameters;
		this.promoted = promoted;
		this.places = List.of(place(zones.get(0), (running != null) ? running : server(zones.get(0))),
				place(zones.get(1), server(zones.get(1))));
		this.primary = this.places.get(0);
		this.standby = standby(this.places.get(1));
	}

	/**
	 * Makes a new database and its standby, and starts them.
	 * @param database the master user's own; empty for none
	 */
	void create(MasterUser master, String database) throws IOException, SQLException {
		this.primary.server().create(this.parameters, master, database);
		join();
	}

	/** Makes the standby of a primary that runs. */
	void join() throws IOException, SQLException {
		this.standby.build();
		this.thread.each(LOOK, () -> this.standby.look());
		publish(Event.Kind.HEALTHY, "the primary is in zone %s, its standby in zone %s; each write is in both zones"
			.formatted(this.primary.zone(), this.standby.place().zone()));
	}

	List<Place> places() {
		return this.places;
	}

	Place primary() {
		return this.primary;
	}

	Standby standby() {
		return this.standby;
	}

	boolean failingOver() {
		return this.failingOver;
	}

	/** The role of each server, the primary first. */
	List<InstanceZone> roles() {
		InstanceZone.Role role = this.failingOver ? InstanceZone.Role.FAILING_OVER : InstanceZone.Role.PRIMARY;
		return List.of(new InstanceZone(this.primary.zone(), role, this.since), this.standby.role());
	}

	/**
	 * Begins to fail over, and does not wait for the end.
	 */
	void failOver(String why) {
		Duration time = this.lab.clock().shorten(FAILOVER);
		this.failingOver = true;
		publish(Event.Kind.STOPPED, "%s in zone %s; RDS fails over to zone %s, which takes 60 to 120 s, here %s"
			.formatted(why, this.primary.zone(), this.standby.place().zone(), RestartingServer.seconds(time)));
		onThread(() -> failOverWithin(time));
	}

	/** Reboots the primary without failover. */
	void reboot() throws InterruptedException {
		this.thread.await(() -> this.primary.server().reboot());
	}

	/** Reboots the primary and recreates its standby, with other parameters. */
	void reboot(Parameters before, Parameters after) throws InterruptedException {
		this.thread.await(() -> {
			try {
				this.primary.server().reboot(before, after);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			this.parameters = after;
			Place place = this.standby.place();
			this.standby.leave();
			before.byName().keySet().forEach(place.server().postgres()::reset);
			this.standby = standby(place);
			this.standby.rebuild();
		});
	}

	/** Ends the standby; the primary continues alone. */
	RestartingServer dissolve() {
		this.thread.close();
		this.standby.leave();
		this.standby.place().server().delete();
		this.primary.server().diesAlone();
		return this.primary.server();
	}

	/** Does something between two changes of the pair. */
	void onThread(Runnable task) {
		this.thread.later(Duration.ZERO, task);
	}

	@Override
	public void close() {
		this.thread.close();
		this.standby.close();
		// The standby first: its primary waits for it when it stops.
		this.standby.place().server().close();
		this.primary.server().close();
	}

	private void died(Place place, int code) {
		if (place.server().runs()) {
			// It was started again meanwhile.
			return;
		}
		String what = "PostgreSQL ended with " + code;
		if (place != this.primary) {
			this.standby.lost(what);
		}
		else if (this.standby.there()) {
			failOver(what);
		}
		else {
			place.server().restartLater(code);
		}
	}

	private void failOverWithin(Duration time) {
		Place from = this.primary;
		Standby to = this.standby;
		if (!to.there()) {
			// It was lost, or became the primary, just before.
			this.failingOver = false;
			if (!from.server().runs()) {
				from.server().restartLater(KILLED);
			}
			return;
		}
		this.failingOver = true;
		long begin = System.nanoTime();
		if (from.server().runs()) {
			from.server().kill();
		}
		try {
			to.promote();
		}
		catch (SQLException | RuntimeException ex) {
			publish(Event.Kind.UNHEALTHY, "the standby cannot become the primary: " + ex.getMessage());
			this.failingOver = false;
			from.server().restartLater(KILLED);
			to.rebuildLater("there is no standby in zone " + to.place().zone());
			return;
		}
		to.close();
		this.primary = to.place();
		this.standby = standby(from);
		this.promoted.run();
		while (System.nanoTime() - begin < time.toNanos()) {
			Ports.pause();
		}
		this.since = Instant.now();
		this.failingOver = false;
		publish(Event.Kind.HEALTHY, "the primary is in zone %s after %s; clients connect to the same address again"
			.formatted(this.primary.zone(), RestartingServer.seconds(Duration.ofNanos(System.nanoTime() - begin))));
		this.standby.rebuildLater("zone %s has no standby".formatted(from.zone()));
	}

	private Standby standby(Place place) {
		return new Standby(this.name, this.lab, this.primary, place, this.parameters, this.thread);
	}

	private RestartingServer server(String zone) {
		return new RestartingServer(this.name, "RDS", this.lab, this.name.replace('/', '-') + "-" + zone);
	}

	private Place place(String zone, RestartingServer server) {
		Place place = new Place(zone, server);
		place.server().whenItDies((code) -> onThread(() -> died(place, code)));
		return place;
	}

	private void publish(Event.Kind kind, String message) {
		this.lab.events().publish(kind, this.name, message);
	}

}
