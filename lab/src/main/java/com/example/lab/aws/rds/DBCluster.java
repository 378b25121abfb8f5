package com.example.lab.aws.rds;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Event;
import com.example.lab.localstack.DynamicReferences;
import com.example.lab.postgres.PostgresHost;
import com.example.lab.postgres.PostgresServer;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code AWS::RDS::DBCluster} with the engine {@code aurora-postgresql}: a real
 * PostgreSQL with TLS behind a port of this computer, which runs as soon as the cluster
 * has an instance and pauses when no client is connected. Encryption, backups, retention,
 * subnets, log exports, deletion protection and {@code MaxCapacity} have no effect;
 * neither has the engine's minor version.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbcluster.html">AWS::RDS::DBCluster</a>
 */
public final class DBCluster implements StandIn, PostgresHost {

	private static final String ENGINE = "aurora-postgresql";

	private static final String PARAMETER_GROUP = "DBClusterParameterGroupName";

	/** What changes while the cluster keeps its data and its address. */
	private static final Set<String> IN_PLACE = Set.of("AutoMinorVersionUpgrade", "BackupRetentionPeriod",
			"CopyTagsToSnapshot", PARAMETER_GROUP, "DeletionProtection", "EnableCloudwatchLogsExports",
			"EnableHttpEndpoint", "EnableIAMDatabaseAuthentication", "EngineVersion", "PreferredBackupWindow",
			"PreferredMaintenanceWindow", "ServerlessV2ScalingConfiguration", "Tags", "VpcSecurityGroupIds");

	private final Resource resource;

	private final LabContext lab;

	private final Endpoint endpoint;

	private JsonNode properties = JsonMapper.shared().createObjectNode();

	private Parameters parameters = Parameters.DEFAULTS;

	private volatile @Nullable ServerlessDatabase database;

	/**
	 * Reserves a port.
	 * @param resource the resource
	 * @param lab its context
	 */
	public DBCluster(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.endpoint = new Endpoint(resource, lab, this::enter, this::leave);
	}

	@Override
	public String ref() {
		return this.resource.logicalId();
	}

	@Override
	public String attribute(String name) {
		return this.endpoint.attribute(name);
	}

	@Override
	public String address() {
		return this.endpoint.address();
	}

	@Override
	public void start(JsonNode properties) {
		String engine = properties.path("Engine").asString("");
		if (!engine.equals(ENGINE)) {
			throw new IllegalArgumentException("Its engine is '%s'; the lab runs %s only.".formatted(engine, ENGINE));
		}
		if (!properties.has("Port")) {
			publish(Event.Kind.WARNING, "the template names no Port: on AWS it would be MySQL's 3306");
		}
		this.properties = properties;
	}

	@Override
	public boolean canChange(String property) {
		return IN_PLACE.contains(property);
	}

	@Override
	public void update(JsonNode properties) throws IOException {
		JsonNode before = this.properties;
		this.properties = properties;
		try {
			changeTo(Parameters.of(this.lab.standIns().get(properties.path(PARAMETER_GROUP).asString(""))));
		}
		catch (IOException | RuntimeException ex) {
			this.properties = before;
			throw ex;
		}
	}

	@Override
	public void templateChanged() {
		this.endpoint.templateChanged();
	}

	/** Whether it waits for an instance to run its database. */
	boolean isEmpty() {
		return this.database == null && this.properties.has("Engine");
	}

	/** Its parameter group has changed. */
	void parametersChanged() throws IOException {
		changeTo(Parameters.of(this.lab.standIns().get(this.properties.path(PARAMETER_GROUP).asString(""))));
	}

	boolean isIn(String parameterGroup) {
		return this.properties.path(PARAMETER_GROUP).asString("").equals(parameterGroup);
	}

	@Override
	public PostgresServer postgres() {
		return running().server();
	}

	/**
	 * What the database costs so far.
	 * @return the meter's reading
	 * @throws IllegalStateException if the cluster has no instance
	 */
	public AcuMeter.Reading meter() {
		return running().meter();
	}

