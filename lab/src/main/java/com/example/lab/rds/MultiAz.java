package com.example.lab.rds;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.example.lab.event.Event;
import com.example.lab.network.Ports;
import com.example.lab.standin.Drill;
import com.example.lab.standin.Lab;
import org.jspecify.annotations.Nullable;

/**
 * A primary in one zone and its synchronous standby in another. When the primary dies the
 * standby becomes the primary, and a new standby is made where the old primary was. All
 * changes happen on one thread.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html">Multi-AZ
 * DB instance deployments</a>
 */
final class MultiAz implements Servers {

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

	private final Lab lab;

	private final Parameters parameters;

	private final List<Place> places;

	private final Runnable promoted;

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread made = new Thread(task, "multi-az");
		made.setDaemon(true);
		return made;
	});

	private volatile Place primary;

	private volatile Standby standby;

	private volatile Instant since = Instant.now();

	private volatile boolean failingOver;

	/**
	 * Two servers that have no data yet.
	 * @param zones the first two are used
	 * @param parameters of both
	 * @param promoted called when another server is the primary, before anybody is led
	 * there
	 */
	MultiAz(String name, Lab lab, List<String> zones, Parameters parameters, Runnable promoted) {
		this.name = name;
		this.lab = lab;
		this.promoted = promoted;
		if (zones.size() < 2) {
			throw new IllegalArgumentException(
					"MultiAZ is true, and its subnet group covers %s only; give it subnets in two zones."
						.formatted(zones));
		}
		this.parameters = parameters;
		this.places = zones.stream().limit(2).map(this::place).toList();
		this.primary = this.places.get(0);
		this.standby = standby(this.places.get(1));
	}

	@Override
	public List<RestartingServer> all() {
		return this.places.stream().map(Place::server).toList();
	}

	@Override
	public void create(MasterUser master, String database) throws IOException, SQLException {
		this.primary.server().create(this.parameters, master, database);
		this.standby.build();
		this.thread.scheduleWithFixedDelay(() -> this.standby.look(), 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
		publish(Event.Kind.HEALTHY, "the primary is in zone %s, its standby in zone %s; each write is in both zones"
			.formatted(this.primary.zone(), this.standby.place().zone()));
	}

	@Override
	public RestartingServer primary() {
		return this.primary.server();
	}

	@Override
	public @Nullable InetSocketAddress address() {
		return this.failingOver ? null : primary().postgres().address();
	}

	@Override
	public List<InstanceZone> roles() {
		InstanceZone.Role role = this.failingOver ? InstanceZone.Role.FAILING_OVER : InstanceZone.Role.PRIMARY;
		return List.of(new InstanceZone(this.primary.zone(), role, this.since), this.standby.role());
	}

	@Override
	public List<Drill> drills() {
		return List.of(
				new Drill("failover", "reboots with failover: the standby becomes the primary", (unused) -> failOver()),
				new Drill("kill", "kills the primary; the standby becomes the primary, as on RDS", (unused) -> kill()),
				new Drill("kill-standby", "kills the standby; writes go on without it, and a new one is made",
						(unused) -> standbyThatIsThere().place().server().kill()),
				new Drill("reboot", "reboots the primary without failover, which ends all connections",
						(unused) -> reboot()));
	}

	@Override
	public List<String> zones() {
		return this.places.stream().map(Place::zone).toList();
	}

	@Override
	public void zoneDown(String zone) {
		this.places.stream().filter((place) -> place.zone().equals(zone)).forEach((place) -> place.server().powerOff());
	}

	@Override
	public void zoneUp(String zone) {
		this.places.stream().filter((place) -> place.zone().equals(zone)).forEach((place) -> {
			place.server().powerOn();
			onThread(() -> {
				if (place == this.primary) {
					place.server().restart();
				}
				else {
					this.standby.rebuild();
				}
			});
		});
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
		try {
			this.thread.awaitTermination(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.standby.close();
		// The standby first: its primary waits for it when it stops.
		this.standby.place().server().close();
		primary().close();
	}

	private synchronized void failOver() {
		refuseWhileFailingOver();
		standbyThatIsThere();
		this.failingOver = true;
		onThread(() -> failOver("reboot with failover"));
	}

	private synchronized void kill() {
		refuseWhileFailingOver();
		primary().kill();
	}

	private void reboot() throws InterruptedException {
		refuseWhileFailingOver();
		try {
			this.thread.submit(() -> primary().reboot()).get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("%s does not reboot: %s".formatted(this.name, ex.getMessage()), ex);
		}
	}

	private void refuseWhileFailingOver() {
		if (this.failingOver) {
			throw new IllegalStateException("%s is failing over from zone %s to zone %s: wait until it has"
				.formatted(this.name, this.primary.zone(), this.standby.place().zone()));
		}
	}

	private Standby standbyThatIsThere() {
		Standby found = this.standby;
		if (!found.there()) {
			throw new IllegalStateException("%s has no standby now: %s".formatted(this.name, found.expected()));
		}
		return found;
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

	/** On the thread. */
	private void failOver(String why) {
		Place from = this.primary;
		Standby to = this.standby;
		if (!to.there()) {
			// It was lost, or became the primary, just before.
			this.failingOver = false;
			return;
		}
		this.failingOver = true;
		long begin = System.nanoTime();
		Duration wait = this.lab.clock().shorten(FAILOVER);
		publish(Event.Kind.DIED, "%s in zone %s; RDS fails over to zone %s, which takes 60 to 120 s, here %s"
			.formatted(why, from.zone(), to.place().zone(), RestartingServer.seconds(wait)));
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
		while (System.nanoTime() - begin < wait.toNanos()) {
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

	private Place place(String zone) {
		String file = this.name.replace('/', '-') + "-" + zone;
		Place place = new Place(zone, new RestartingServer(this.name, "RDS", this.lab, file));
		place.server().whenItDies((code) -> onThread(() -> died(place, code)));
		return place;
	}

	private void onThread(Runnable task) {
		try {
			this.thread.execute(task);
		}
		catch (RejectedExecutionException ex) {
			// It is being closed.
		}
	}

	private void publish(Event.Kind kind, String message) {
		this.lab.events().publish(kind, this.name, message);
	}

	/**
	 * A server and where it is.
	 *
	 * @param zone such as {@code us-east-1a}
	 * @param server the server
	 */
	record Place(String zone, RestartingServer server) {
	}

}
