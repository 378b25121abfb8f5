package com.example.lab.aws.elasticache;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLSocket;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
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
class ServerlessCacheTests {

	private static final Duration LIMIT = Duration.ofSeconds(40);

	private static final String PROPERTIES = """
			{'Engine': 'valkey', 'MajorEngineVersion': '8', 'ServerlessCacheName': 'postcards',
			'CacheUsageLimits': {'DataStorage': {'Maximum': 1, 'Unit': 'GB'}, 'ECPUPerSecond': {'Maximum': 5000}},
			'SecurityGroupIds': [{'Fn::GetAtt': ['Group', 'GroupId']}]}""";

	private final Events events = new Events();

	private final Processes processes;

	private final LabContext lab;

	ServerlessCacheTests(@TempDir Path temporary) {
		this.processes = new Processes(temporary.resolve("logs"));
		this.lab = new LabContext(temporary.resolve("run"), Path.of("target/cache"), this.processes, this.events,
				new LabClock(60), Map.of(), true)
			.in(template(""));
	}

	@AfterEach
	void end() {
		this.lab.standIns().values().forEach(StandIn::close);
		this.processes.close();
	}

	@Test
	void clientsFindTwoPortsAndNoOthers() throws Exception {
		ServerlessCache cache = cache(PROPERTIES);

		assertThat(run(cache, "SET", "key", "value")).isEqualTo("OK");
		assertThat(run(cache, "GET", "key")).isEqualTo("value");
		Awaitility.await()
			.atMost(LIMIT)
			.untilAsserted(() -> assertThat(
					run(cache, "CLUSTER", "SLOTS").lines().filter((line) -> !line.isBlank() && line.length() < 16))
				.containsExactly("0", "16383", "127.0.0.1", cache.attribute("Endpoint.Port"), "127.0.0.1",
						cache.attribute("ReaderEndpoint.Port")));
		assertThat(run(port(cache, "ReaderEndpoint.Port"), "INFO", "replication")).contains("role:slave",
				"master_port:" + cache.attribute("Endpoint.Port"));
		assertThat(cache.ref()).isEqualTo("postcards");
		assertThat(cache.attribute("ARN"))
			.isEqualTo("arn:aws:elasticache:us-east-1:000000000000:serverlesscache:postcards");
		assertThat(cache.zones()).containsExactly("us-east-1a", "us-east-1b");
		assertThat(this.events.since(0)).anyMatch((event) -> event.kind() == Event.Kind.HEALTHY
				&& event.message().contains("at most 1 GB of data; 5000 ECPUs a second, not enforced"));
	}

