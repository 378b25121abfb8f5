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
import java.util.concurrent.CompletableFuture;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(120)
@Order(1)
class MultiAzTests {

	private static final String BACKED_UP = "base backup complete";

	private static final Duration LIMIT = Duration.ofSeconds(40);

	private static final String A = "us-east-1a";

	private static final String B = "us-east-1b";

	private static final String FAILED_OVER = "the primary is in zone %s after ";

	private static final String REDUNDANT = "has a standby again, in zone %s";

	/** As the CDK writes it; the private subnets are in the zones b and c. */
	private static final String TEMPLATE = """
			{'Resources': {
			'Subnets': {'Type': 'AWS::RDS::DBSubnetGroup', 'Properties': {
				'SubnetIds': [{'Ref': 'Two'}, {'Ref': 'One'}]}},
			'OneZone': {'Type': 'AWS::RDS::DBSubnetGroup', 'Properties': {
				'SubnetIds': [{'Ref': 'Two'}, {'Ref': 'Two'}]}},
			'One': {'Type': 'AWS::EC2::Subnet', 'Properties': {
				'AvailabilityZone': {'Fn::Select': [1, {'Fn::GetAZs': ''}]}}},
			'Two': {'Type': 'AWS::EC2::Subnet', 'Properties': {'AvailabilityZone': 'us-east-1c'}}}}""";

	private final Path temporary;

	private final Events events = new Events();

	private final Processes processes;

	private LabContext lab;

	MultiAzTests(@TempDir Path temporary) {
		this.temporary = temporary;
		this.processes = new Processes(temporary.resolve("logs"));
		this.lab = lab(60);
	}

	@AfterEach
	void end() {
		this.lab.standIns().values().forEach((standIn) -> standIn.close());
		this.processes.close();
	}

	@Test
	void aCommitWaitsForTheStandbyUntilThatIsDeclaredLost() throws Exception {
		DBInstance instance = instance("{}");
		awaitEvent(0, BACKED_UP);
		execute(instance, "CREATE TABLE t (n int)");

		server(B).halt();
		CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> {
			try {
				execute(instance, "INSERT INTO t VALUES (1)");
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		});

		Awaitility.await().atMost(LIMIT).until(() -> waiting(instance).equals("1"));
		assertThat(commit).isNotDone();
		assertThat(instance.standby()).get().extracting(InstanceZone::role).isEqualTo(InstanceZone.Role.STANDBY);
		assertThat(awaitEvent(0, "the standby in zone us-east-1b is lost").message()).isEqualTo(
				"the standby in zone us-east-1b is lost: it does not respond; writes continue in zone us-east-1a "
						+ "alone; a new standby is made after about a minute, here 1.0 s");
		commit.join();
		assertThat(sql(instance, "SELECT count(*) FROM t")).isEqualTo("1");

		awaitEvent(0, REDUNDANT.formatted(B));
		assertThat(standbyOf(instance)).isEqualTo("sync");
	}

	@Test
	void aFailoverUnderWritersLosesNoAcknowledgedWriteAndTheNextOneLeadsBack() throws Exception {
		DBInstance instance = instance("{}");
		assertThat(instance.primary().zone() + " " + instance.primary().role()).isEqualTo("us-east-1a PRIMARY");
		try (Writers writers = new Writers(instance.access(), 4)) {
			writers.awaitMore(200);
			Instant before = instance.primary().since();

			drill(instance, "failover", "");
			assertThat(instance.primary().role()).isEqualTo(InstanceZone.Role.FAILING_OVER);
			assertThatIllegalStateException().isThrownBy(() -> drill(instance, "failover", ""))
				.withMessage(
						"Database/Instance is failing over. Nothing was changed. Wait until its event names the new primary");
			awaitEvent(0, FAILED_OVER.formatted(B));

			assertThat(instance.primary().zone() + " " + instance.primary().role()).isEqualTo("us-east-1b PRIMARY");
			assertThat(instance.primary().since()).isAfter(before);
			writers.awaitMore(200);
			assertThat(awaitEvent(0, REDUNDANT.formatted(A)).message()).endsWith("each write is in both zones");
			assertThat(standbyOf(instance)).isEqualTo("sync");

			// And back again, by a fault.
			drill(instance, "kill", "");
			awaitEvent(0, FAILED_OVER.formatted(A));
			writers.awaitMore(200);
			awaitEvent(0, REDUNDANT.formatted(B));

			long position = this.events.position();
			drill(instance, "kill-standby", "");
			awaitEvent(position, REDUNDANT.formatted(B));
			writers.awaitMore(200);

			assertThat(writers.refused()).isPositive();
			assertThat(writers.lost()).isEmpty();
		}
		assertThat(this.events.since(0)).extracting(Event::message)
			.contains(
					"reboot with failover in zone us-east-1a; RDS fails over to zone us-east-1b, which takes 60 to "
							+ "120 s, here 1.0 s",
					"PostgreSQL ended with 137 in zone us-east-1b; RDS fails over to zone us-east-1a, which takes 60 "
							+ "to 120 s, here 1.0 s");
		assertThat(this.processes.running()).hasSize(2);
	}

