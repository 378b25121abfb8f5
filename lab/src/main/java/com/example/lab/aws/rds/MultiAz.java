package com.example.lab.aws.rds;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.List;

import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;

/**
 * A primary in one zone and its synchronous standby in another: what can be done with
 * them.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html">Multi-AZ
 * DB instance deployments</a>
 */
final class MultiAz implements Servers {

	private final String name;

	private final ReplicatedPair pair;

	/**
	 * Two servers that have no data yet.
	 * @param zones the first two are used
	 * @param parameters of both
	 * @param promoted called when another server is the primary, before clients connect
	 * to it
	 */
	MultiAz(String name, LabContext lab, List<String> zones, Parameters parameters, Runnable promoted) {
		this(name, lab, zones, parameters, promoted, null);
	}

	/**
	 * Creates a standby for a running server; {@link #join} starts it.
	 * @param running in the first zone; null for a new one
	 */
	MultiAz(String name, LabContext lab, List<String> zones, Parameters parameters, Runnable promoted,
			@Nullable RestartingServer running) {
		if (zones.size() < 2) {
			throw new IllegalArgumentException(
					"MultiAZ is true, and its subnets are in %s only; give it subnets in two zones.".formatted(zones));
		}
		this.name = name;
		this.pair = new ReplicatedPair(name, lab, zones.subList(0, 2), parameters, promoted, running);
	}

	@Override
	public List<RestartingServer> all() {
		return this.pair.places().stream().map(Place::server).toList();
	}

	@Override
	public void create(MasterUser master, String database) throws IOException, SQLException {
		this.pair.create(master, database);
	}

	void join() throws IOException, SQLException {
		this.pair.join();
	}

	@Override
	public void reboot(Parameters before, Parameters after) throws InterruptedException {
		refuseWhileFailingOver();
		this.pair.reboot(before, after);
	}

	@Override
	public RestartingServer dissolve() {
		refuseWhileFailingOver();
		return this.pair.dissolve();
	}

	@Override
	public RestartingServer primary() {
		return this.pair.primary().server();
	}

	@Override
	public @Nullable InetSocketAddress address() {
		return this.pair.failingOver() ? null : primary().postgres().address();
	}

	@Override
	public List<InstanceZone> roles() {
		return this.pair.roles();
	}

	@Override
	public List<Drill> drills() {
		return List.of(
				new Drill("failover", "reboots with failover: the standby becomes the primary", (unused) -> failOver()),
				new Drill("kill", "kills the primary; the standby becomes the primary, as on RDS", (unused) -> kill()),
				new Drill("kill-standby", "kills the standby; writes continue without it, and a new one is created",
						(unused) -> standbyThatIsThere().place().server().kill()),
				new Drill("reboot", "reboots the primary without failover, which ends all connections",
						(unused) -> reboot()));
	}

	@Override
	public List<String> zones() {
		return this.pair.places().stream().map(Place::zone).toList();
	}

	@Override
	public void zoneDown(String zone) {
		serversIn(zone).forEach(RestartingServer::powerOff);
	}

	@Override
	public void zoneUp(String zone) {
		serversIn(zone).forEach((server) -> {
			server.powerOn();
			this.pair.onThread(() -> {
				if (server == primary()) {
					server.restart();
				}
				else {
					this.pair.standby().rebuild();
				}
			});
		});
	}

	@Override
	public void close() {
		this.pair.close();
	}

	private List<RestartingServer> serversIn(String zone) {
		return this.pair.places().stream().filter((place) -> place.zone().equals(zone)).map(Place::server).toList();
	}

	private synchronized void failOver() {
		refuseWhileFailingOver();
		standbyThatIsThere();
		this.pair.failOver("reboot with failover");
	}

	private synchronized void kill() {
		refuseWhileFailingOver();
		primary().kill();
	}

	private void reboot() throws InterruptedException {
		refuseWhileFailingOver();
		this.pair.reboot();
	}

	private void refuseWhileFailingOver() {
		if (this.pair.failingOver()) {
			throw new IllegalStateException(
					"%s is failing over. Nothing was changed. Wait until its event names the new primary"
						.formatted(this.name));
		}
	}

	private Standby standbyThatIsThere() {
		Standby found = this.pair.standby();
		if (!found.there()) {
			throw new IllegalStateException("%s has no standby now: %s".formatted(this.name, found.expected()));
		}
		return found;
	}

}
