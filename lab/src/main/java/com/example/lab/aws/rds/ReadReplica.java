package com.example.lab.aws.rds;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Event;
import com.example.lab.postgres.PostgresHost;
import com.example.lab.postgres.PostgresServer;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import com.example.lab.standin.Zonal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::RDS::DBInstance} with a {@code SourceDBInstanceIdentifier}: a PostgreSQL
 * that follows another instance by asynchronous streaming and answers reads, behind a
 * port of its own. It goes on when its source fails over. Promoted, it is an instance of
 * its own, without backups.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.html">Read
 * replicas for RDS for PostgreSQL</a>
 */
final class ReadReplica implements StandIn, PostgresHost, Zonal {

	static final String SOURCE = "SourceDBInstanceIdentifier";

	private final Resource resource;

	private final LabContext lab;

	private final Endpoint endpoint;

	private final String zone;

	private final RestartingServer server;

	private Parameters parameters = Parameters.DEFAULTS;

	private volatile @Nullable Follower follower;

	/**
	 * Reserves a port.
	 * @param resource the resource
	 * @param lab its context
	 */
	ReadReplica(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.server = new RestartingServer(resource.name(), "RDS", lab);
		this.endpoint = new Endpoint(resource, lab, () -> this.server.postgres().address(), () -> {
		});
		List<String> zones = InstanceProperties.zones(resource.properties(), lab.template());
		// The primary begins in the first one.
		this.zone = zones.get(zones.size() - 1);
	}

	@Override
	public String ref() {
		return this.resource.logicalId();
	}

	@Override
	public String attribute(String name) {
		return switch (name) {
			case "DBInstanceArn" -> "arn:aws:rds:%s:000000000000:db:%s".formatted(this.lab.region(), ref());
			case "DbiResourceId" -> "db-" + ref();
			case "Endpoint.Address", "Endpoint.Port" -> this.endpoint.attribute(name);
			default -> throw this.resource.lacks(name);
		};
	}

	@Override
	public String address() {
		return this.endpoint.address();
	}

	@Override
	public void start(JsonNode properties) throws IOException, SQLException {
		DBInstance source = source(properties.path(SOURCE).asString(""));
		if (!source.isBackedUp()) {
			throw new IllegalArgumentException(
					"Its source %s has no backups, which a read replica needs. Set its BackupRetentionPeriod to 1 or more."
						.formatted(source.ref()));
		}
		this.parameters = parameters(properties);
		Follower made = new Follower(this.resource.name(), this.lab, source, this.server, this.parameters);
		this.follower = made;
		made.follow();
		this.endpoint.take();
		publish("follows %s; reads are answered in zone %s".formatted(source.ref(), this.zone));
	}

	@Override
	public boolean canChange(String property) {
		return InstanceProperties.inPlace(property);
	}

	@Override
	public void update(JsonNode properties) throws IOException {
		Parameters wanted = parameters(properties);
		if (!wanted.equals(this.parameters)) {
			this.server.reboot(this.parameters, wanted);
			this.parameters = wanted;
		}
	}

	@Override
	public void templateChanged() {
		this.endpoint.templateChanged();
	}

	@Override
	public PostgresServer postgres() {
		return this.server.postgres();
	}

	@Override
	public List<Drill> drills() {
		return List.of(
				new Drill("kill", "kills PostgreSQL; after a few seconds it recovers and follows again",
						(unused) -> this.server.kill()),
				new Drill("reboot", "reboots the replica, which ends all connections",
						(unused) -> this.server.reboot()),
				new Drill("lag", "applies each change N milliseconds late; 0 ends it", this::lag),
				new Drill("pause-replay", "applies no change until resume-replay", (unused) -> running().pause()),
				new Drill("resume-replay", "applies what has arrived meanwhile", (unused) -> running().resume()),
				new Drill("promote", "makes it an instance of its own, which takes writes", (unused) -> promote()),
				this.endpoint.slow());
	}

	private void lag(String millis) throws SQLException {
		if (!millis.matches("\\d{1,7}")) {
			throw new IllegalArgumentException("lag needs a number of milliseconds, not '%s'".formatted(millis));
		}
		running().lag(Duration.ofMillis(Long.parseLong(millis)));
	}

	private void promote() throws InterruptedException, SQLException {
		running().promote();
		publish("is an instance of its own now, without backups");
	}

	/** Bytes, because on an idle source the time of the last commit only gets older. */
	@Override
	public String condition() {
		Follower running = this.follower;
		if (running == null || running.isPromoted()) {
			return (running == null) ? "" : "promoted";
		}
		try {
			return running.behind() + " bytes behind";
		}
		catch (SQLException ex) {
			return "does not respond";
		}
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
	public void close() {
		this.endpoint.close();
		Follower running = this.follower;
		if (running != null) {
			running.close();
		}
		this.server.close();
	}

	@Override
	public void delete() {
		Follower running = this.follower;
		close();
		if (running != null) {
			running.leave();
		}
		this.server.delete();
	}

	/**
	 * Called when another server of an instance is its primary.
	 */
	void promoted(DBInstance instance) {
		Follower running = this.follower;
		if (running != null && running.follows(instance)) {
			running.sourcePromoted();
		}
	}

	private Parameters parameters(JsonNode properties) {
		return Parameters.of(this.lab.standIns().get(properties.path("DBParameterGroupName").asString("")))
			.forInstance(InstanceClass.of(properties.path("DBInstanceClass").asString("")));
	}

	private DBInstance source(String id) {
		if (this.lab.standIns().get(id.substring(id.lastIndexOf(':') + 1)) instanceof DBInstance found) {
			return found;
		}
		throw new IllegalArgumentException(
				"Its source '%s' is no instance of this template; the lab replicates within a template.".formatted(id));
	}

	private Follower running() {
		Follower running = this.follower;
		if (running == null) {
			throw new IllegalStateException(this.resource.path() + " does not run yet");
		}
		return running;
	}

	private void publish(String message) {
		this.lab.events().publish(Event.Kind.HEALTHY, this.resource.name(), message);
	}

}
