package com.example.lab.aws.rds;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Event;
import com.example.lab.localstack.DynamicReferences;
import com.example.lab.postgres.PostgresHost;
import com.example.lab.postgres.PostgresServer;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import com.example.lab.standin.Zonal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code AWS::RDS::DBInstance} of its own, with the engine {@code postgres}: a real
 * PostgreSQL with TLS behind a port of this computer, with backups from which new
 * instances are made. Encryption, storage, subnets, log exports, monitoring, insights,
 * windows, deletion protection, accessibility from outside and the engine's minor version
 * have no effect.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html">AWS::RDS::DBInstance</a>
 */
public final class DBInstance implements StandIn, PostgresHost, Zonal {

	private static final String MULTI_AZ = "MultiAZ";

	private static final String PASSWORD = "MasterUserPassword";

	private static final String PARAMETER_GROUP = "DBParameterGroupName";

	private final Resource resource;

	private final LabContext lab;

	private final Endpoint endpoint;

	private final List<String> zones;

	private JsonNode properties = JsonMapper.shared().createObjectNode();

	private volatile Parameters parameters = Parameters.DEFAULTS;

	private volatile @Nullable Servers servers;

	private volatile @Nullable InstanceBackups backups;

	private DBInstance(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.endpoint = new Endpoint(resource, lab, this::target, () -> {
		});
		this.zones = InstanceProperties.zones(resource.properties(), lab.template());
	}

	/**
	 * Reserves a port, unless the instance is in a cluster, which has one.
	 * @param resource the resource
	 * @param lab its context
	 * @return the stand-in
	 */
	public static StandIn of(Resource resource, LabContext lab) {
		if (resource.properties().has(ClusterInstance.CLUSTER)) {
			return new ClusterInstance(resource, lab);
		}
		return resource.properties().has(ReadReplica.SOURCE) ? new ReadReplica(resource, lab)
				: new DBInstance(resource, lab);
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
		InstanceProperties.check(properties);
		this.properties = properties;
		Parameters wanted = parameters(properties);
		this.parameters = wanted;
		MasterUser master = MasterUser.of(properties, new DynamicReferences(this.lab::localStack));
		Servers made = servers(properties, wanted);
		InstanceBackups backedUp = InstanceProperties.backedUp(properties)
				? new InstanceBackups(this.resource.name(), this.lab, this.endpoint, wanted, this::postgres) : null;
		if (backedUp != null) {
			backedUp.of(made);
		}
		this.backups = backedUp;
		this.servers = made;
		made.create(master, properties.path("DBName").asString(""));
		this.endpoint.take();
		publish("takes connections %s, %s at most; %s".formatted(wanted.tls(), wanted.byName().get("max_connections"),
				InstanceProperties.storage(properties)));
		if (backedUp != null) {
			made.primary().later(Duration.ZERO, backedUp::takeFirst);
		}
	}

	@Override
	public boolean canChange(String property) {
		return InstanceProperties.inPlace(property);
	}

	/**
	 * Another class or parameter group reboots it; a standby is made, or ended, while it
	 * goes on.
	 */
	@Override
	public void update(JsonNode properties) throws Exception {
		InstanceProperties.check(properties);
		if (InstanceProperties.backedUp(properties) != InstanceProperties.backedUp(this.properties)) {
			throw new IllegalArgumentException(
					"The lab does not begin or end backups while it runs: leave BackupRetentionPeriod at 0, or above.");
		}
		if (!properties.path(PASSWORD).equals(this.properties.path(PASSWORD))) {
			MasterUser.of(properties, new DynamicReferences(this.lab::localStack)).changePassword(postgres());
		}
		changeTo(parameters(properties));
		boolean standby = properties.path(MULTI_AZ).asBoolean(false);
		if (standby != this.properties.path(MULTI_AZ).asBoolean(false)) {
			changeZones(standby);
		}
		this.properties = properties;
	}

	/** Its parameter group may have changed. */
	void parametersChanged() throws Exception {
		if (this.servers != null) {
			changeTo(parameters(this.properties));
		}
	}

	boolean isBackedUp() {
		return this.backups != null;
	}

	boolean isIn(String parameterGroup) {
		return this.properties.path(PARAMETER_GROUP).asString("").equals(parameterGroup);
	}

	private Parameters parameters(JsonNode properties) {
		return Parameters.of(this.lab.standIns().get(properties.path(PARAMETER_GROUP).asString("")))
			.forInstance(InstanceClass.of(properties.path("DBInstanceClass").asString("")));
	}

	/**
	 * A static parameter, as most that RDS itself adds are, holds after a reboot.
	 */
	private void change(String change) throws Exception {
		changeTo(this.parameters.with(change));
		publish("rebooted with %s, until down".formatted(change));
	}

	private void changeTo(Parameters wanted) throws Exception {
		if (wanted.equals(this.parameters)) {
			return;
		}
		running().reboot(this.parameters, wanted);
		this.parameters = wanted;
		InstanceBackups backedUp = this.backups;
		if (backedUp != null) {
			backedUp.parameters(wanted);
		}
	}

