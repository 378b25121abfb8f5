package com.example.postcards.tests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.example.contract.Answer;
import com.example.contract.Pictures;
import com.example.contract.Postcards;
import com.example.lab.aws.rds.DBInstance;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where data is read and written, on this stage and on the stage before: what it costs
 * the database, and how long it takes.
 */
@Stage
@CountsFailures
class DataBeforeTests {

	private static final int VIEWS = 1_000;

	private static final int REQUESTS = 400;

	private final LocalCloud cloud;

	private final LocalCloud before;

	DataBeforeTests(LocalCloud cloud, @Stage(before = true) LocalCloud before) {
		this.cloud = cloud;
		this.before = before;
	}

	// tag::statements[]
	@Test
	void theReplicaAnswersReadsAndThePrimaryHardlyAny() throws Exception {
		Statements here = Statements.on(this.cloud);
		Statements there = Statements.on(this.before);
		Evidence.keep("replica-reads", here);
		Evidence.keep("replica-reads-before", there);
		assertThat(here.percentOnReplica()).isGreaterThanOrEqualTo(90);
		assertThat(there.onPrimary()).isGreaterThan(VIEWS);
		assertThat(here.onPrimary()).isLessThan(there.onPrimary() / 5);
	}
	// end::statements[]

	// tag::latency[]
	@Test
	void theFrontPageComesFromTheCacheOfTheEdge() {
		Latency here = latency("edge-page", this.cloud, "/", REQUESTS);
		Latency there = latency("edge-page-before", this.before, "/", 0);
		Evidence.keep("edge-page-ratio", here.comparedTo(there));
	}

	@Test
	void aPhotoComesFromTheCacheOfTheEdge() {
		Latency here = latency("edge-photo", this.cloud, photo(this.cloud), REQUESTS);
		Latency there = latency("edge-photo-before", this.before, photo(this.before), 0);
		Evidence.keep("edge-photo-ratio", here.comparedTo(there));
	}
	// end::latency[]

	@Test
	void withoutAnEdgeTheLoadBalancerIsTheWayIn() {
		long answered = PrivateAtTheEdgeTests.answered(this.before.url());
		Evidence.keep("load-balancer-direct-before",
				Map.of("tries", PrivateAtTheEdgeTests.TRIES, "answered", answered));
		assertThat(answered).isEqualTo(PrivateAtTheEdgeTests.TRIES);
	}

	private static String photo(LocalCloud cloud) {
		return Objects
			.requireNonNull(Postcards.member(cloud.url()).post("With a photo", Pictures.jpeg(1_024, 768)).photo());
	}

	/**
	 * Has a guest ask for the same again and again.
	 * @param hits how many of the answers are to come from the cache of the edge
	 */
	private static Latency latency(String claim, LocalCloud cloud, String path, int hits) {
		Postcards guest = new Postcards(cloud.url());
		for (int i = 0; i < REQUESTS / 10; i++) {
			guest.send("GET", path).expect(200);
		}
		List<Long> nanos = new ArrayList<>();
		int found = 0;
		for (int i = 0; i < REQUESTS; i++) {
			long begin = System.nanoTime();
			Answer answer = guest.send("GET", path).expect(200);
			nanos.add(System.nanoTime() - begin);
			found += String.valueOf(answer.header("X-Cache")).contains("Hit") ? 1 : 0;
		}
		Latency latency = Latency.ofNanos(nanos);
		Evidence.keep(claim, Map.of("hits", found, "latency", latency));
		assertThat(found).as(claim).isEqualTo(hits);
		return latency;
	}

	/**
	 * The statements that page views cost the databases. Neither the question whether the
	 * replica is fresh is one of them, nor what servers do each second.
	 *
	 * @param views how many pages were viewed
	 * @param onPrimary statements that the primary got
	 * @param onReplica statements that the replica got
	 * @param percentOnReplica its share
	 */
	private record Statements(int views, long onPrimary, long onReplica, double percentOnReplica) {

		private static final String FRESH = "pg_last_wal_replay_lsn";

		private static final String JOB = "deleted_postcard";

		static Statements on(LocalCloud cloud) throws Exception {
			PageViews views = new PageViews(cloud.url());
			try (StatementLog log = new StatementLog(cloud)) {
				views.look(VIEWS / 10);
				log.mark();
				views.look(VIEWS);
				long onPrimary = ofPages(log.statements(DBInstance.class::isInstance));
				long onReplica = ofPages(log.statements((host) -> !(host instanceof DBInstance)));
				return new Statements(VIEWS, onPrimary, onReplica,
						Math.round(1_000.0 * onReplica / (onPrimary + onReplica)) / 10.0);
			}
		}

		private static long ofPages(List<String> statements) {
			return statements.stream()
				.filter((statement) -> !statement.contains(FRESH) && !statement.contains(JOB))
				.count();
		}

	}

}
