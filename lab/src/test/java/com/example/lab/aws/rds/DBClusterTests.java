package com.example.lab.aws.rds;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.network.Ports;
import com.example.lab.process.Processes;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import com.example.lab.tls.CertificateAuthority;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(30)
class DBClusterTests {

	/** Pauses after half a second. */
	private static final double PAUSES_SOON = 600;

	/** Resumes in a second. */
	private static final double RESUMES_SLOWLY = 15;

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private final Path temporary;

	private final Events events = new Events();

	private final Processes processes;

	private LabContext lab;

	private DBCluster cluster;

	DBClusterTests(@TempDir Path temporary) {
		this.temporary = temporary;
		this.processes = new Processes(temporary.resolve("logs"));
		this.lab = lab(PAUSES_SOON);
		this.cluster = cluster("{}");
	}

	@AfterEach
	void end() {
		this.cluster.close();
		this.processes.close();
	}

	@Test
	void pausesWithoutConnectionsAndStopsTheMeter() throws Exception {
		run(PAUSES_SOON, "{}");

		Event paused = await(Event.Kind.PAUSED);

		assertThat(paused.message()).startsWith("paused after 300 s without a connection, here 0.5 s; so far awake ");
		Awaitility.await().until(() -> this.processes.running().isEmpty());
		AcuMeter.Reading then = this.cluster.meter();
		Awaitility.await().until(() -> this.cluster.meter().paused().compareTo(then.paused().plusMillis(100)) > 0);
		AcuMeter.Reading now = this.cluster.meter();
		assertThat(now.awake()).isEqualTo(then.awake()).isGreaterThan(Duration.ofMillis(500));
		assertThat(now.acuHours()).isCloseTo(0.5 * now.awake().toNanos() / 3.6e12, Offset.offset(1e-12));
		assertThat(now.pauses()).isOne();
		this.cluster.close();
		assertThat(Ports.answers(address())).isFalse();
	}

	@Test
	void staysAwakeWhileAConnectionIsOpen() throws Exception {
		run(PAUSES_SOON, "{}");
		try (Connection connection = connect("")) {
			int before = this.cluster.meter().pauses();
			awaitAwakeFor(Duration.ofSeconds(1));

			assertThat(this.cluster.meter().pauses()).isEqualTo(before);
			assertThat(number(connection, "SELECT 1")).isOne();
			assertThatIllegalStateException().isThrownBy(() -> drill("pause"))
				.withMessage("Database/Cluster does not pause: 1 connections are open");
		}
		await(Event.Kind.PAUSED);
	}

	@Test
	void staysAwakeWhileTheLabItselfIsConnected() throws Exception {
		run(PAUSES_SOON / 2, "{}");
		try (Connection connection = this.cluster.postgres().connect("postcards")) {
			int before = this.cluster.meter().pauses();
			awaitAwakeFor(Duration.ofSeconds(2));

			assertThat(number(connection, "SELECT 1")).isOne();
			assertThat(this.cluster.meter().pauses()).isEqualTo(before);
		}
		await(Event.Kind.PAUSED);
		try (Connection connection = this.cluster.postgres().connect("postcards")) {
			assertThat(number(connection, "SELECT 1")).isOne();
		}
	}

	@Test
	void neverPausesWithAMinimumCapacity() throws Exception {
		run(PAUSES_SOON, "{'ServerlessV2ScalingConfiguration': {'MinCapacity': 2, 'MaxCapacity': 4}}");

		awaitAwakeFor(Duration.ofSeconds(1));

		AcuMeter.Reading reading = this.cluster.meter();
		assertThat(reading.pauses()).isZero();
		assertThat(reading.acuHours()).isCloseTo(2 * reading.awake().toNanos() / 3.6e12, Offset.offset(1e-12));
		assertThatIllegalStateException().isThrownBy(() -> drill("pause")).withMessageContaining("MinCapacity is 2.0");
	}

	@Test
	void theFirstConnectionsAfterAPauseWaitAndSucceed() throws Exception {
		run(RESUMES_SLOWLY, "{}");
		try (Connection connection = connect(""); Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE t (n int)");
			statement.execute("INSERT INTO t VALUES (42)");
		}
		Awaitility.await().ignoreExceptions().until(() -> {
			drill("pause");
			return true;
		});
		drill("pause");
		assertThat(this.events.since(0)).extracting(Event::message).contains("is paused already");
		long begin = System.nanoTime();

		CompletableFuture<Long> other = CompletableFuture.supplyAsync(this::answer);
		long answer = answer();

		assertThat(answer).isEqualTo(42);
		assertThat(other.join()).isEqualTo(42);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
		assertThat(this.events.since(0)).filteredOn((event) -> event.kind() == Event.Kind.RESUMED)
			.extracting(Event::message)
			.satisfiesExactly(
					(resuming) -> assertThat(resuming)
						.isEqualTo("resuming; the connection waits about 15 s on AWS, here 1.0 s"),
					(awake) -> assertThat(awake).startsWith("awake after "));
	}