	private void changeZones(boolean standby) throws IOException, SQLException {
		Servers before = running();
		String zone = primary().zone();
		RestartingServer server = before.dissolve();
		if (!standby) {
			this.servers = new SingleAz(zone, this.parameters, server);
			publish("has no standby any more; zone %s continues alone".formatted(zone));
			return;
		}
		List<String> wanted = Stream.concat(Stream.of(zone), zonesNow().stream()).distinct().toList();
		MultiAz pair = new MultiAz(this.resource.name(), this.lab, wanted, this.parameters, this::promoted, server);
		InstanceBackups backedUp = this.backups;
		if (backedUp != null) {
			backedUp.of(pair);
		}
		this.servers = pair;
		try {
			pair.join();
		}
		catch (IOException | SQLException | RuntimeException ex) {
			this.servers = new SingleAz(zone, this.parameters, pair.dissolve());
			throw ex;
		}
	}

	private List<String> zonesNow() {
		return InstanceProperties.zones(this.lab.template().now(this.resource).properties(), this.lab.template());
	}

	@Override
	public void templateChanged() {
		this.endpoint.templateChanged();
	}

	@Override
	public PostgresServer postgres() {
		return running().primary().postgres();
	}

	/**
	 * Makes a new instance beside this one from its backups.
	 * @param time with its offset, such as {@code 2027-01-31T12:00:00Z}, or
	 * {@code latest}
	 * @return host and port of the new instance, which runs until the cloud is closed
	 * @throws IllegalArgumentException if the time is before the first backup or in the
	 * future
	 * @throws SQLException if this instance does not answer
	 * @throws IOException if the disk is full
	 */
	public String restore(String time) throws SQLException, IOException {
		return backups().restore(time);
	}

	@Override
	public List<Drill> drills() {
		return Stream.concat(running().drills().stream(), Stream.of(new Drill("parameter",
				"changes a parameter of its group and reboots, as the console does: NAME=VALUE", this::change),
				this.endpoint.slow(),
				new Drill("snapshot", "takes a base backup now, as RDS does each day",
						(unused) -> backups().snapshot()),
				new Drill("backups", "shows the times to which it can be restored", (unused) -> backups().tell()),
				new Drill("restore",
						"makes a new instance with what was committed at a time, such as 2027-01-31T12:00:00Z, or latest",
						this::restore)))
			.toList();
	}

	/**
	 * Which zone takes reads and writes.
	 * @return the zone of the primary, also during a failover, when it accepts no
	 * connections
	 */
	public InstanceZone primary() {
		return running().roles().get(0);
	}

	/**
	 * Which zone has the standby.
	 * @return empty without {@code MultiAZ}
	 */
	public Optional<InstanceZone> standby() {
		return running().roles().stream().skip(1).findFirst();
	}

	@Override
	public String condition() {
		Servers running = this.servers;
		return (running == null || running.roles().size() < 2) ? ""
				: running.roles()
					.stream()
					.map((each) -> each.zone() + " " + each.role().name().toLowerCase(Locale.ROOT).replace('_', ' '))
					.collect(Collectors.joining(", "));
	}

	@Override
	public List<String> zones() {
		return running().zones();
	}

	@Override
	public void zoneDown(String zone) {
		running().zoneDown(zone);
	}

	@Override
	public void zoneUp(String zone) {
		running().zoneUp(zone);
	}

	/**
	 * As the master user, with the password that its secret has now.
	 */
	@Override
	public Map<String, String> access() {
		return MasterUser.of(this.properties, new DynamicReferences(this.lab::localStack))
			.access(address(), this.properties.path("DBName").asString(""), this.lab.certificateAuthority());
	}

	@Override
	public void close() {
		this.endpoint.close();
		InstanceBackups backedUp = this.backups;
		if (backedUp != null) {
			backedUp.close();
		}
		Servers running = this.servers;
		if (running != null) {
			running.close();
		}
	}

	@Override
	public void delete() {
		Servers running = this.servers;
		InstanceBackups backedUp = this.backups;
		close();
		if (backedUp != null) {
			backedUp.delete();
		}
		if (running != null) {
			running.all().forEach(RestartingServer::delete);
		}
	}

	private Servers servers(JsonNode properties, Parameters parameters) {
		String name = this.resource.name();
		return properties.path(MULTI_AZ).asBoolean(false)
				? new MultiAz(name, this.lab, this.zones, parameters, this::promoted)
				: new SingleAz(name, this.lab, this.zones.get(0), parameters);
	}

	private void promoted() {
		InstanceBackups backedUp = this.backups;
		if (backedUp != null) {
			backedUp.followPromotion();
		}
		this.endpoint.cut();
		for (StandIn each : this.lab.standIns().values()) {
			if (each instanceof ReadReplica replica) {
				replica.promoted(this);
			}
		}
	}

	private @Nullable InetSocketAddress target() {
		Servers running = this.servers;
		return (running != null) ? running.address() : null;
	}

	private Servers running() {
		Servers running = this.servers;
		if (running == null) {
			throw new IllegalStateException(this.resource.path() + " does not run yet");
		}
		return running;
	}

	private InstanceBackups backups() {
		InstanceBackups backedUp = this.backups;
		if (backedUp == null) {
			throw new IllegalStateException(
					this.resource.path() + " has no backups: its BackupRetentionPeriod is 0, or it does not run yet");
		}
		return backedUp;
	}

	private void publish(String message) {
		this.lab.events().publish(Event.Kind.HEALTHY, this.resource.name(), message);
	}

}
