package com.example.postcards.tests;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.example.contract.Postcards;
import com.example.lab.aws.rds.DBCluster;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.postcards.tests.RotatedStage.Round;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The claims of this stage on the stage before. Its five minutes until the database
 * pauses take five seconds here, its fifteen seconds to resume a quarter of one.
 */
@Stage(value = "stage-02-managed-db", clock = 60, context = "rotation=true")
class StageBeforeTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	/**
	 * There is one user, so a client that connects between its new password and the new
	 * version of the secret has to try again.
	 */
	@Test
	void connectionsAreRefusedWhileThePasswordIsRotated(LocalCloud cloud) throws Exception {
		Round round = new RotatedStage(cloud).rotateUnderLoad();

		Evidence.keep("rotation-before", round);
		assertThat(round.retries()).isPositive();
		assertThat(round.after()).isEqualTo(round.before());
		assertThat(round.lost()).isZero();
	}

	@Test
	void theFirstRequestAfterAQuietSpellWaitsForTheDatabase(LocalCloud cloud) throws Exception {
		Postcards member = Postcards.member(cloud.url());
		long position = cloud.events().position();
		// What the pool does itself half a minute later.
		cloud.standIns(DBCluster.class)
			.get(0)
			.postgres()
			.run("postcards", "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postcards'");
		cloud.events().await(position, (event) -> event.kind() == Event.Kind.PAUSED, LIMIT);
		Instant asked = Instant.now();
		int status = member.send("GET", "/api/timeline").status();
		Instant answered = Instant.now();

		List<Instant> resumed = cloud.events()
			.since(position)
			.stream()
			.filter((event) -> event.kind() == Event.Kind.RESUMED)
			.map(Event::time)
			.toList();
		Evidence.keep("awake-before", new Resumed(status, Duration.between(resumed.get(0), resumed.get(1)).toMillis()));
		assertThat(status).isEqualTo(200);
		assertThat(resumed).hasSize(2).allSatisfy((time) -> assertThat(time).isBetween(asked, answered));
	}

	/**
	 * The first request after a pause.
	 *
	 * @param status its answer
	 * @param resumeMillis how long of its time the database resumed
	 */
	record Resumed(int status, long resumeMillis) {
	}

}