	@Test
	void nothingIsLeftWhenItIsClosedWhileItResumes() throws Exception {
		run(1, "{}");
		drill("pause");
		CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(this::answer);
		await(Event.Kind.RESUMED);

		this.cluster.close();

		Awaitility.await().until(() -> this.processes.running().isEmpty());
		assertThat(waiting).failsWithin(LIMIT);
	}

	@Test
	void losesNoCommittedRowWhenPostgresIsKilled() throws Exception {
		run(RESUMES_SLOWLY, "{}");
		try (Connection connection = connect(""); Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE t (n int)");
			for (int i = 0; i < 300; i++) {
				statement.execute("INSERT INTO t VALUES (1)");
			}
			long position = this.events.position();
			drill("kill");

			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("SELECT 1"));
			assertThat(await(Event.Kind.DIED).message())
				.isEqualTo("PostgreSQL ended with 137; Aurora restarts it after about 5 s, here 0.3 s");
			assertThat(this.events.await(position, (event) -> event.kind() == Event.Kind.HEALTHY, LIMIT).message())
				.startsWith("recovered");
		}
		try (Connection connection = connect("")) {
			assertThat(number(connection, "SELECT count(*) FROM t")).isEqualTo(300);
		}
	}

	@Test
	void theMasterUserIsNoSuperuserAndOwnsTheDatabase() throws Exception {
		run(RESUMES_SLOWLY, "{}");
		// Without a parameter group TLS is offered, not demanded.
		try (Connection connection = connect("?sslmode=disable")) {
			assertThat(number(connection, """
					SELECT count(*) FROM pg_roles JOIN pg_database ON datdba = pg_roles.oid
					WHERE rolname = current_user AND rolcreaterole AND rolcreatedb AND NOT rolsuper
					AND datname = 'postcards'""")).isOne();
		}
		assertThat(Files.readString(this.temporary.resolve("logs/Database-Cluster.log"))).doesNotContain("it's secret");
	}

	@Test
	void takesConnectionsWithTlsOnlyWhenTheParameterGroupSaysSo() throws Exception {
		ParameterGroup group = new ParameterGroup(resource("Group", "{}"), this.lab);
		group.start(json("{'Parameters': {'rds.force_ssl': 1, 'max_connections': '33', 'apg_plan_mgmt.x': 'on'}}"));
		this.lab.add("Group", group);
		start("{'DBClusterParameterGroupName': 'Group'}");
		Path ca = this.lab.certificateAuthority().certificate();
		Path otherCa = CertificateAuthority.keptIn(this.temporary.resolve("other"), this.processes).certificate();

		try (Connection connection = connect("?sslmode=verify-full&sslrootcert=" + ca)) {
			assertThat(number(connection, "SELECT setting::int FROM pg_settings WHERE name = 'max_connections'"))
				.isEqualTo(33);
		}
		Map<String, String> access = this.cluster.access();
		try (Connection connection = DriverManager.getConnection(access.get("SPRING_DATASOURCE_URL"),
				access.get("SPRING_DATASOURCE_USERNAME"), access.get("SPRING_DATASOURCE_PASSWORD"))) {
			assertThat(number(connection, "SELECT count(*) FROM pg_stat_ssl WHERE ssl AND pid = pg_backend_pid()"))
				.isOne();
		}
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> connect("?sslmode=verify-full&sslrootcert=" + otherCa))
			.withStackTraceContaining("ValidatorException");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect("?sslmode=disable"))
			.withMessageContaining("no encryption");
	}

	@Test
	void nothingRunsWithoutAnInstance() throws Exception {
		this.cluster.start(properties("{}"));

		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> {
			try (Socket client = new Socket(InetAddress.getLoopbackAddress(), address().getPort())) {
				client.getInputStream().read();
			}
		});
		assertThat(this.processes.running()).isEmpty();
		assertThatIllegalStateException().isThrownBy(() -> this.cluster.postgres())
			.withMessage("Stack/Database/Cluster/Resource has no instance, so nothing runs there; add a writer");
	}

	@Test
	void refusesWhatItCannotRun() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.cluster.start(properties("{'Engine': 'aurora-mysql'}")))
			.withMessage("Its engine is 'aurora-mysql'; the lab runs aurora-postgresql only.");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> instance().start(json("{'DBInstanceClass': 'db.t4g.micro'}")))
			.withMessageContaining("'db.t4g.micro'");
		assertThatIllegalArgumentException().isThrownBy(() -> start("{'MasterUsername': 'postgres'}"))
			.withMessageContaining("superuser's own name");
		assertThatIllegalArgumentException().isThrownBy(() -> start("{'MasterUserPassword': ''}"))
			.withMessageContaining("ManageMasterUserPassword");
		assertThatIllegalArgumentException().isThrownBy(() -> start("{'ServerlessV2ScalingConfiguration': {}}"))
			.withMessageContaining("MinCapacity");
		assertThatIllegalArgumentException().isThrownBy(
				() -> start("{'ServerlessV2ScalingConfiguration': {'MinCapacity': 0, 'SecondsUntilAutoPause': 60}}"))
			.withMessage("SecondsUntilAutoPause is 60; Aurora takes 300 to 86400.");
	}

	@Test
	void warnsOfAnotherVersionAndOfAMissingPort() throws Exception {
		run(RESUMES_SLOWLY, "{'EngineVersion': '16.9', 'Port': null}");

		assertThat(this.events.since(0)).filteredOn((event) -> event.kind() == Event.Kind.WARNING)
			.extracting(Event::message)
			.containsExactly("the template names no Port: on AWS it would be MySQL's 3306",
					"the engine's version is 16.9; here it is 17");
		assertThatIllegalStateException().isThrownBy(() -> this.cluster.run("Reader"))
			.withMessageContaining("has an instance already");
	}

	private LabContext lab(double speed) {
		return new LabContext(this.temporary.resolve("run"), Path.of("target/cache"), this.processes, this.events,
				new LabClock(speed), Map.of(), true)
			.in(new StackTemplate("Stack", Path.of("unused"), JsonMapper.shared().createObjectNode(), List.of()));
	}

	private DBCluster cluster(String properties) {
		DBCluster made = new DBCluster(resource("Cluster", properties), this.lab);
		this.lab.add("Cluster", made);
		return made;
	}

	private void run(double speed, String properties) throws Exception {
		this.cluster.close();
		this.lab = lab(speed);
		this.cluster = cluster(properties);
		start(properties);
	}

	private void start(String properties) throws Exception {
		this.cluster.start(properties(properties));
		instance().start(json("{'DBInstanceClass': 'db.serverless', 'DBClusterIdentifier': 'Cluster'}"));
	}

	private ClusterInstance instance() {
		return new ClusterInstance(resource("Writer", "{'DBClusterIdentifier': {'Ref': 'Cluster'}}"), this.lab);
	}

	private static Resource resource(String name, String properties) {
		ObjectNode json = JsonMapper.shared().createObjectNode();
		json.set("Properties", json(properties));
		return new Resource(name, "AWS::RDS::Type", "Stack/Database/%s/Resource".formatted(name), json);
	}

	private static JsonNode properties(String changes) {
		ObjectNode properties = (ObjectNode) json("""
				{'Engine': 'aurora-postgresql', 'EngineVersion': '17.5', 'DatabaseName': 'postcards', 'Port': 5432,
				'MasterUsername': 'owner', 'MasterUserPassword': 'it\\u0027s secret',
				'ServerlessV2ScalingConfiguration': {'MinCapacity': 0, 'MaxCapacity': 2}}""");
		json(changes).properties().forEach((change) -> {
			properties.set(change.getKey(), change.getValue());
			if (change.getValue().isNull()) {
				properties.remove(change.getKey());
			}
		});
		return properties;
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text.replace('\'', '"'));
	}

	private Connection connect(String options) throws SQLException {
		return DriverManager.getConnection(
				"jdbc:postgresql://%s/postcards%s".formatted(this.cluster.address(), options), "owner", "it's secret");
	}

	private long answer() {
		try (Connection connection = connect("")) {
			return number(connection, "SELECT n FROM t");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static long number(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getLong(1);
		}
	}

	private InetSocketAddress address() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(),
				Integer.parseInt(this.cluster.attribute("Endpoint.Port")));
	}

	private Event await(Event.Kind kind) throws InterruptedException {
		return this.events.await(0, (event) -> event.kind() == kind, LIMIT);
	}

	private void awaitAwakeFor(Duration time) {
		Duration end = this.cluster.meter().awake().plus(time);
		Awaitility.await().until(() -> this.cluster.meter().awake().compareTo(end) > 0);
	}

	private void drill(String name) throws Exception {
		for (Drill drill : this.cluster.drills()) {
			if (drill.name().equals(name)) {
				drill.action().run("");
			}
		}
	}

}