	@Test
	void refusesWhatAServerlessCacheRefuses() throws Exception {
		ServerlessCache cache = cache(PROPERTIES);

		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> run(cache, "CONFIG", "SET", "notify-keyspace-events", "KEA"))
			.withMessageStartingWith("NOPERM");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> run(cache, "MSET", "a", "1", "b", "2"))
			.withMessageStartingWith("CROSSSLOT");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> run(cache, "SELECT", "1"))
			.withMessageContaining("not allowed in cluster mode");
	}

	@Test
	void replicaTakesOverBehindTheSamePort() throws Exception {
		ServerlessCache cache = cache(PROPERTIES);
		run(cache, "SET", "key", "value");
		assertThat(run(cache, "WAIT", "1", "5000")).isEqualTo("1");
		long position = this.events.position();

		drill(cache, "kill");

		Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> run(cache, "GET", "key").equals("value"));
		assertThat(cache.condition()).startsWith("primary in us-east-1b");
		run(cache, "SET", "key", "other");
		this.events.await(position, (event) -> event.message().startsWith("has a replica in us-east-1a again"), LIMIT);
		drill(cache, "kill");
		Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> run(cache, "GET", "key").equals("other"));
		assertThat(cache.condition()).startsWith("primary in us-east-1a");
	}

	@Test
	void failsOverWithoutLoss() throws Exception {
		ServerlessCache cache = cache(PROPERTIES);
		run(cache, "SET", "key", "value");

		drill(cache, "failover");

		assertThat(run(cache, "GET", "key")).isEqualTo("value");
		assertThat(cache.condition()).startsWith("primary in us-east-1b, replica in us-east-1a");
		run(cache, "SET", "key", "other");
		Awaitility.await()
			.atMost(LIMIT)
			.ignoreExceptions()
			.until(() -> run(port(cache, "ReaderEndpoint.Port"), "INFO", "replication")
				.contains("master_link_status:up"));
		drill(cache, "failover");
		assertThat(run(cache, "GET", "key")).isEqualTo("other");
	}

	@Test
	void losesAllKeysWhenItIsFlushedOrStopped() throws Exception {
		ServerlessCache cache = cache(PROPERTIES);
		run(cache, "SET", "key", "value");
		drill(cache, "flush");
		assertThat(run(cache, "GET", "key")).isEmpty();

		run(cache, "SET", "key", "value");
		drill(cache, "stop");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> run(cache, "GET", "key"));
		assertThat(cache.condition()).isEqualTo("stopped");
		drill(cache, "start");
		assertThat(run(cache, "GET", "key")).isEmpty();
		assertThatIllegalStateException().isThrownBy(() -> drill(cache, "start")).withMessageContaining("runs already");
	}

	@Test
	void cutsAndSlowsConnections() throws Exception {
		ServerlessCache cache = cache(PROPERTIES);
		run(cache, "SET", "key", "value");

		try (SSLSocket open = (SSLSocket) this.lab.certificateAuthority()
			.clientContext()
			.getSocketFactory()
			.createSocket("127.0.0.1", port(cache, "Endpoint.Port"))) {
			open.setSoTimeout((int) LIMIT.toMillis());
			open.startHandshake();
			drill(cache, "cut");
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
				if (open.getInputStream().read() < 0) {
					throw new EOFException();
				}
			}).isNotInstanceOf(SocketTimeoutException.class);
		}
		assertThat(run(cache, "GET", "key")).isEqualTo("value");

		drill(cache, "slow", "300");
		long begin = System.nanoTime();
		assertThat(run(cache, "GET", "key")).isEqualTo("value");
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		drill(cache, "slow", "0");
		assertThatIllegalArgumentException().isThrownBy(() -> drill(cache, "slow", "much"))
			.withMessage("slow needs a number of milliseconds, not 'much'");
	}

	@Test
	void aZoneWithoutPowerTakesItsServerWithIt() throws Exception {
		ServerlessCache cache = cache(PROPERTIES);
		run(cache, "SET", "key", "value");
		run(cache, "WAIT", "1", "5000");
		long position = this.events.position();

		cache.zoneDown("us-east-1a");

		Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> run(cache, "GET", "key").equals("value"));
		cache.zoneUp("us-east-1a");
		this.events.await(position, (event) -> event.message().startsWith("has a replica in us-east-1a again"), LIMIT);
	}

	@Test
	void enforcesTheMaximumOfDataAndTakesAnotherOne() throws Exception {
		ServerlessCache cache = cache(PROPERTIES);
		assertThat(run(cache, "INFO", "memory")).contains("maxmemory:1000000000", "maxmemory_policy:volatile-lru");

		assertThat(cache.canChange("CacheUsageLimits")).isTrue();
		assertThat(cache.canChange("SubnetIds")).isFalse();
		cache.update(json(PROPERTIES.replace("'Maximum': 1,", "'Maximum': 2,")));

		assertThat(run(cache, "INFO", "memory")).contains("maxmemory:2000000000");
	}

	@Test
	void refusesWhatItCannotRun() {
		refuses("{'Engine': 'redis'}", "the lab stands in for valkey 7 to 9 only");
		refuses("{'Engine': 'valkey', 'UserGroupId': 'users'}", "does not support its properties UserGroupId");
		refuses("{'Engine': 'valkey', 'CacheUsageLimits': {'DataStorage': {'Maximum': 1, 'Unit': 'TB'}}}",
				"can only be GB");
	}

	@Test
	void ownServersNeedNoRule() throws Exception {
		this.lab.update(template("'Server': {'Type': 'AWS::EC2::Instance', 'Properties': {}},"), Map.of());
		ServerlessCache cache = cache(PROPERTIES);

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> run(cache, "GET", "key"));
		assertThat(this.events.since(0)).anyMatch((event) -> event.kind() == Event.Kind.REFUSED
				&& event.message().contains("no ingress rule of Group lets the default group in on port 6379"));
		assertThat(cache.condition()).startsWith("primary in us-east-1a, replica in us-east-1b");
		assertThat(cache.run("SET", "key", "value")).isEqualTo("OK");
		assertThat(cache.run("KEYS", "*")).isEqualTo("key");
	}

	private void refuses(String properties, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> cache(properties)).withMessageContaining(message);
	}

	private ServerlessCache cache(String text) throws Exception {
		ObjectNode properties = json(text);
		ObjectNode resource = JsonMapper.shared().createObjectNode();
		resource.set("Properties", properties);
		ServerlessCache cache = new ServerlessCache(
				new Resource("Cache", "AWS::ElastiCache::ServerlessCache", "Stack/Cache", resource), this.lab);
		this.lab.add("Cache", cache);
		cache.start(properties);
		return cache;
	}

	private static StackTemplate template(String resources) {
		ObjectNode json = json("""
				{'Resources': {%s 'Group': {'Type': 'AWS::EC2::SecurityGroup', 'Properties': {
				'GroupDescription': 'cache'}}}}""".formatted(resources));
		List<Resource> all = json.path("Resources")
			.propertyStream()
			.map((entry) -> new Resource(entry.getKey(), entry.getValue().path("Type").asString(),
					"Stack/" + entry.getKey(), entry.getValue()))
			.toList();
		return new StackTemplate("Stack", Path.of("unused"), json, all);
	}

	private String run(ServerlessCache cache, String... command) throws IOException {
		return run(port(cache, "Endpoint.Port"), command);
	}

	private String run(int port, String... command) throws IOException {
		return RedisCommand.run(new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
				this.lab.certificateAuthority().clientContext(), "default", "", command);
	}

	private static int port(ServerlessCache cache, String attribute) {
		return Integer.parseInt(cache.attribute(attribute));
	}

	private static void drill(ServerlessCache cache, String name) throws Exception {
		drill(cache, name, "");
	}

	private static void drill(ServerlessCache cache, String name, String argument) throws Exception {
		cache.drills()
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
