package com.example.lab.cloud;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.example.lab.assembly.UnsupportedResourceException;
import com.example.lab.aws.elb.TargetHealth;
import com.example.lab.aws.rds.InstanceZone;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Updates of a stack that runs. */
@ExtendWith(SharedLocalStack.class)
@Timeout(300)
class UpdateTests {

	private final Path temporary;

	private final LocalStack localStack;

	UpdateTests(@TempDir Path temporary, LocalStack localStack) {
		this.temporary = temporary;
		this.localStack = localStack;
	}

	@Test
	void keepsUnchangedResourcesRunningWhenAHealthCheckChanges() throws Exception {
		try (SmallCloud small = start("100000000001")) {
			List<Long> before = processes(small);
			Traffic traffic = new Traffic(small);

			small.update((resources) -> SmallCloud.properties(resources, "Targets")
				.put("HealthCheckIntervalSeconds", 1)
				.put("HealthCheckTimeoutSeconds", 1));

			assertThat(small.group().targets()).extracting(TargetHealth::state).containsOnly("healthy");
			assertThat(traffic.failedOf()).isEqualTo("0");
			assertThat(processes(small)).isEqualTo(before);

			small.update((resources) -> SmallCloud.properties(resources, "Targets")
				.putObject("Matcher")
				.put("HttpCode", "204"));
			Awaitility.await()
				.untilAsserted(() -> assertThat(small.group().targets()).extracting(TargetHealth::state)
					.containsOnly("unhealthy"));
		}
	}

	@Test
	void replacesAServerWithoutFailedRequests() throws Exception {
		try (SmallCloud small = start("100000000002")) {
			List<Long> before = processes(small);
			Traffic traffic = new Traffic(small);

			small.update((resources) -> {
				resources.remove("ServerA");
				SmallCloud.put(resources, "ServerA2", small.server("ServerA2", "a"));
				((ObjectNode) SmallCloud.targets(resources).get(0).path("Id")).put("Ref", "ServerA2");
			});
			small.cloud.awaitFirstPage();

			assertThat(traffic.failedOf()).isEqualTo("0");
			assertThat(small.servers()).containsExactly("ServerA", "ServerB");
			assertThat(processes(small)).hasSameSizeAs(before).isNotEqualTo(before);
			Awaitility.await()
				.untilAsserted(() -> assertThat(small.group().targets()).extracting(TargetHealth::state)
					.containsExactly("healthy", "healthy"));
		}
	}

	@Test
	void rulesOfSecurityGroupsHoldFromTheUpdateOn() throws Exception {
		try (SmallCloud small = start("100000000003")) {
			String address = small.cloud.detail("Listener");
			small.update((resources) -> resources.remove("FromFront"));
			Awaitility.await().untilAsserted(() -> assertThat(small.status()).isEqualTo(504));

			small.update((resources) -> SmallCloud.put(resources, "FromFront",
					SmallCloud.RULE.formatted("WebGroup", "FrontGroup", 8080)));
			Awaitility.await().untilAsserted(() -> assertThat(small.status()).isEqualTo(200));

			ObjectNode ingress = JsonMapper.shared()
				.createObjectNode()
				.put("IpProtocol", "tcp")
				.put("CidrIp", "0.0.0.0/0");
			small.update((resources) -> SmallCloud.properties(resources, "FrontGroup")
				.putArray("SecurityGroupIngress")
				.add(ingress.put("FromPort", 81).put("ToPort", 81)));
			assertThat(small.cloud.detail("Listener")).isEqualTo("closed by its security group");

			small.update((resources) -> SmallCloud.properties(resources, "FrontGroup")
				.putArray("SecurityGroupIngress")
				.add(ingress.deepCopy().put("FromPort", 80).put("ToPort", 80)));
			assertThat(small.cloud.detail("Listener")).isEqualTo(address);
			assertThat(small.status()).isEqualTo(200);
		}
	}