	@Test
	void aPrimaryThatDiesWhileItsStandbyHangsLosesNoAcknowledgedWrite() throws Exception {
		DBInstance instance = instance("{}");
		awaitEvent(0, BACKED_UP);
		try (Writers writers = new Writers(instance.access(), 4)) {
			writers.awaitMore(50);
			OwnedProcess standby = server(B);
			standby.halt();
			int acknowledged = writers.acknowledged();
			Awaitility.await()
				.atMost(LIMIT)
				.until(() -> waiting(instance).equals("4") || writers.acknowledged() > acknowledged + 100);

			drill(instance, "kill", "");
			standby.resume();

			awaitEvent(0, FAILED_OVER.formatted(B));
			writers.awaitMore(50);
			assertThat(writers.lost()).isEmpty();
		}
	}

	@Test
	void writesContinueWithoutTheStandbyAndNoFailoverUsesIt() throws Exception {
		// A new standby is a minute away.
		this.lab = lab(1);
		DBInstance instance = instance("{}");
		try (Writers writers = new Writers(instance.access(), 2)) {
			writers.awaitMore(50);

			drill(instance, "kill-standby", "");
			awaitEvent(0, "the standby in zone us-east-1b is lost: PostgreSQL ended with 137");

			assertThatIllegalStateException().isThrownBy(() -> drill(instance, "failover", ""))
				.withMessageMatching(
						"Database/Instance has no standby now: the zone us-east-1b gets one soon after 2.*Z");
			assertThatIllegalStateException().isThrownBy(() -> drill(instance, "kill-standby", ""));
			assertThat(instance.standby()).get().extracting(InstanceZone::role).isEqualTo(InstanceZone.Role.LOST);
			writers.awaitMore(50);
			// Without a standby RDS can only start the same server again.
			drill(instance, "kill", "");
			awaitEvent(0, "PostgreSQL ended with 137; RDS restarts it after about 5 s");
			awaitEvent(0, "recovered from its write-ahead log");
			writers.awaitMore(50);

			assertThat(instance.primary().zone()).isEqualTo(A);
			assertThat(writers.lost()).isEmpty();
		}
	}

