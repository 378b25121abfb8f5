package com.example.lab.aws.rds;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;

/** One server in one zone, which is started again when it dies. */
final class SingleAz implements Servers {

	private final String zone;

	private final Parameters parameters;

	private final RestartingServer server;

	private final Instant since = Instant.now();

	SingleAz(String name, LabContext lab, String zone, Parameters parameters) {
		this(zone, parameters, new RestartingServer(name, "RDS", lab));
	}

	/** Goes on with a server that runs. */
	SingleAz(String zone, Parameters parameters, RestartingServer server) {
		this.zone = zone;
		this.parameters = parameters;
		this.server = server;
	}

	@Override
	public List<RestartingServer> all() {
		return List.of(this.server);
	}

	@Override
	public void create(MasterUser master, String database) throws IOException, SQLException {
		this.server.create(this.parameters, master, database);
	}

	@Override
	public RestartingServer primary() {
		return this.server;
	}

	@Override
	public InetSocketAddress address() {
		return this.server.postgres().address();
	}

	@Override
	public List<InstanceZone> roles() {
		return List.of(new InstanceZone(this.zone, InstanceZone.Role.PRIMARY, this.since));
	}

	@Override
	public List<Drill> drills() {
		return List.of(
				new Drill("kill", "kills PostgreSQL; after a few seconds it recovers, as RDS does",
						(unused) -> this.server.kill()),
				new Drill("reboot", "reboots the instance, which ends all connections",
						(unused) -> this.server.reboot()));
	}

	@Override
	public List<String> zones() {
		return List.of(this.zone);
	}

	@Override
	public void zoneDown(String zone) {
		if (zone.equals(this.zone)) {
			this.server.powerOff();
		}
	}

	@Override
	public void zoneUp(String zone) {
		if (zone.equals(this.zone)) {
			this.server.powerOn();
			this.server.restart();
		}
	}

	@Override
	public void reboot(Parameters before, Parameters after) throws IOException {
		this.server.reboot(before, after);
	}

	@Override
	public RestartingServer dissolve() {
		return this.server;
	}

	@Override
	public void close() {
		this.server.close();
	}

}
