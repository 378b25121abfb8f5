package com.example.lab.aws.rds;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Events;
import com.example.lab.postgres.PostgresHost;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
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
class ReadReplicaTests {

	private static final Duration LIMIT = Duration.ofSeconds(40);

	private final Events events = new Events();

	private final Processes processes;

	private final LabContext lab;

	ReadReplicaTests(@TempDir Path temporary) {
		this.processes = new Processes(temporary.resolve("logs"));
		this.lab = new LabContext(temporary.resolve("run"), Path.of("target/cache"), this.processes, this.events,
				new LabClock(60), Map.of(), true)
			.in(new StackTemplate("Stack", Path.of("unused"), json("{'Resources': {}}"), List.of()));
	}

	@AfterEach
	void end() {
		this.lab.standIns().values().forEach(StandIn::close);
		this.processes.close();
	}

	@Test
	void hasWhatItsSourceHasAndTakesNoWrites() throws Exception {
		DBInstance source = source("{}");
		sql(source, "CREATE TABLE t (n int)");
		ReadReplica replica = replica("Source");
		sql(source, "INSERT INTO t VALUES (1)");

		awaitRows(replica, "1");
		assertThat(sql(replica, "SELECT pg_is_in_recovery()")).isEqualTo("t");
		assertThat(replica.condition()).isEqualTo("0 bytes behind");
		assertThat(replica.zones()).containsExactly("us-east-1b");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> sql(replica, "INSERT INTO t VALUES (2)"))
			.withMessageContaining("read-only transaction");
	}

	@Test
	void commitsDoNotWaitForIt() throws Exception {
		DBInstance source = source("{}");
		ReadReplica replica = replica("Source");
		sql(source, "CREATE TABLE t (n int)");
		awaitRows(replica, "0");
		drill(replica, "pause-replay", "");

		sql(source, "INSERT INTO t VALUES (1)");
		Awaitility.await().atMost(LIMIT).until(() -> !replica.condition().equals("0 bytes behind"));
		assertThat(rows(replica)).isEqualTo("0");
		drill(replica, "resume-replay", "");
		awaitRows(replica, "1");

		drill(replica, "kill", "");
		sql(source, "INSERT INTO t VALUES (2)");
		awaitRows(replica, "2");
	}

	@Test
	void appliesChangesLateWhenItLags() throws Exception {
		DBInstance source = source("{}");
		ReadReplica replica = replica("Source");
		sql(source, "CREATE TABLE t (n int)");
		awaitRows(replica, "0");

		drill(replica, "lag", "3600000");
		Awaitility.await().atMost(LIMIT).until(() -> sql(replica, "SHOW recovery_min_apply_delay").equals("1h"));
		sql(source, "INSERT INTO t VALUES (1)");
		Awaitility.await().atMost(LIMIT).until(() -> !replica.condition().equals("0 bytes behind"));
		assertThat(rows(replica)).isEqualTo("0");

		drill(replica, "lag", "0");
		awaitRows(replica, "1");
		assertThatIllegalArgumentException().isThrownBy(() -> drill(replica, "lag", "much"))
			.withMessage("lag needs a number of milliseconds, not 'much'");
	}

	@Test
	void followsTheNewPrimaryAfterAFailover() throws Exception {
		DBInstance source = source("{'MultiAZ': true}");
		ReadReplica replica = replica("Source");
		sql(source, "CREATE TABLE t (n int)");
		sql(source, "INSERT INTO t VALUES (1)");
		awaitRows(replica, "1");
		long position = this.events.position();

		drill(source, "kill", "");
		this.events.await(position, (event) -> event.message().startsWith("has a standby again"), LIMIT);
		sql(source, "INSERT INTO t VALUES (2)");

		awaitRows(replica, "2");
		assertThat(this.events.since(position)).as("it is not copied again")
			.noneMatch((event) -> event.message().contains("does not stream"));
		assertThat(sql(source, "SELECT sync_state FROM pg_stat_replication WHERE application_name = 'lab_standby'"))
			.isEqualTo("sync");
	}

	@Test
	void promotedItTakesWritesOfItsOwn() throws Exception {
		DBInstance source = source("{}");
		ReadReplica replica = replica("Source");
		sql(source, "CREATE TABLE t (n int)");
		awaitRows(replica, "0");
		drill(replica, "pause-replay", "");
		sql(source, "INSERT INTO t VALUES (1)");

		drill(replica, "promote", "");
		sql(source, "INSERT INTO t VALUES (2)");
		sql(replica, "INSERT INTO t VALUES (3)");

		assertThat(sql(source, "SELECT string_agg(n::text, ' ' ORDER BY n) FROM t")).isEqualTo("1 2");
		assertThat(sql(replica, "SELECT string_agg(n::text, ' ' ORDER BY n) FROM t")).endsWith("3").doesNotContain("2");
		assertThat(sql(source, "SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
		assertThat(replica.condition()).isEqualTo("promoted");
		assertThatIllegalStateException().isThrownBy(() -> drill(replica, "promote", ""))
			.withMessageContaining("is promoted already");
	}

	@Test
	void deletedItLeavesNoSlotAndAStandbyInPlace() throws Exception {
		DBInstance source = source("{'MultiAZ': true}");
		ReadReplica replica = replica("Source");

		replica.delete();

		assertThat(sql(source, "SELECT string_agg(slot_name, ' ') FROM pg_replication_slots")).isEqualTo("lab_standby");
		assertThat(sql(source, "SHOW synchronous_standby_names")).isEqualTo("lab_standby");
	}

	@Test
	void itsSourceMustBeHereAndHaveBackups() throws Exception {
		source("{'BackupRetentionPeriod': 0}");

		assertThatIllegalArgumentException().isThrownBy(() -> replica("Source"))
			.withMessageContaining("Set its BackupRetentionPeriod to 1 or more");
		assertThatIllegalArgumentException().isThrownBy(() -> replica("Elsewhere"))
			.withMessageContaining("'Elsewhere' is no instance of this template");
	}

	private DBInstance source(String changes) throws Exception {
		ObjectNode properties = json("""
				{'Engine': 'postgres', 'EngineVersion': '17.5', 'DBInstanceClass': 'db.t4g.micro',
				'DBName': 'postcards', 'MasterUsername': 'owner', 'MasterUserPassword': 'secret',
				'BackupRetentionPeriod': 7}""");
		properties.setAll(json(changes));
		return (DBInstance) start("Source", properties);
	}

	private ReadReplica replica(String source) throws Exception {
		return (ReadReplica) start("Replica", json("""
				{'SourceDBInstanceIdentifier': '%s', 'DBInstanceClass': 'db.t4g.micro'}""".formatted(source)));
	}

	private StandIn start(String id, ObjectNode properties) throws Exception {
		ObjectNode resource = JsonMapper.shared().createObjectNode();
		resource.set("Properties", properties);
		StandIn standIn = DBInstance.of(new Resource(id, "AWS::RDS::DBInstance", "Stack/" + id, resource), this.lab);
		this.lab.add(id, standIn);
		standIn.start(properties);
		return standIn;
	}

	private static void awaitRows(ReadReplica replica, String count) {
		Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> rows(replica).equals(count));
	}

	private static String rows(ReadReplica replica) throws SQLException {
		return sql(replica, "SELECT count(*) FROM t");
	}

	/** As the superuser; the first column of the first row, if there is one. */
	private static String sql(PostgresHost host, String sql) throws SQLException {
		try (Connection connection = host.postgres().connect("postcards");
				Statement statement = connection.createStatement()) {
			if (!statement.execute(sql)) {
				return "";
			}
			try (ResultSet result = statement.getResultSet()) {
				result.next();
				return String.valueOf(result.getString(1));
			}
		}
	}

	private static void drill(StandIn instance, String name, String argument) throws Exception {
		instance.drills()
			.stream()
			.filter((drill) -> drill.name().equals(name))
			.findFirst()
			.orElseThrow()
			.action()
			.run(argument);
	}

	private static ObjectNode json(String text) {
		return JsonMapper.shared().readValue(text.replace('\'', '"'), ObjectNode.class);
	}

}