	@Test
	void aFailureLeavesTheStackAsItWas() throws Exception {
		try (SmallCloud small = start("100000000004")) {
			List<Long> before = processes(small);
			List<LedgerEntry> ledger = small.cloud.ledger();
			small.sql("CREATE TABLE t (n int)");
			SqsClient queues = small.localStack.client(SqsClient.builder());
			String jobs = queues.getQueueUrl((request) -> request.queueName("jobs")).queueUrl();
			queues.sendMessage((request) -> request.queueUrl(jobs).messageBody("work"));

			assertThatExceptionOfType(DeploymentException.class).isThrownBy(() -> small.update((resources) -> {
				resources.remove("Jobs");
				SmallCloud.put(resources, "Queue", "{\"Type\": \"AWS::SQS::Queue\"}");
				SmallCloud.properties(resources, "Targets").put("HealthCheckPath", "/other");
				SmallCloud.properties(resources, "Database").put("MultiAZ", true);
				SmallCloud.put(resources, "Good", small.server("Good", "g"));
				SmallCloud.put(resources, "ServerC",
						small.server("ServerC", "c").replace("\"services\"", "\"sources\""));
			})).withMessageContaining("ServerC").withMessageContaining("rolled back");

			assertThat(small.cloud.ledger()).isEqualTo(ledger);
			assertThat(processes(small)).isEqualTo(before);
			assertThat(small.status()).isEqualTo(200);
			assertThat(small.sql("SELECT count(*) FROM t")).isEqualTo("0");
			assertThat(small.database().standby()).isEmpty();
			assertThat(queues.receiveMessage((request) -> request.queueUrl(jobs)).messages()).hasSize(1);
			small.update((resources) -> {
				resources.remove("Jobs");
				SmallCloud.properties(resources, "Setting").put("Value", "2");
			});
			assertThat(queues.listQueues().queueUrls()).isEmpty();
			assertThat(small.localStack.ssm()
				.getParameter((request) -> request.name("/small/setting"))
				.parameter()
				.value()).isEqualTo("2");
		}
	}

	@Test
	void refusesChangesThatLocalStackDoesNotApply() throws Exception {
		try (SmallCloud small = start("100000000005")) {
			small.update((resources) -> SmallCloud.put(resources, "Queue",
					"{\"Type\": \"AWS::SQS::Queue\", \"Properties\": {\"VisibilityTimeout\": 30}}"));

			assertThatExceptionOfType(DeploymentException.class)
				.isThrownBy(() -> small
					.update((resources) -> SmallCloud.properties(resources, "Queue").put("VisibilityTimeout", 40)))
				.withMessageContaining("LocalStack cannot change VisibilityTimeout of Queue (AWS::SQS::Queue)");
			assertThat(small.status()).isEqualTo(200);
		}
	}