	@Test
	void thePrimaryRecoversWhereItIsWhenBothServersDie() throws Exception {
		DBInstance instance = instance("{}");
		execute(instance, "CREATE TABLE t (n int)", "INSERT INTO t VALUES (1)");
		OwnedProcess standby = server(B);
		// Or it would be the primary before it dies.
		standby.halt();

		drill(instance, "kill", "");
		standby.kill();

		awaitEvent(0, "the standby cannot become the primary");
		awaitEvent(0, "recovered from its write-ahead log");
		// While it still waits for a standby, a commit would hang.
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> execute(instance, "INSERT INTO t VALUES (2)"));
		assertThat(sql(instance, "SELECT count(*) FROM t")).isEqualTo("2");
		assertThat(instance.primary().zone()).isEqualTo(A);
		awaitEvent(0, REDUNDANT.formatted(B));
	}

	@Test
	void aRebootWithoutFailoverKeepsTheZonesAndTheStandby() throws Exception {
		DBInstance instance = instance("{}");
		execute(instance, "CREATE TABLE t (n int)", "INSERT INTO t VALUES (1)");

		drill(instance, "reboot", "");
		execute(instance, "INSERT INTO t VALUES (2)", "ALTER ROLE CURRENT_USER PASSWORD 'it''s secret'");

		assertThat(sql(instance, "SELECT count(*) FROM t")).isEqualTo("2");
		assertThat(standbyOf(instance)).isEqualTo("sync");
		assertThat(instance.primary().zone()).isEqualTo(A);
		assertThat(this.events.since(0)).extracting(Event::message)
			.contains("the primary is in zone us-east-1a, its standby in zone us-east-1b; each write is in both zones")
			.noneMatch((message) -> message.contains("lost"));
	}

	@Test
	void restoresToTimesBeforeAndAfterAFailover() throws Exception {
		DBInstance instance = instance("{}");
		awaitEvent(0, BACKED_UP);
		execute(instance, "CREATE TABLE t (n int)", "INSERT INTO t VALUES (1)");
		Instant before = now();
		execute(instance, "INSERT INTO t VALUES (2)");
		String segment = sql(instance, "SELECT pg_walfile_name(pg_switch_wal())");
		execute(instance, "INSERT INTO t VALUES (3)");
		Path archived = this.temporary.resolve("run/rds-backups/Database-Instance/archive").resolve(segment);
		Awaitility.await().atMost(LIMIT).until(() -> Files.exists(archived));
		// As if the primary had died before it archived that.
		Files.delete(archived);

		drill(instance, "failover", "");
		awaitEvent(0, FAILED_OVER.formatted(B));
		execute(instance, "INSERT INTO t VALUES (4)");
		Instant after = now();
		execute(instance, "INSERT INTO t VALUES (5)");

		assertThat(rows(instance.restore(before.toString()))).isEqualTo("1");
		assertThat(rows(instance.restore(after.toString()))).isEqualTo("1 2 3 4");
		drill(instance, "snapshot", "");
		awaitEvent(0, REDUNDANT.formatted(A));
		drill(instance, "failover", "");
		awaitEvent(0, FAILED_OVER.formatted(A));
		execute(instance, "INSERT INTO t VALUES (6)");
		assertThat(rows(instance.restore("latest"))).isEqualTo("1 2 3 4 5 6");
		assertThat(rows(instance.restore(after.toString()))).isEqualTo("1 2 3 4");
	}

	@Test
	void aSnapshotWaitsForTheStandby() throws Exception {
		DBInstance instance = instance("{}");
		awaitEvent(0, BACKED_UP);

		server(B).halt();
		CompletableFuture<Void> snapshot = CompletableFuture.runAsync(() -> {
			try {
				drill(instance, "snapshot", "");
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});

		Awaitility.await().atMost(LIMIT).until(() -> waiting(instance).equals("1"));
		assertThat(snapshot).isNotDone();
		server(B).resume();
		snapshot.join();
	}

	@Test
	void leavesNothingWhenItIsClosedInTheMiddleOfAFailover() throws Exception {
		this.lab = lab(1);
		DBInstance instance = instance("{}");
		assertThat(this.processes.running()).hasSize(2);
		drill(instance, "failover", "");
		Awaitility.await().atMost(LIMIT).until(() -> this.processes.running().size() == 1);

		instance.close();

		Awaitility.await().until(() -> this.processes.running().isEmpty());
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(instance, "SELECT 1"));
	}

	@Test
	void losesOneZoneAfterTheOtherAndHasItsServersBackWithThePower() throws Exception {
		DBInstance instance = instance("{'DBSubnetGroupName': 'Subnets'}");
		String c = "us-east-1c";
		assertThat(instance.zones()).containsExactly(B, c);
		try (Writers writers = new Writers(instance.access(), 2)) {
			writers.awaitMore(20);

			instance.zoneDown("us-east-1f");
			instance.zoneDown(B);
			awaitEvent(0, FAILED_OVER.formatted(c));
			awaitEvent(0, "zone us-east-1b has no standby; a new standby is made when that zone has power");
			writers.awaitMore(20);
			assertThatIllegalStateException().isThrownBy(() -> drill(instance, "failover", ""))
				.withMessageEndingWith("the zone us-east-1b has lost its power, and gets one when that is back");
			instance.zoneUp(B);
			awaitEvent(0, REDUNDANT.formatted(B));

			// The zone of the standby.
			instance.zoneDown(B);
			awaitEvent(0, "the standby in zone us-east-1b is lost");
			writers.awaitMore(20);
			long position = this.events.position();
			instance.zoneDown(c);
			awaitEvent(position, "its zone has lost its power; it starts when that is back");
			assertThat(this.processes.running()).isEmpty();
			assertThatIllegalStateException().isThrownBy(() -> drill(instance, "reboot", ""))
				.withMessageContaining("its zone has lost its power");

			instance.zoneUp(B);
			instance.zoneUp(c);
			awaitEvent(position, REDUNDANT.formatted(B));
			writers.awaitMore(20);
			assertThat(writers.lost()).isEmpty();
		}
	}

	@Test
	void aSingleServerStaysUnavailableUntilItsZoneHasPower() throws Exception {
		DBInstance instance = instance("{'MultiAZ': false, 'BackupRetentionPeriod': 0}");
		assertThat(instance.zones()).containsExactly(A);
		assertThat(instance.standby()).isEmpty();
		execute(instance, "CREATE TABLE t (n int)");

		instance.zoneDown(A);
		awaitEvent(0, "its zone has lost its power");
		assertThat(this.processes.running()).isEmpty();
		instance.zoneUp(A);

		assertThat(sql(instance, "SELECT count(*) FROM t")).isEqualTo("0");
	}

	@Test
	void refusesTwoServersInOneZone() {
		assertThatIllegalArgumentException().isThrownBy(() -> instance("{'DBSubnetGroupName': 'OneZone'}"))
			.withMessageContaining("its subnets are in [us-east-1c] only; give it subnets in two zones");
		assertThatIllegalArgumentException().isThrownBy(() -> instance("{'AvailabilityZone': 'us-east-1a'}"))
			.withMessageContaining("in two zones");
	}

	private LabContext lab(double speed) {
		return new LabContext(this.temporary.resolve("run"), Path.of("target/cache"), this.processes, this.events,
				new LabClock(speed), Map.of(), true)
			.in(new StackTemplate("Stack", Path.of("unused"), json(TEMPLATE), List.of()));
	}

	private DBInstance instance(String changes) throws Exception {
		ObjectNode properties = json("""
				{'Engine': 'postgres', 'EngineVersion': '17.5', 'DBInstanceClass': 'db.t4g.micro',
				'DBName': 'postcards', 'AllocatedStorage': '20', 'MultiAZ': true, 'MasterUsername': 'owner',
				'MasterUserPassword': 'it\\u0027s secret', 'BackupRetentionPeriod': 7}""");
		properties.setAll(json(changes));
		ObjectNode raw = properties.deepCopy();
		if (raw.has("DBSubnetGroupName")) {
			raw.putObject("DBSubnetGroupName").put("Ref", properties.path("DBSubnetGroupName").asString());
		}
		ObjectNode resource = JsonMapper.shared().createObjectNode();
		resource.set("Properties", raw);
		DBInstance instance = (DBInstance) DBInstance.of(
				new Resource("Instance", "AWS::RDS::DBInstance", "Stack/Database/Instance/Resource", resource),
				this.lab);
		this.lab.add("Instance", instance);
		instance.start(properties);
		return instance;
	}

	private static ObjectNode json(String text) {
		return JsonMapper.shared().readValue(text.replace('\'', '"'), ObjectNode.class);
	}

	/** With TLS to the address that the certificate must be valid for. */
	private static Connection connect(DBInstance instance) throws SQLException {
		Map<String, String> access = instance.access();
		return DriverManager.getConnection(access.get("SPRING_DATASOURCE_URL"),
				access.get("SPRING_DATASOURCE_USERNAME"), access.get("SPRING_DATASOURCE_PASSWORD"));
	}

	private static void execute(DBInstance instance, String... statements) throws SQLException {
		try (Connection connection = connect(instance); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	/** As the superuser. */
	private static String sql(DBInstance instance, String sql) throws SQLException {
		try (Connection connection = instance.postgres().connect("postcards");
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return String.valueOf(result.getString(1));
		}
	}

	/** How many sessions wait for the standby. */
	private static String waiting(DBInstance instance) throws SQLException {
		return sql(instance, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
	}

	private static String standbyOf(DBInstance instance) throws SQLException {
		return sql(instance, "SELECT sync_state FROM pg_stat_replication");
	}

	private static String rows(String address) throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:postgresql://%s/postcards".formatted(address),
				"owner", "it's secret");
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SELECT string_agg(n::text, ' ' ORDER BY n) FROM t")) {
			result.next();
			return result.getString(1);
		}
	}

	/**
	 * A moment that is later than every commit before it and earlier than those after.
	 */
	private static Instant now() {
		Instant moment = Instant.now().plusMillis(20);
		Awaitility.await().until(() -> Instant.now().isAfter(moment.plusMillis(20)));
		return moment;
	}

	private OwnedProcess server(String zone) {
		return this.processes.running()
			.stream()
			.filter((process) -> process.name().endsWith(zone))
			.findFirst()
			.orElseThrow();
	}

	private Event awaitEvent(long position, String beginning) throws InterruptedException {
		return this.events.await(position, (event) -> event.message().startsWith(beginning), LIMIT);
	}

	private static void drill(DBInstance instance, String name, String argument) throws Exception {
		Drill drill = instance.drills()
			.stream()
			.filter((candidate) -> candidate.name().equals(name))
			.findFirst()
			.orElseThrow();
		drill.action().run(argument);
	}

}
