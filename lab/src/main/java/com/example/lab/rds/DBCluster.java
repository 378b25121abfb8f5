package com.example.lab.rds;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import com.example.lab.assembly.Resource;
import com.example.lab.ec2.SecurityGroups;
import com.example.lab.event.Event;
import com.example.lab.localstack.DynamicReferences;
import com.example.lab.network.Gate;
import com.example.lab.network.Ports;
import com.example.lab.postgres.PostgresHost;
import com.example.lab.postgres.PostgresServer;
import com.example.lab.process.OwnedProcess;
import com.example.lab.standin.Drill;
import com.example.lab.standin.Lab;
import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code AWS::RDS::DBCluster} with the engine {@code aurora-postgresql}: a real
 * PostgreSQL with TLS behind a port of this computer, which runs as soon as the cluster
 * has an instance and pauses when nobody is connected. Encryption, backups, retention,
 * subnets, log exports, deletion protection and {@code MaxCapacity} have no effect;
 * neither has the engine's minor version.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbcluster.html">AWS::RDS::DBCluster</a>
 */
public final class DBCluster implements StandIn, PostgresHost {

	private static final String ENGINE = "aurora-postgresql";

	private static final int DEFAULT_PORT = 5432;

	private final Resource resource;

	private final Lab lab;

	private final Gate gate;

	private JsonNode properties = JsonMapper.shared().createObjectNode();

	private volatile @Nullable ServerlessDatabase database;

	/**
	 * Reserves a port.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public DBCluster(Resource resource, Lab lab) {
		this.resource = resource;
		this.lab = lab;
		int port = resource.properties().path("Port").asInt(DEFAULT_PORT);
		this.gate = Gate.open(lab.wantedPort(port),
				new SecurityGroups(lab.template()).guard(resource, port, lab.events(), this::enter), this::leave);
		publish(Event.Kind.RESERVED, "port %d is %s".formatted(port, address()));
	}

	@Override
	public String ref() {
		return this.resource.logicalId();
	}

	@Override
	public String attribute(String name) {
		return switch (name) {
			case "Endpoint.Address", "ReadEndpoint.Address" -> "127.0.0.1";
			case "Endpoint.Port", "Port" -> Integer.toString(this.gate.port());
			default -> throw new IllegalArgumentException("%s has no %s here".formatted(this.resource.path(), name));
		};
	}

	@Override
	public String address() {
		return "127.0.0.1:" + this.gate.port();
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
				new Drill("pause", "pauses the database now, if nobody is connected", (unused) -> running().pause()),
				new Drill("kill", "kills PostgreSQL; after a few seconds it recovers, as Aurora does",
						(unused) -> running().kill()),
				Drill.slow("the database", this.gate::slow), new Drill("meter", "tells how long the database was awake",
						(unused) -> publish(Event.Kind.PROGRESS, meter().toString())));
	}

	/**
	 * As the master user, with the password that its secret has now.
	 */
	@Override
	public Map<String, String> access() {
		MasterUser master = MasterUser.of(this.properties, new DynamicReferences(this.lab::localStack));
		String authority = URLEncoder.encode(this.lab.certificateAuthority().certificate().toString(),
				StandardCharsets.UTF_8);
		return Map.of("SPRING_DATASOURCE_URL",
				"jdbc:postgresql://%s/%s?sslmode=verify-full&sslrootcert=%s".formatted(address(),
						this.properties.path("DatabaseName").asString("postgres"), authority),
				"SPRING_DATASOURCE_USERNAME", master.name(), "SPRING_DATASOURCE_PASSWORD", master.password());
	}

	@Override
	public void close() {
		this.gate.close();
		ServerlessDatabase running = this.database;
		if (running != null) {
			running.close();
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
		ClusterParameters parameters = ClusterParameters
			.of(this.lab.standIns().get(this.properties.path("DBClusterParameterGroupName").asString("")));
		ServerlessCapacity capacity = ServerlessCapacity.of(this.properties.path("ServerlessV2ScalingConfiguration"),
				parameters.logicalReplication());
		MasterUser master = MasterUser.of(this.properties, new DynamicReferences(this.lab::localStack));
		PostgresServer server = makeServer(parameters);
		OwnedProcess process = server.start();
		master.create(server, this.properties.path("DatabaseName").asString(""));
		checkVersion(server);
		this.database = new ServerlessDatabase(this.resource.name(), this.lab, server, process, capacity);
		publish(Event.Kind.HEALTHY, "takes connections for %s, %s; %s"
			.formatted(instance, parameters.forceSsl() ? "with TLS only" : "with or without TLS", capacity.pauses()
					? "pauses after %d s without any".formatted(capacity.untilPause().toSeconds()) : "never pauses"));
	}

	private PostgresServer makeServer(ClusterParameters parameters) throws IOException {
		String name = this.resource.name().replace('/', '-');
		Path data = this.lab.home().resolve("rds").resolve(name);
		PostgresServer server = new PostgresServer(this.lab.postgres(), this.lab.processes(), name, data, Ports.free());
		server.initialize();
		server.useTls(this.lab.certificateAuthority());
		Files.writeString(data.resolve("pg_hba.conf"),
				"%s all all 127.0.0.1/32 scram-sha-256\n".formatted(parameters.forceSsl() ? "hostssl" : "host"));
		parameters.settings().forEach(server::set);
		return server;
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
