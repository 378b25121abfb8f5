package com.example.lab.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.junit.ListeningSocket;
import com.example.lab.network.Ports;
import com.example.lab.process.Folders;
import com.example.lab.process.Processes;
import com.example.lab.stage.Workshop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.OS;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class HostProcessTests {

	private final Path workshop = Workshop.find().data();

	private final Events events = new Events();

	private final Path folder;

	HostProcessTests(TestInfo test) {
		this.folder = Path.of("target", "localstack", test.getTestMethod().orElseThrow().getName()).toAbsolutePath();
		Folders.delete(this.folder);
	}

	@BeforeEach
	void isPossible() {
		String missing = new Installation(this.workshop).missing();
		assumeThat(missing == null || "true".equals(System.getenv("CI"))).as("LocalStack as a process: " + missing)
			.isTrue();
	}

	@Test
	void runsDynamoDbFromMavensRepositoryAndEndsItToo() throws Exception {
		try (Processes processes = new Processes(this.folder.resolve("logs"));
				LocalStack localStack = new HostProcess(this.workshop, processes, this.events)
					.start(this.folder.resolve("home"))) {
			DynamoDbClient dynamoDb = localStack.client(DynamoDbClient.builder());
			createTable(dynamoDb, "likes");
			dynamoDb.putItem((request) -> request.tableName("likes").item(likes("12", "3")));
			assertThat(dynamoDb.getItem((request) -> request.tableName("likes").key(key("12"))).item())
				.isEqualTo(likes("12", "3"));
			assertThat(downloads()).isEmpty();
			ProcessHandle python = ProcessHandle.of(processes.running().get(0).pid()).orElseThrow();
			List<ProcessHandle> children = python.descendants().toList();
			assertThat(children).isNotEmpty();
			if (OS.LINUX.isCurrentOs()) {
				assertThat(ListeningSocket.of(children.stream())).isNotEmpty()
					.allSatisfy((socket) -> assertThat(socket.address()).isEqualTo("127.0.0.1"));
			}
			python.destroyForcibly();
			for (ProcessHandle child : children) {
				child.onExit().get(5, TimeUnit.SECONDS);
			}
		}
	}

	@Test
	void storesBucketsBelowItsHome() throws IOException {
		Path home = this.folder.resolve("home");
		try (Processes processes = new Processes(this.folder.resolve("logs"));
				LocalStack localStack = new HostProcess(this.workshop, processes, this.events).start(home)) {
			localStack.s3().createBucket((request) -> request.bucket("only-here"));
			try (Stream<Path> files = Files.walk(home)) {
				assertThat(files.map(Path::getFileName)).contains(Path.of("only-here"));
			}
		}
	}

	@Test
	void takesAnotherPortWhenItsOwnIsTaken() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
				Processes processes = new Processes(this.folder.resolve("logs"))) {
			Iterator<Integer> ports = List.of(taken.getLocalPort(), Ports.free()).iterator();
			HostProcess process = new HostProcess(new Installation(this.workshop),
					new DynamoDbSeed(this.folder.resolve("none")), processes, this.events, ports::next);
			try (LocalStack localStack = process.start(this.folder.resolve("home"))) {
				assertThat(localStack.endpoint().getPort()).isNotEqualTo(taken.getLocalPort());
				assertThat(this.events.since(0)).filteredOn((event) -> event.kind() == Event.Kind.WARNING)
					.singleElement()
					.satisfies((event) -> assertThat(event.message()).contains("was taken"));
			}
		}
	}

	private static void createTable(DynamoDbClient dynamoDb, String name) {
		dynamoDb.createTable((request) -> request.tableName(name)
			.billingMode(BillingMode.PAY_PER_REQUEST)
			.attributeDefinitions((attribute) -> attribute.attributeName("id").attributeType(ScalarAttributeType.S))
			.keySchema((key) -> key.attributeName("id").keyType(KeyType.HASH)));
		// Its own pause between two looks is 20 s.
		dynamoDb.waiter()
			.waitUntilTableExists((request) -> request.tableName(name),
					(waiter) -> waiter.waitTimeout(Duration.ofSeconds(30))
						.backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMillis(100))));
	}

	private static Map<String, AttributeValue> key(String id) {
		return Map.of("id", AttributeValue.fromS(id));
	}

	private static Map<String, AttributeValue> likes(String id, String count) {
		return Map.of("id", AttributeValue.fromS(id), "count", AttributeValue.fromN(count));
	}

	/** Whatever LocalStack would have fetched by itself is large. */
	private List<Path> downloads() throws IOException {
		try (Stream<Path> files = Files.find(this.folder.resolve("home/var/lib/localstack"), 8,
				(file, attributes) -> attributes.isRegularFile() && attributes.size() > 1_000_000)) {
			return files.toList();
		}
	}

}
