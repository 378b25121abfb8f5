package com.example.lab.aws.rds;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import com.example.lab.tls.CertificateAuthority;
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

@Timeout(60)
class DBInstanceTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String CHECKSUM = "SELECT count(*) || ' ' || md5(string_agg(t::text, ',' ORDER BY n)) FROM t";

	private final Path temporary;

	private final Events events = new Events();

	private final Processes processes;

	private final LabContext lab;

	DBInstanceTests(@TempDir Path temporary) {
		this.temporary = temporary;
		this.processes = new Processes(temporary.resolve("logs"));
		this.lab = new LabContext(temporary.resolve("run"), Path.of("target/cache"), this.processes, this.events,
				new LabClock(15), Map.of(), true)
			.in(new StackTemplate("Stack", Path.of("unused"), JsonMapper.shared().createObjectNode(), List.of()));
	}

	@AfterEach
	void end() {
		this.lab.standIns().values().forEach(StandIn::close);
		this.processes.close();
	}

	@Test
	void allowsAsManyConnectionsAsRdsDerivesFromTheMemoryOfItsClass() throws Exception {
		DBInstance instance = instance("{}");

		try (Connection connection = connect(instance.address(), "")) {
			assertThat(text(connection, "SHOW max_connections")).isEqualTo("112");
			assertThat(text(connection, "SHOW wal_level")).isEqualTo("replica");
		}
		Map<String, String> access = instance.access();
		DriverManager
			.getConnection(access.get("SPRING_DATASOURCE_URL"), access.get("SPRING_DATASOURCE_USERNAME"),
					access.get("SPRING_DATASOURCE_PASSWORD"))
			.close();
		assertThat(await(Event.Kind.HEALTHY).message())
			.isEqualTo("takes connections with TLS only, 112 at most; 20 to 100 GiB of storage, not enforced");
		assertThat(instance.attribute("Endpoint.Address") + ":" + instance.attribute("Endpoint.Port"))
			.isEqualTo(instance.address());
		assertThat(instance.attribute("DBInstanceArn")).isEqualTo("arn:aws:rds:us-east-1:000000000000:db:Instance");
		assertThat(instance.attribute("DbiResourceId")).isEqualTo("db-Instance");
		assertThat(InstanceClass.of("db.m7g.large").maxConnections()).isEqualTo(901);
		assertThat(InstanceClass.of("db.r6g.large").maxConnections()).isEqualTo(1802);
		assertThat(InstanceClass.of("db.r6g.16xlarge").maxConnections()).isEqualTo(5000);
	}

	@Test
	void startsWithTheParametersOfItsGroup() throws Exception {
		group("""
				{'rds.force_ssl': '0', 'rds.logical_replication': '1', 'log_min_duration_statement': '5',
				'max_connections': '20'}""");
		DBInstance instance = instance("{'DBParameterGroupName': 'Group'}");

		try (Connection connection = connect(instance.address(), "?sslmode=disable")) {
			assertThat(text(connection, "SHOW max_connections")).isEqualTo("20");
			assertThat(text(connection, "SHOW wal_level")).isEqualTo("logical");
			text(connection, "SELECT pg_sleep(0.02), 'a slow one'");
		}
		Awaitility.await().untilAsserted(() -> assertThat(log()).contains("a slow one").contains("duration: "));
		assertThat(log()).doesNotContain("it's secret");
	}

	@Test
	void refusesAClientWithoutTlsAndIsRefusedWithAnotherAuthorityOrHostName() throws Exception {
		group("{'rds.force_ssl': '1'}");
		DBInstance instance = instance("{'DBParameterGroupName': 'Group'}");
		Path ca = this.lab.certificateAuthority().certificate();
		Path otherCa = CertificateAuthority.keptIn(this.temporary.resolve("other"), this.processes).certificate();
		// The same computer, under a name that is not in the certificate.
		String otherName = instance.address().replace("127.0.0.1", "127.1");

		connect(instance.address(), "?sslmode=verify-full&sslrootcert=" + ca).close();
		connect(otherName, "?sslmode=verify-ca&sslrootcert=" + ca).close();

		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(instance.address(), "?sslmode=disable"))
			.withMessageContaining("no encryption");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> connect(instance.address(), "?sslmode=verify-full&sslrootcert=" + otherCa))
			.withStackTraceContaining("ValidatorException");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> connect(otherName, "?sslmode=verify-full&sslrootcert=" + ca))
			.withMessageContaining("could not be verified");
	}

	@Test
	void theMasterUserIsNoSuperuserButMakesRolesAndDatabasesAndReplicates() throws Exception {
		DBInstance instance = instance("{}");

		try (Connection connection = connect(instance.address(), "")) {
			assertThat(text(connection, """
					SELECT rolsuper || ' ' || rolcreaterole || ' ' || rolcreatedb || ' ' || rolreplication
					FROM pg_roles WHERE rolname = current_user""")).isEqualTo("false true true true");
			execute(connection, "CREATE ROLE application LOGIN", "GRANT rds_replication TO application",
					"CREATE DATABASE other", "ALTER TABLE IF EXISTS t OWNER TO application");
			assertThat(text(connection, """
					SELECT pg_has_role('rds_superuser', 'MEMBER') || ' '
						|| pg_has_role('pg_create_subscription', 'MEMBER')""")).isEqualTo("true true");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> execute(connection, "COPY (SELECT 1) TO PROGRAM 'true'"))
				.withMessageContaining("permission denied");
		}
	}

	@Test
	void losesNoCommittedRowWhenItIsKilledAndWhenItIsRebooted() throws Exception {
		DBInstance instance = instance("{}");
		try (Connection connection = connect(instance.address(), "")) {
			execute(connection, "CREATE TABLE t (n int)");
			for (int i = 0; i < 300; i++) {
				execute(connection, "INSERT INTO t VALUES (1)");
			}
			long position = this.events.position();
			drill(instance, "kill", "");

			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "SELECT 1"));
			assertThat(await(Event.Kind.DIED).message())
				.isEqualTo("PostgreSQL ended with 137; RDS restarts it after about 5 s, here 0.3 s");
			assertThat(this.events.await(position, (event) -> event.kind() == Event.Kind.HEALTHY, LIMIT).message())
				.startsWith("recovered");
		}
		try (Connection connection = connect(instance.address(), "")) {
			assertThat(text(connection, "SELECT count(*) FROM t")).isEqualTo("300");
			drill(instance, "reboot", "");

			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "SELECT 1"));
		}
		try (Connection connection = connect(instance.address(), "")) {
			assertThat(text(connection, "SELECT count(*) FROM t")).isEqualTo("300");
		}
		assertThat(this.events.since(0)).filteredOn((event) -> event.kind() == Event.Kind.DIED).hasSize(1);
	}

	@Test
	void restoresToJustBeforeADestructiveStatementBesideTheOriginal() throws Exception {
		DBInstance instance = instance("{}");
		await(Event.Kind.SNAPSHOT);
		try (Connection connection = connect(instance.address(), "")) {
			execute(connection, "CREATE TABLE t (n int PRIMARY KEY, message text)",
					"INSERT INTO t SELECT n, md5(n::text) FROM generate_series(1, 5000) n");
			String before = text(connection, CHECKSUM);
			Instant good = Instant.now();
			Awaitility.await().until(() -> Instant.now().isAfter(good.plusMillis(100)));
			execute(connection, "DELETE FROM t WHERE n % 2 = 0", "INSERT INTO t VALUES (0, 'later')");
			String after = text(connection, CHECKSUM);

			String restored = instance.restore(good.toString());

			assertThat(this.events.since(0)).extracting(Event::message)
				.anyMatch((message) -> message.contains(restored) && message.contains("this one is unchanged"));
			assertThat(checksum(restored)).isEqualTo(before).isNotEqualTo(after);
			assertThat(text(connection, CHECKSUM)).isEqualTo(after);
			try (Connection copy = connect(restored, "")) {
				execute(copy, "INSERT INTO t VALUES (-1, 'only here')");
				assertThat(text(copy, "SHOW archive_mode")).isEqualTo("off");
			}
			assertThat(text(connection, CHECKSUM)).isEqualTo(after);
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(restored, "?sslmode=disable"))
				.withMessageContaining("no encryption");

			// A later base backup, and the latest moment.
			drill(instance, "snapshot", "");
			execute(connection, "INSERT INTO t VALUES (-2, 'last')");
			String last = text(connection, CHECKSUM);
			drill(instance, "restore", "latest");
			assertThat(checksum(lastAddress())).isEqualTo(last);
			assertThat(this.processes.running()).hasSize(3);
		}
		instance.close();
		Awaitility.await().until(() -> this.processes.running().isEmpty());
	}

	@Test
	void refusesTimesThatItCannotRestore() throws Exception {
		Instant before = Instant.now();
		DBInstance instance = instance("{}");
		await(Event.Kind.SNAPSHOT);

		assertThatIllegalArgumentException().isThrownBy(() -> instance.restore(before.toString()))
			.withMessageContaining("is before the first backup; the earliest time is 2");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> instance.restore(Instant.now().plusSeconds(60).toString()))
			.withMessageContaining("is in the future; the latest time is 2");
		assertThatIllegalArgumentException().isThrownBy(() -> drill(instance, "restore", "noon"))
			.withMessageContaining("restore needs a time such as 2")
			.withMessageEndingWith("or latest, not 'noon'");
		drill(instance, "backups", "");
		assertThat(await(Event.Kind.PROGRESS).message()).matches("restores to any time from 2.*Z to 2.*Z");
		assertThat(this.processes.running()).hasSize(1);
	}

	@Test
	void hasNoBackupsWithoutARetentionPeriod() throws Exception {
		DBInstance instance = instance("{'BackupRetentionPeriod': 0}");

		assertThatIllegalStateException().isThrownBy(() -> instance.restore("latest"))
			.withMessageContaining("BackupRetentionPeriod is 0");
		try (Connection connection = connect(instance.address(), "")) {
			assertThat(text(connection, "SHOW archive_mode")).isEqualTo("off");
		}
	}

	@Test
	void followsAnAuroraClusterByLogicalReplicationThroughBothEndpoints() throws Exception {
		DBCluster cluster = cluster("1");
		DBInstance instance = instance("{}");
		String table = "CREATE TABLE t (n int PRIMARY KEY, message text)";
		try (Connection from = connect(cluster.address(), ""); Connection to = connect(instance.address(), "")) {
			execute(from, table, "INSERT INTO t SELECT n, md5(n::text) FROM generate_series(1, 1000) n",
					"CREATE PUBLICATION move FOR TABLE t");
			execute(to, table);
			String subscription = """
					CREATE SUBSCRIPTION move CONNECTION 'host=127.0.0.1 port=%s dbname=postcards user=owner
					password=''it\\''s secret'' sslmode=%s sslrootcert=''%s''' PUBLICATION move""";
			String port = cluster.attribute("Endpoint.Port");
			Path ca = this.lab.certificateAuthority().certificate();
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> execute(to, subscription.formatted(port, "disable", ca)))
				.withMessageContaining("no encryption");

			execute(to, subscription.formatted(port, "verify-full", ca));

			Awaitility.await()
				.atMost(LIMIT)
				.untilAsserted(() -> assertThat(text(to, CHECKSUM)).isEqualTo(text(from, CHECKSUM)));
			execute(from, "UPDATE t SET message = 'changed' WHERE n < 10", "DELETE FROM t WHERE n = 500");
			Awaitility.await()
				.atMost(LIMIT)
				.untilAsserted(() -> assertThat(text(to, CHECKSUM)).isEqualTo(text(from, CHECKSUM)));
			assertThat(text(from, "SELECT bool_and(ssl)::text FROM pg_stat_replication JOIN pg_stat_ssl USING (pid)"))
				.isEqualTo("true");
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> drill(cluster, "pause", ""))
				.withMessageContaining("logical replication");

			execute(to, "DROP SUBSCRIPTION move");
			assertThat(text(from, "SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
		}
	}

	@Test
	void aClusterGetsLogicalReplicationFromAParameterThatIsChangedLater() throws Exception {
		DBCluster cluster = cluster("0");
		try (Connection connection = connect(cluster.address(), "")) {
			execute(connection, "CREATE TABLE t (n int)", "INSERT INTO t VALUES (1)");

			drill(cluster, "parameter", "rds.logical_replication=1");

			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "SELECT 1"));
		}
		assertThat(this.events.since(0)).extracting(Event::message)
			.contains("rebooted with rds.logical_replication=1, until down; never pauses");
		assertThatIllegalStateException().isThrownBy(() -> drill(cluster, "pause", ""))
			.withMessageContaining("logical replication");
		try (Connection connection = connect(cluster.address(), "")) {
			assertThat(text(connection, "SHOW wal_level")).isEqualTo("logical");
			assertThat(text(connection, "SELECT n FROM t")).isEqualTo("1");
			execute(connection, "SELECT pg_create_logical_replication_slot('slot', 'pgoutput')");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> drill(cluster, "parameter", "work_mem=much"))
			.withMessageContaining("invalid value for parameter \"work_mem\"");
		assertThatIllegalArgumentException().isThrownBy(() -> drill(cluster, "parameter", "rds.logical_replication=0"))
			.withMessageContaining("logical replication slot \"slot\" exists");
		for (String wrong : List.of("rds.logical_replication", "wal_level=logical", "rds.magic=1",
				"rds.force_ssl=on")) {
			assertThatIllegalArgumentException().isThrownBy(() -> drill(cluster, "parameter", wrong));
		}
		try (Connection connection = connect(cluster.address(), "")) {
			assertThat(text(connection, "SHOW wal_level")).isEqualTo("logical");
			execute(connection, "SELECT pg_drop_replication_slot('slot')");
		}
		drill(cluster, "parameter", "rds.logical_replication=0");
		// A connection of a moment ago counts until the proxy has seen its end.
		Awaitility.await().ignoreExceptionsInstanceOf(IllegalStateException.class).until(() -> {
			drill(cluster, "pause", "");
			return true;
		});
		Awaitility.await().until(() -> this.processes.running().isEmpty());
	}

	@Test
	void aParameterThatIsChangedLaterHoldsAfterTheReboot() throws Exception {
		DBInstance instance = instance("{}");
		try (Connection connection = connect(instance.address(), "")) {
			execute(connection, "CREATE TABLE t (n int)", "INSERT INTO t VALUES (1)");

			drill(instance, "parameter", "rds.logical_replication=1");

			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(connection, "SELECT 1"));
		}
		assertThat(this.events.since(0)).extracting(Event::message)
			.contains("rebooted with rds.logical_replication=1, until down");
		try (Connection connection = connect(instance.address(), "")) {
			assertThat(text(connection, "SHOW wal_level")).isEqualTo("logical");
			assertThat(text(connection, "SELECT n FROM t")).isEqualTo("1");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> drill(instance, "parameter", "wal_level=logical"));
	}

	@Test
	void refusesWhatItCannotRun() throws Exception {
		refuses("{'Engine': 'mysql'}", "Its engine is 'mysql' 17.5; the lab runs postgres 17 only.");
		refuses("{'EngineVersion': '16.9'}", "'postgres' 16.9");
		refuses("{'DBInstanceClass': 'db.x2g.large'}", "Its class is 'db.x2g.large'");
		refuses("{'SourceDBClusterIdentifier': 'other'}", "remove SourceDBClusterIdentifier");
		refuses("{'MasterUserPassword': ''}", "ManageMasterUserPassword");
		group("{'rds.max_magic': '1'}");
		refuses("{'DBParameterGroupName': 'Group'}", "does not know the parameter rds.max_magic");
		group("{'wal_level': 'minimal'}");
		refuses("{'DBParameterGroupName': 'Group'}", "RDS sets the parameter wal_level itself");
		group("{'log_min_duration': '5'}");
		assertThatIllegalStateException().isThrownBy(() -> instance("{'DBParameterGroupName': 'Group'}"))
			.withMessageContaining("unrecognized configuration parameter \"log_min_duration\"");
	}

	private void refuses(String properties, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> instance(properties)).withMessageContaining(message);
	}

	private DBCluster cluster(String logicalReplication) throws Exception {
		this.lab.add("Parameters",
				started(new ParameterGroup(resource("Parameters", "{}"), this.lab),
						"{'Parameters': {'rds.logical_replication': '%s', 'rds.force_ssl': '1'}}"
							.formatted(logicalReplication)));
		DBCluster cluster = new DBCluster(resource("Cluster", "{}"), this.lab);
		this.lab.add("Cluster", cluster);
		started(cluster, """
				{'Engine': 'aurora-postgresql', 'DatabaseName': 'postcards', 'Port': 5432, 'MasterUsername': 'owner',
				'MasterUserPassword': 'it\\u0027s secret', 'DBClusterParameterGroupName': 'Parameters',
				'ServerlessV2ScalingConfiguration': {'MinCapacity': 0, 'MaxCapacity': 2}}""");
		started(DBInstance.of(resource("Writer", "{'DBClusterIdentifier': {'Ref': 'Cluster'}}"), this.lab),
				"{'DBInstanceClass': 'db.serverless', 'DBClusterIdentifier': 'Cluster'}");
		return cluster;
	}

	private void group(String parameters) throws Exception {
		this.lab.add("Group", started(new ParameterGroup(resource("Group", "{}"), this.lab),
				"{'Family': 'postgres17', 'Parameters': %s}".formatted(parameters)));
	}

	private DBInstance instance(String changes) throws Exception {
		ObjectNode properties = (ObjectNode) json("""
				{'Engine': 'postgres', 'EngineVersion': '17.5', 'DBInstanceClass': 'db.t4g.micro', 'Port': '5432',
				'DBName': 'postcards', 'AllocatedStorage': '20', 'MaxAllocatedStorage': 100, 'MultiAZ': false,
				'MasterUsername': 'owner', 'MasterUserPassword': 'it\\u0027s secret', 'BackupRetentionPeriod': 7}""");
		properties.setAll((ObjectNode) json(changes));
		DBInstance instance = (DBInstance) DBInstance.of(resource("Instance", "{'Port': '5432'}"), this.lab);
		this.lab.add("Instance", instance);
		instance.start(properties);
		return instance;
	}

	private static <T extends StandIn> T started(T standIn, String properties) throws Exception {
		standIn.start(json(properties));
		return standIn;
	}

	private static Resource resource(String name, String properties) {
		ObjectNode json = JsonMapper.shared().createObjectNode();
		json.set("Properties", json(properties));
		return new Resource(name, "AWS::RDS::Type", "Stack/Database/%s/Resource".formatted(name), json);
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text.replace('\'', '"'));
	}

	private static Connection connect(String address, String options) throws SQLException {
		return DriverManager.getConnection("jdbc:postgresql://%s/postcards%s".formatted(address, options), "owner",
				"it's secret");
	}

	private static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private static String text(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return String.valueOf(result.getString(1));
		}
	}

	private static String checksum(String address) throws SQLException {
		try (Connection connection = connect(address, "")) {
			return text(connection, CHECKSUM);
		}
	}

	private String lastAddress() {
		String message = this.events.since(0)
			.stream()
			.map(Event::message)
			.filter((candidate) -> candidate.startsWith("a new instance"))
			.reduce((older, newer) -> newer)
			.orElseThrow();
		return message.replaceAll(".* is (127.0.0.1:\\d+);.*", "$1");
	}

	private String log() throws Exception {
		return Files.readString(this.temporary.resolve("logs/Database-Instance.log"));
	}

	private Event await(Event.Kind kind) throws InterruptedException {
		return this.events.await(0, (event) -> event.kind() == kind, LIMIT);
	}

	private static void drill(StandIn standIn, String name, String argument) throws Exception {
		for (Drill drill : standIn.drills()) {
			if (drill.name().equals(name)) {
				drill.action().run(argument);
			}
		}
	}

}