	@Test
	void aStandbyComesAndGoesWhileTheDatabaseKeepsItsRows() throws Exception {
		try (SmallCloud small = start("100000000006")) {
			small.sql("CREATE TABLE t (n int)");
			small.sql("INSERT INTO t VALUES (1)");

			small.update((resources) -> SmallCloud.properties(resources, "Database").put("MultiAZ", true));
			assertThat(small.database().standby()).map(InstanceZone::role).hasValue(InstanceZone.Role.STANDBY);
			String zone = small.database().primary().zone();
			small.cloud.drill("Database", "failover", "");
			Awaitility.await()
				.until(() -> !small.database().primary().zone().equals(zone)
						&& small.database().primary().role() == InstanceZone.Role.PRIMARY);
			small.sql("INSERT INTO t VALUES (2)");

			small.update((resources) -> SmallCloud.properties(resources, "Database").put("MultiAZ", false));
			assertThat(small.database().standby()).isEmpty();
			small.sql("INSERT INTO t VALUES (3)");
			small.cloud.drill("Database", "kill", "");
			Awaitility.await()
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(small.sql("SELECT count(*) FROM t")).isEqualTo("3"));
		}
	}

	@Test
	void appliesAndRemovesDatabaseParametersOnBothServers() throws Exception {
		try (SmallCloud small = start("100000000009")) {
			small.update((resources) -> SmallCloud.properties(resources, "Database").put("MultiAZ", true));

			small.update((resources) -> SmallCloud.properties(resources, "Parameters")
				.putObject("Parameters")
				.put("max_connections", "150"));
			assertThat(small.sql("SHOW max_connections")).isEqualTo("150");
			assertThat(small.sql("SHOW log_min_duration_statement")).isEqualTo("-1");
			Awaitility.await()
				.until(() -> small.database().standby().orElseThrow().role() == InstanceZone.Role.STANDBY);

			String zone = small.database().primary().zone();
			small.cloud.drill("Database", "failover", "");
			Awaitility.await()
				.until(() -> !small.database().primary().zone().equals(zone)
						&& small.database().primary().role() == InstanceZone.Role.PRIMARY);
			assertThat(small.sql("SHOW max_connections")).isEqualTo("150");
		}
	}

	@Test
	void tenRandomEditsInARowGiveWhatAFreshStartGives() throws Exception {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		try (SmallCloud small = start("100000000007")) {
			small.sql("CREATE TABLE t (n int)");
			List<String> done = new ArrayList<>();
			for (Map.Entry<String, Consumer<ObjectNode>> edit : edits(small, random)) {
				small.sql("INSERT INTO t VALUES (1)");
				done.add(edit.getKey());
				String what = "%s, seed %d".formatted(done, seed);
				List<Long> before = processes(small);
				try {
					small.update(edit.getValue());
					assertThat(edit.getKey()).as(what).doesNotStartWith("bad ");
					// A server that is stopped and started for its size is unavailable
					// for a moment.
					Awaitility.await(what).until(() -> small.status() == 200);
				}
				catch (DeploymentException | UnsupportedResourceException ex) {
					assertThat(edit.getKey()).as("%s: %s", what, ex.getMessage()).startsWith("bad ");
					assertThat(processes(small)).as(what).isEqualTo(before);
				}
			}
			small.cloud.awaitFirstPage();

			assertThat(small.sql("SELECT count(*) FROM t")).as("%s, seed %d", done, seed).isEqualTo("10");
			try (SmallCloud fresh = new SmallCloud(this.temporary, this.localStack, "100000000008", small)) {
				assertThat(state(small)).as("%s, seed %d", done, seed).isEqualTo(state(fresh));
			}
		}
	}

	/** Ten, two of which are bad, in any order. */
	private static List<Map.Entry<String, Consumer<ObjectNode>>> edits(SmallCloud small, Random random) {
		Map<String, Consumer<ObjectNode>> good = new LinkedHashMap<>();
		good.put("rule",
				(resources) -> toggle(resources, "FromWeb", SmallCloud.RULE.formatted("DataGroup", "WebGroup", 5432)));
		good.put("size of the database", (resources) -> SmallCloud.properties(resources, "Database")
			.put("DBInstanceClass", random.nextBoolean() ? "db.t4g.small" : "db.t4g.medium"));
		good.put("size of a server", (resources) -> SmallCloud.properties(resources, "ServerA")
			.put("InstanceType", "t4g." + random.nextInt(100)));
		good.put("queue", (resources) -> toggle(resources, "Queue", "{\"Type\": \"AWS::SQS::Queue\"}"));
		good.put("third server", (resources) -> thirdServer(small, resources));
		good.put("multiAz", (resources) -> SmallCloud.properties(resources, "Database")
			.put("MultiAZ", !SmallCloud.properties(resources, "Database").path("MultiAZ").asBoolean()));
		good.put("health check", (resources) -> SmallCloud.properties(resources, "Targets")
			.put("HealthCheckIntervalSeconds", 5 + random.nextInt(5)));
		good.put("parameter",
				(resources) -> ((ObjectNode) SmallCloud.properties(resources, "Parameters").path("Parameters"))
					.put("log_min_duration_statement", Integer.toString(100 + random.nextInt(100))));
		good.put("setting", (resources) -> SmallCloud.properties(resources, "Setting")
			.put("Value", Integer.toString(random.nextInt())));
		good.put("idle timeout",
				(resources) -> ((ObjectNode) SmallCloud.properties(resources, "Balancer")
					.path("LoadBalancerAttributes")
					.get(0)).put("Value", Integer.toString(50 + random.nextInt(10))));
		List<Map.Entry<String, Consumer<ObjectNode>>> chosen = new ArrayList<>();
		List<Map.Entry<String, Consumer<ObjectNode>>> all = List.copyOf(good.entrySet());
		for (int i = 0; i < 8; i++) {
			chosen.add(all.get(random.nextInt(all.size())));
		}
		chosen.add(Map.entry("bad value",
				(resources) -> SmallCloud.properties(resources, "Database").put("DBInstanceClass", "db.t4g.mirco")));
		chosen.add(Map.entry("bad type",
				(resources) -> SmallCloud.put(resources, "Typo", "{\"Type\": \"AWS::SQS::Quue\"}")));
		Collections.shuffle(chosen, random);
		return chosen;
	}

	private static void thirdServer(SmallCloud small, ObjectNode resources) {
		toggle(resources, "ServerC", small.server("ServerC", "c"));
		if (resources.has("ServerC")) {
			SmallCloud.targets(resources).addObject().putObject("Id").put("Ref", "ServerC");
		}
		else {
			SmallCloud.targets(resources).remove(2);
		}
	}

	private static void toggle(ObjectNode resources, String id, String json) {
		if (resources.remove(id) == null) {
			SmallCloud.put(resources, id, json);
		}
	}

	private SmallCloud start(String account) throws IOException {
		return new SmallCloud(this.temporary, this.localStack, account);
	}

	private static List<Long> processes(SmallCloud small) {
		return small.lab.processes().running().stream().map((process) -> process.pid()).sorted().toList();
	}

	/** What people see, without addresses and ids. */
	private static List<String> state(SmallCloud small) throws Exception {
		List<String> state = new ArrayList<>();
		small.cloud.ledger()
			.stream()
			.map((entry) -> "%s %s %s".formatted(entry.resource(), entry.type(), entry.runner()))
			.sorted()
			.forEach(state::add);
		small.group()
			.targets()
			.stream()
			.filter((target) -> !target.state().equals("unused"))
			.map((target) -> target.name() + " " + target.state())
			.sorted()
			.forEach(state::add);
		for (String parameter : List.of("max_connections", "log_min_duration_statement", "synchronous_standby_names")) {
			state.add(parameter + " " + small.sql("SHOW " + parameter));
		}
		state.add("standby " + small.database().standby().map(InstanceZone::role));
		state.add("setting "
				+ small.localStack.ssm().getParameter((request) -> request.name("/small/setting")).parameter().value());
		return state;
	}

	/** Asks for the page again and again. */
	private static final class Traffic {

		private final AtomicBoolean going = new AtomicBoolean(true);

		private final AtomicInteger asked = new AtomicInteger();

		private final AtomicInteger failed = new AtomicInteger();

		private final Thread thread;

		Traffic(SmallCloud small) {
			this.thread = new Thread(() -> {
				while (this.going.get()) {
					this.asked.incrementAndGet();
					try {
						if (small.status() != 200) {
							this.failed.incrementAndGet();
						}
					}
					catch (IOException ex) {
						this.failed.incrementAndGet();
					}
				}
			}, "traffic");
			this.thread.setDaemon(true);
			this.thread.start();
		}

		String failedOf() throws InterruptedException {
			this.going.set(false);
			this.thread.join();
			assertThat(this.asked).hasPositiveValue();
			return Integer.toString(this.failed.get());
		}

	}

}