	@Override
	public List<Drill> drills() {
		return List.of(
				new Drill("pause", "pauses the database now, if no client is connected", (unused) -> running().pause()),
				new Drill("kill", "kills PostgreSQL; after a few seconds it recovers, as Aurora does",
						(unused) -> running().kill()),
				new Drill("parameter", "changes a parameter of its group and reboots, as the console does: NAME=VALUE",
						this::change),
				this.endpoint.slow(), new Drill("meter", "shows how long the database was awake",
						(unused) -> publish(Event.Kind.PROGRESS, meter().toString())));
	}

	/**
	 * As the master user, with the password that its secret has now.
	 */
	@Override
	public Map<String, String> access() {
		return MasterUser.of(this.properties, new DynamicReferences(this.lab::localStack))
			.access(address(), this.properties.path("DatabaseName").asString(""), this.lab.certificateAuthority());
	}

	@Override
	public void close() {
		this.endpoint.close();
		ServerlessDatabase running = this.database;
		if (running != null) {
			running.close();
		}
	}

	@Override
	public void delete() {
		close();
		ServerlessDatabase running = this.database;
		if (running != null) {
			running.delete();
		}
	}

	/**
	 * Makes the database and starts it, on behalf of an instance.
	 */
	void run(String instance) throws IOException, SQLException {
		if (this.database != null) {
			throw new IllegalStateException(
					"%s has an instance already; the lab runs no Aurora readers".formatted(this.resource.path()));
		}
		this.parameters = Parameters.of(this.lab.standIns().get(this.properties.path(PARAMETER_GROUP).asString("")));
		ServerlessCapacity capacity = capacity(this.parameters);
		MasterUser master = MasterUser.of(this.properties, new DynamicReferences(this.lab::localStack));
		RestartingServer server = new RestartingServer(this.resource.name(), "Aurora", this.lab);
		server.create(this.parameters, master, this.properties.path("DatabaseName").asString(""));
		checkVersion(server.postgres());
		this.endpoint.take();
		this.database = new ServerlessDatabase(this.resource.name(), this.lab, server, capacity);
		publish(Event.Kind.HEALTHY,
				"takes connections for %s, %s; %s".formatted(instance, this.parameters.tls(), pauses(capacity)));
	}

	/**
	 * A static parameter, as most that RDS itself adds are, holds after a reboot.
	 */
	private synchronized void change(String change) throws IOException {
		Parameters changed = this.parameters.with(change);
		changeTo(changed);
		publish(Event.Kind.HEALTHY, "rebooted with %s, until down; %s".formatted(change, pauses(capacity(changed))));
	}

	/** Reboots if the parameters are others; the capacity changes without that. */
	private synchronized void changeTo(Parameters changed) throws IOException {
		ServerlessDatabase running = this.database;
		ServerlessCapacity capacity = capacity(changed);
		if (running != null && !changed.equals(this.parameters)) {
			running.reboot(this.parameters, changed, capacity);
		}
		else if (running != null) {
			running.scale(capacity);
		}
		this.parameters = changed;
	}

	private ServerlessCapacity capacity(Parameters parameters) {
		return ServerlessCapacity.of(this.properties.path("ServerlessV2ScalingConfiguration"),
				parameters.logicalReplication());
	}

	private static String pauses(ServerlessCapacity capacity) {
		return capacity.pauses() ? "pauses after %d s without any".formatted(capacity.untilPause().toSeconds())
				: "never pauses";
	}

	private void checkVersion(PostgresServer server) throws SQLException {
		String wanted = this.properties.path("EngineVersion").asString("");
		try (Connection connection = server.connect("postgres")) {
			int major = connection.getMetaData().getDatabaseMajorVersion();
			if (!wanted.isEmpty() && !wanted.split("\\.")[0].equals(Integer.toString(major))) {
				publish(Event.Kind.WARNING, "the engine's version is %s; here it is %d".formatted(wanted, major));
			}
		}
	}

	private @Nullable InetSocketAddress enter() {
		ServerlessDatabase running = this.database;
		return (running != null) ? running.enter() : null;
	}

	private void leave() {
		running().leave();
	}

	private ServerlessDatabase running() {
		ServerlessDatabase running = this.database;
		if (running == null) {
			throw new IllegalStateException(
					"%s has no instance, so nothing runs there; add a writer".formatted(this.resource.path()));
		}
		return running;
	}

	private void publish(Event.Kind kind, String message) {
		this.lab.events().publish(kind, this.resource.name(), message);
	}

}
