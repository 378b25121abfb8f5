package com.example.postcards.tests;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.example.contract.Postcards;
import com.example.lab.aws.rds.DBInstance;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.postcards.tests.Readers.Read;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a key that many read expires, each server loads it once. The lock is in the
 * server's memory: it ends with the server.
 */
@Stage
@CountsFailures
class StampedeTests {

	static final int READERS = 200;

	/** The statement that counts what a profile shows. */
	static final String QUERY = "(select count(*) from follow where followed_id";

	private static final int SERVERS = 2;

	private static final int EXPIRIES = 10;

	/** How long a query is on its way, so that all readers come while it runs. */
	private static final String WAY = "200";

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final LocalCloud cloud;

	StampedeTests(LocalCloud cloud) {
		this.cloud = cloud;
	}

	@BeforeEach
	void bothServersServe() {
		new Faults(this.cloud).awaitBoth();
	}

	// tag::stampede[]
	@Test
	void aHotKeyThatExpiresIsLoadedOncePerServer() throws Exception {
		String profile = profile(this.cloud);
		List<Long> queries = new ArrayList<>();
		List<Map<Integer, Long>> answers = new ArrayList<>();
		try (Readers readers = new Readers(this.cloud.url(), READERS);
				StatementLog statements = new StatementLog(this.cloud)) {
			this.cloud.drill("Database/Instance", "slow", WAY);
			for (int i = 0; i < EXPIRIES; i++) {
				this.cloud.drill("Cache", "flush", "");
				statements.mark();
				answers.add(readers.read(profile));
				queries.add(statements.count(QUERY));
			}
		}
		finally {
			this.cloud.drill("Database/Instance", "slow", "0");
		}
		Evidence.keep("stampede", Map.of("readers", READERS, "queriesByExpiry", queries));
		assertThat(answers).allSatisfy((each) -> assertThat(each).containsOnlyKeys(200));
		assertThat(queries).allSatisfy((each) -> assertThat(each).isBetween(1L, (long) SERVERS));
	}
	// end::stampede[]

	// tag::loader[]
	@Test
	void aLoaderThatIsKilledHoldsUpNoReaderOfTheOtherServer() throws Exception {
		String profile = profile(this.cloud);
		List<CompletableFuture<Read>> reads;
		long killed;
		try (Readers readers = new Readers(this.cloud.url(), READERS);
				Connection database = this.cloud.standIns(DBInstance.class).get(0).postgres().connect("postcards")) {
			long position = this.cloud.events().position();
			stopQueries(database);
			this.cloud.drill("Cache", "flush", "");
			reads = readers.begin(profile);
			Awaitility.await().until(() -> loaders(database) >= SERVERS);
			this.cloud.drill("ServerA/Instance", "kill", "");
			this.cloud.events().await(position, (event) -> event.kind() == Event.Kind.DIED, LIMIT);
			killed = System.nanoTime();
			database.rollback();
			reads.forEach(CompletableFuture::join);
		}
		List<Read> all = reads.stream().map(CompletableFuture::join).toList();
		Map<Integer, Long> answers = Readers.answers(all);
		long longest = all.stream()
			.filter((read) -> read.status() == 200)
			.mapToLong((read) -> TimeUnit.NANOSECONDS.toMillis(read.nanoTime() - killed))
			.max()
			.orElseThrow();
		Evidence.keep("stampede-killed-loader",
				Map.of("readers", READERS, "answers", answers, "longestMillisAfterTheKill", longest));
		assertThat(answers).containsOnlyKeys(200, 502);
		assertThat(answers.getOrDefault(200, 0L)).isGreaterThanOrEqualTo(READERS / SERVERS);
	}
	// end::loader[]

	/**
	 * The path of a new account's profile.
	 */
	static String profile(LocalCloud cloud) {
		return "/api/accounts/" + new Postcards(cloud.url()).signUp(Postcards.uniqueHandle()).handle();
	}

	/**
	 * Queries of profiles wait until the transaction ends.
	 */
	private static void stopQueries(Connection database) throws SQLException {
		database.setAutoCommit(false);
		try (Statement statement = database.createStatement()) {
			statement.execute("lock table follow");
		}
	}

	private static int loaders(Connection database) throws SQLException {
		try (Statement statement = database.createStatement(); ResultSet row = statement.executeQuery("""
				select count(*) from pg_locks
				where relation = 'follow'::regclass and not granted""")) {
			row.next();
			return row.getInt(1);
		}
	}

}
