package com.example.postcards.tests;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.example.contract.Postcards;
import com.example.lab.aws.rds.DBInstance;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.network.Ports;
import com.example.lab.postgres.PostgresServer;
import com.example.lab.process.OwnedProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssm.model.ParameterType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two servers with pools that together want more connections than the database has: the
 * second one gets the rest. With pools by the rule each gets what it wants.
 */
@Stage(exclusive = false)
class PoolTests {

	/** Three of them are for superusers. */
	private static final int MAX_CONNECTIONS = 20;

	private static final int TOO_MANY = 15;

	/** The connections beside a reserve of six, by two servers. */
	private static final int BY_THE_RULE = (MAX_CONNECTIONS - 6) / 2;

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final String FULL = "remaining connection slots are reserved";

	private final ExecutorService visitors = Executors.newCachedThreadPool();

	private final LocalCloud original;

	PoolTests(LocalCloud original) {
		this.original = original;
	}

	@Test
	void onlyPoolsByTheRuleHaveAConnectionForEachRequestOfBothServers() throws Exception {
		try (Variant variant = new Variant()) {
			variant.replace("\"max_connections\": \"80\"", "\"max_connections\": \"%d\"".formatted(MAX_CONNECTIONS))
				.replace("\"Value\": \"10\"", "\"Value\": \"%d\"".formatted(BY_THE_RULE));
			LocalCloud cloud = variant.start(this.original.localStack());
			PostgresServer server = cloud.standIns(DBInstance.class).get(0).postgres();
			Served byTheRule = serve(variant, cloud, server, BY_THE_RULE);

			cloud.localStack()
				.ssm()
				.putParameter((request) -> request
					.name("/%s/spring.datasource.hikari.maximum-pool-size".formatted(variant.stackName()))
					.value(Integer.toString(TOO_MANY))
					.type(ParameterType.STRING)
					.overwrite(true));
			cloud.drill("Server/Instance", "restart", "");
			cloud.awaitFirstPage();
			Served tooMany = serve(variant, cloud, server, TOO_MANY);

			Evidence.keep("pool", Map.of("byTheRule", byTheRule, "tooMany", tooMany));
			assertThat(byTheRule).isEqualTo(new Served(BY_THE_RULE, 2 * BY_THE_RULE, 0, 0));
			assertThat(tooMany.failed()).isPositive();
			assertThat(tooMany.refusedConnections()).isPositive();
		}
		finally {
			this.visitors.shutdownNow();
		}
	}

	/**
	 * Sends each of two servers as many requests as the rule has connections for, while a
	 * lock lets none of them end.
	 */
	private Served serve(Variant variant, LocalCloud cloud, PostgresServer server, int pool) throws Exception {
		int port = Ports.free();
		String handle = Postcards.uniqueHandle();
		new Postcards(cloud.url()).signUp(handle);
		long refused = refused(server);
		// Steady: open before the first request.
		await(server, "usename = 'postcards_app'", pool);
		OwnedProcess second = variant.startAnotherServer(port);
		URI there = URI.create("http://127.0.0.1:%d/".formatted(port));
		Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> get(there, handle) == 200);
		await(server, "usename = 'postcards_app'", Math.min(2 * pool, MAX_CONNECTIONS - 3));
		try (Connection holding = server.connect("postcards"); Statement lock = holding.createStatement()) {
			holding.setAutoCommit(false);
			lock.execute("lock table postcard in access exclusive mode");
			List<CompletableFuture<Integer>> answers = Stream.of(cloud.url(), there)
				.flatMap((url) -> IntStream.range(0, BY_THE_RULE)
					.mapToObj((i) -> CompletableFuture.supplyAsync(() -> get(url, handle), this.visitors)))
				.toList();
			Awaitility.await()
				.atMost(LIMIT)
				.until(() -> answers.stream().filter(CompletableFuture::isDone).count()
						+ count(server, "wait_event_type = 'Lock'") == answers.size());
			holding.rollback();
			long served = answers.stream().filter((answer) -> answer.join() == 200).count();
			return new Served(pool, served, answers.size() - served, refused(server) - refused);
		}
		finally {
			second.kill();
			second.exit().join();
		}
	}

	private static int get(URI url, String handle) {
		return new Postcards(url).send("GET", "/api/accounts/%s/postcards".formatted(handle)).status();
	}

	private static void await(PostgresServer server, String condition, int count) {
		Awaitility.await().atMost(LIMIT).until(() -> count(server, condition) >= count);
	}

	/**
	 * Connects for a moment only, for this takes a connection, too.
	 */
	private static long count(PostgresServer server, String condition) throws SQLException {
		try (Connection connection = server.connect("postcards");
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("select count(*) from pg_stat_activity where " + condition)) {
			result.next();
			return result.getLong(1);
		}
	}

	private static long refused(PostgresServer server) throws IOException {
		return Files.readAllLines(Objects.requireNonNull(server.process()).log())
			.stream()
			.filter((line) -> line.contains(FULL))
			.count();
	}

	/**
	 * What two servers did with as many requests as the rule has connections for.
	 *
	 * @param pool the size of each pool
	 * @param served requests that were answered
	 * @param failed requests that got no connection in time
	 * @param refusedConnections how often the database had none left
	 */
	record Served(int pool, long served, long failed, long refusedConnections) {
	}

}
