package com.example.postcards.tests;

import java.time.Duration;

import com.example.contract.Answer;
import com.example.contract.Postcards;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.rds.AcuMeter;
import com.example.lab.rds.DBCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database that nobody uses costs no capacity, and wakes without an error. The five
 * minutes until it pauses take five seconds here, the fifteen to resume a quarter.
 */
@Stage(clock = 60)
class PauseTests {

	/** The pool drops idle connections within 40 s, then the database pauses. */
	private static final Duration LIMIT = Duration.ofSeconds(90);

	@Test
	void theMeterStopsWhenNobodyIsThereAndTheFirstRequestWakesIt(LocalCloud cloud) throws Exception {
		DBCluster cluster = cloud.standIns(DBCluster.class).get(0);
		Postcards member = Postcards.member(cloud.url());
		member.post("Good night");
		long position = cloud.events().position();
		cloud.events().await(position, (event) -> event.kind() == Event.Kind.PAUSED, LIMIT);
		AcuMeter.Reading asleep = cluster.meter();

		Answer health = member.send("GET", "/actuator/health/readiness");
		AcuMeter.Reading afterHealth = cluster.meter();
		long begin = System.nanoTime();
		Answer first = member.send("GET", "/api/timeline");
		long firstMillis = (System.nanoTime() - begin) / 1_000_000;
		begin = System.nanoTime();
		Answer second = member.send("GET", "/api/timeline");
		long secondMillis = (System.nanoTime() - begin) / 1_000_000;

		Evidence.keep("pause", new Pause(asleep.pauses(), firstMillis, secondMillis, cluster.meter().acuHours()));
		assertThat(health.status()).isEqualTo(200);
		assertThat(afterHealth.awake()).isEqualTo(asleep.awake());
		assertThat(first.status()).isEqualTo(200);
		assertThat(second.status()).isEqualTo(200);
		assertThat(cluster.meter().awake()).isGreaterThan(asleep.awake());
	}

	/**
	 * What a pause did.
	 *
	 * @param pauses how often the database paused
	 * @param firstMillis how long the first request took that needed it again
	 * @param secondMillis how long the next one took
	 * @param acuHours what the meter shows in the end
	 */
	record Pause(int pauses, long firstMillis, long secondMillis, double acuHours) {
	}

}
