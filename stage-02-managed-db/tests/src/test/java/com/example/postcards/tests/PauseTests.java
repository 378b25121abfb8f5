package com.example.postcards.tests;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.example.contract.Answer;
import com.example.contract.Postcards;
import com.example.lab.aws.rds.AcuMeter;
import com.example.lab.aws.rds.DBCluster;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.junit.Variant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database without clients costs no capacity, and wakes without an error; with an
 * ordinary pool, or with the database in a health check, it never sleeps. The five
 * minutes until it pauses take five seconds here, the fifteen to resume a quarter, and
 * the pool looks for idle connections each second instead of each thirty.
 */
@Stage(exclusive = false)
class PauseTests {

	private static final double CLOCK = 60;

	/** The pool drops idle connections after 10 s, then the database pauses. */
	private static final Duration LIMIT = Duration.ofSeconds(90);

	/**
	 * How long the others are watched once the first one sleeps: what it would take them.
	 */
	private static final Duration MARGIN = Duration.ofMinutes(5).dividedBy((long) CLOCK);

	@Test
	void theMeterStopsOnlyWithoutOpenConnectionsAndHealthChecks(LocalCloud cloud) throws Exception {
		try (Variant stage = variant();
				Variant ordinaryPool = setting("spring.datasource.hikari.minimum-idle", "2");
				Variant healthCheck = add(setting("management.health.db.enabled", "true"), "Group",
						"management.endpoint.health.group.readiness.include", "readinessState,db")) {
			Database quiet = new Database(stage.start(cloud.localStack(), CLOCK));
			Database held = new Database(ordinaryPool.start(cloud.localStack(), CLOCK));
			Database asked = new Database(healthCheck.start(cloud.localStack(), CLOCK));
			Postcards member = Postcards.member(quiet.cloud().url());
			member.post("Good night");
			List<AcuMeter.Reading> begin = List.of(quiet.meter(), held.meter(), asked.meter());

			long position = quiet.cloud().events().position();
			Postcards monitor = new Postcards(asked.cloud().url());
			Awaitility.await().pollInterval(Duration.ofSeconds(1)).atMost(LIMIT).until(() -> {
				assertThat(monitor.send("GET", "/readyz").status()).isEqualTo(200);
				return quiet.meter().paused().compareTo(begin.get(0).paused().plus(MARGIN)) > 0;
			});
			Awake quietly = quiet.since(begin.get(0));
			Awake heldOpen = held.since(begin.get(1));
			Awake askedAgain = asked.since(begin.get(2));

			Evidence.keep("idle",
					Map.of("pauses", quietly, "ordinaryPool", heldOpen, "databaseInHealthCheck", askedAgain));
			assertThat(quiet.cloud().events().since(position)).extracting(Event::kind).contains(Event.Kind.PAUSED);
			assertThat(quietly.pauses()).isOne();
			assertThat(heldOpen.pausedMillis()).isZero();
			assertThat(askedAgain.pausedMillis()).isZero();
			wakes(quiet, member);
		}
	}

	/**
	 * The health check lets it sleep, the first request that needs it waits for it.
	 */
	private static void wakes(Database database, Postcards member) {
		AcuMeter.Reading asleep = database.meter();
		Answer health = member.send("GET", "/readyz");
		AcuMeter.Reading afterHealth = database.meter();
		long position = database.cloud().events().position();
		long begin = System.nanoTime();
		Answer first = member.send("GET", "/api/timeline");
		long firstMillis = (System.nanoTime() - begin) / 1_000_000;
		begin = System.nanoTime();
		Answer second = member.send("GET", "/api/timeline");
		long secondMillis = (System.nanoTime() - begin) / 1_000_000;

		List<Event> resumed = database.cloud()
			.events()
			.since(position)
			.stream()
			.filter((event) -> event.kind() == Event.Kind.RESUMED)
			.toList();
		long resumeMillis = Duration.between(resumed.get(0).time(), resumed.get(resumed.size() - 1).time()).toMillis();
		Evidence.keep("pause",
				new Wake(asleep.pauses(), firstMillis, resumeMillis, secondMillis, database.meter().acuHours()));
		assertThat(health.status()).isEqualTo(200);
		assertThat(afterHealth.awake()).isEqualTo(asleep.awake());
		assertThat(first.status()).isEqualTo(200);
		assertThat(second.status()).isEqualTo(200);
		assertThat(database.meter().awake()).isGreaterThan(asleep.awake());
		assertThat(resumed).hasSize(2);
		// What comes on top of resuming is not shortened: a second, as on AWS.
		assertThat(firstMillis).isBetween(resumeMillis, resumeMillis + 1_000);
	}

	private static Variant setting(String name, String value) throws Exception {
		return add(variant(), "Changed", name, value);
	}

	private static Variant add(Variant variant, String id, String name, String value) {
		return variant.add(id, "AWS::SSM::Parameter",
				Map.of("Type", "String", "Value", value, "Name", Map.of("Fn::Sub", "/${AWS::StackName}/" + name)));
	}

	private static Variant variant() throws Exception {
		return new Variant().replace("/usr/bin/java ", "/usr/bin/java -Dcom.zaxxer.hikari.housekeeping.periodMs=1000 ");
	}

	/**
	 * A running stage and its database.
	 *
	 * @param cloud the stage
	 */
	private record Database(LocalCloud cloud) {

		AcuMeter.Reading meter() {
			return this.cloud.standIns(DBCluster.class).get(0).meter();
		}

		Awake since(AcuMeter.Reading begin) {
			AcuMeter.Reading now = meter();
			return new Awake(now.awake().minus(begin.awake()).toMillis(), now.paused().minus(begin.paused()).toMillis(),
					now.pauses() - begin.pauses());
		}

	}

	/**
	 * What the meter of an idle stage showed.
	 *
	 * @param awakeMillis how long capacity was paid for
	 * @param pausedMillis how long it was not
	 * @param pauses how often it paused
	 */
	record Awake(long awakeMillis, long pausedMillis, int pauses) {
	}

	/**
	 * What the first request after a pause met.
	 *
	 * @param pauses how often the database had paused
	 * @param firstMillis how long the first request took that needed it again
	 * @param resumeMillis how long the database took to resume, a part of it
	 * @param secondMillis how long the next one took
	 * @param acuHours what the meter shows in the end
	 */
	record Wake(int pauses, long firstMillis, long resumeMillis, long secondMillis, double acuHours) {
	}

}
