package com.example.postcards.tests;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.example.contract.Answer;
import com.example.contract.Postcards;
import com.example.contract.load.Crowd;
import com.example.contract.Postcards.Postcard;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.elb.TargetGroup;
import com.example.lab.elb.TargetHealth;
import com.example.lab.event.Event;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.load.Figures;
import com.example.lab.load.Outcome;
import com.example.lab.rds.DBInstance;
import com.example.lab.rds.InstanceZone;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people see when one part is away: nothing of a server that is stopped in order,
 * some failures until the load balancer has noticed one that is not, and a pause of the
 * database. What takes a minute on AWS takes three seconds here; the load balancer's
 * checks take as long as there.
 */
@Stage(clock = 20)
class FaultTests {

	private static final String SERVICE = "postcards.service";

	private static final List<String> SERVERS = List.of("ServerA/Instance", "ServerB/Instance");

	private static final String DRAIN = "/Postcards/postcards.drain";

	private static final int SOME = 60;

	private static final Duration LIMIT = Duration.ofSeconds(90);

	/**
	 * Whose session was in the memory of a server that has gone is signed out: this
	 * stage's limit, which counts apart.
	 */
	private static final String SIGNED_OUT = "HTTP 401";

	private final LocalCloud cloud;

	private final TargetGroup targets;

	private final DBInstance database;

	FaultTests(LocalCloud cloud) {
		this.cloud = cloud;
		this.targets = cloud.standIns(TargetGroup.class).get(0);
		this.database = cloud.standIns(DBInstance.class).get(0);
	}

	@BeforeEach
	void everythingIsThereTwice() {
		Awaitility.await()
			.atMost(LIMIT)
			.until(() -> this.targets.targets().stream().allMatch((target) -> target.state().equals("healthy"))
					&& this.database.standby()
						.filter((standby) -> standby.role() == InstanceZone.Role.STANDBY)
						.isPresent());
	}

	// tag::deploy[]
	@Test
	void nobodyNoticesThatTheServersAreRestartedOneByOne() throws Exception {
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(SOME);
			for (String server : SERVERS) {
				restart(server);
			}
			crowd.awaitSuccesses(SOME);
			crowd.stop();

			Seen seen = seen("rolling-restart", crowd);
			assertThat(seen.failed()).isZero();
			assertThat(seen.lost()).isZero();
		}
	}
	// end::deploy[]

	@Test
	void withoutTheDrainARestartFailsRequests() throws Exception {
		String drain = this.cloud.localStack().ssm().getParameter((request) -> request.name(DRAIN)).parameter().value();
		setDrain("PT0S");
		// The process that stops has read the setting when it started.
		restart(SERVERS.get(0));
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(SOME);
			setDrain(drain);
			restart(SERVERS.get(0));
			crowd.awaitSuccesses(SOME);
			crowd.stop();

			assertThat(seen("restart-without-drain", crowd).failed()).isPositive();
		}
	}

	@Test
	void aServerThatDiesFailsRequestsOnlyUntilItIsTakenOut() throws Exception {
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(SOME);
			long position = this.cloud.events().position();
			this.cloud.drill(SERVERS.get(1), "power-off", "");
			Instant down = event(position, Event.Kind.DIED, "lost its power");
			Instant out = event(position, Event.Kind.UNHEALTHY, SERVERS.get(1));
			crowd.awaitSuccesses(SOME);
			crowd.stop();

			List<Outcome> after = crowd.outcomes()
				.stream()
				.filter((outcome) -> outcome.intended().isAfter(out))
				.filter((outcome) -> !SIGNED_OUT.equals(outcome.failure()))
				.toList();
			Evidence.keep("lost-server-notice", Map.of("noticedMillis", Duration.between(down, out).toMillis(),
					"sentAfterwards", after.size(), "failedAfterwards", failed(after)));
			Seen seen = seen("lost-server", crowd);
			// The interval times the threshold, the time-out of the last check, a second.
			assertThat(Duration.between(down, out)).isLessThan(Duration.ofSeconds(5 * 2 + 2 + 1));
			assertThat(after).isNotEmpty().allMatch(Outcome::succeeded);
			assertThat(seen.lost()).isZero();
		}
		finally {
			this.cloud.drill(SERVERS.get(1), "boot", "");
		}
	}

	@Test
	void aFailoverOfTheDatabaseLosesNothingThatWasAcknowledged() throws Exception {
		InstanceZone before = this.database.primary();
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(SOME);
			long position = this.cloud.events().position();
			this.cloud.drill("Database/Instance", "failover", "");
			crowd.awaitFailures(1);
			Answer page = new Postcards(this.cloud.url()).send("GET", "/");
			Answer timeline = new Postcards(this.cloud.url()).send("GET", "/api/accounts/nobody");
			crowd.awaitSuccesses(SOME);
			crowd.stop();

			Seen seen = seen("failover", crowd);
			assertThat(seen.lost()).isZero();
			assertThat(seen.acknowledged()).isPositive();
			assertThat(page.status()).isEqualTo(200);
			if (timeline.status() == 503) {
				assertThat(timeline.header("Retry-After")).isNotEmpty();
			}
			assertThat(this.database.primary().zone()).isNotEqualTo(before.zone());
			assertThat(this.cloud.events().since(position))
				.noneMatch((event) -> event.message().contains("is unhealthy") || event.message().startsWith(SERVICE));
		}
	}

	@Test
	void aLostZoneTakesServerAndDatabaseAndNothingThatWasAcknowledged() throws Exception {
		String zone = this.database.primary().zone();
		String letter = zone.substring(zone.length() - 1);
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(SOME);
			long position = this.cloud.events().position();
			this.cloud.drill("zone-down", letter, "");
			event(position, Event.Kind.UNHEALTHY, "is unhealthy");
			crowd.awaitSuccesses(SOME);
			crowd.stop();

			Seen seen = seen("lost-zone", crowd);
			assertThat(seen.lost()).isZero();
			assertThat(this.database.primary().zone()).isNotEqualTo(zone);
			assertThat(this.targets.targets()).filteredOn((target) -> target.state().equals("healthy"))
				.extracting(TargetHealth::zone)
				.containsExactly(this.database.primary().zone());
		}
		finally {
			this.cloud.drill("zone-up", letter, "");
		}
	}

	@Test
	void whoseServerDiesIsSignedOut() throws Exception {
		Postcards member = Postcards.member(this.cloud.url());
		String server = member.where().instance().replaceFirst(".*-", "") + "/Instance";
		long position = this.cloud.events().position();
		this.cloud.drill(server, "power-off", "");
		event(position, Event.Kind.UNHEALTHY, server);
		int status = member.send("GET", "/api/me").status();
		this.cloud.drill(server, "boot", "");

		Evidence.keep("sticky-session", Map.of("status", status));
		assertThat(status).isEqualTo(401);
	}

	@Test
	void aPostcardThatIsSentAgainIsStoredOnce() {
		Postcards member = Postcards.member(this.cloud.url());
		String key = UUID.randomUUID().toString();
		List<String> ids = List.of(send(member, key), send(member, key));
		assertThat(ids.get(1)).isEqualTo(ids.get(0));
		assertThat(member.postcards(member.me().handle()).items()).hasSize(1);
	}

	private static String send(Postcards member, String key) {
		return member.send(member.posting("Once", null).header("Idempotency-Key", key))
			.expect(200, 201)
			.as(Postcard.class)
			.id();
	}

	/**
	 * As a deployment does: one server after the other, each time until it is back.
	 */
	private void restart(String server) throws Exception {
		long position = this.cloud.events().position();
		this.cloud.drill(server, "restart", "");
		event(position, Event.Kind.HEALTHY, SERVICE + " listens");
		Awaitility.await()
			.atMost(LIMIT)
			.until(() -> this.targets.targets()
				.stream()
				.anyMatch((target) -> target.name().equals(server) && target.state().equals("healthy")));
	}

	private void setDrain(String value) {
		this.cloud.localStack().ssm().putParameter((request) -> request.name(DRAIN).value(value).overwrite(true));
	}

	private Instant event(long position, Event.Kind kind, String message) throws InterruptedException {
		return this.cloud.events()
			.await(position, (event) -> event.kind() == kind && event.message().contains(message), LIMIT)
			.time();
	}

	private static Seen seen(String claim, Crowd crowd) {
		List<Outcome> outcomes = crowd.outcomes();
		List<Outcome> answered = outcomes.stream().filter((outcome) -> !SIGNED_OUT.equals(outcome.failure())).toList();
		Map<String, Long> failures = answered.stream()
			.filter(Predicate.not(Outcome::succeeded))
			.collect(Collectors.groupingBy((outcome) -> String.valueOf(outcome.failure()), Collectors.counting()));
		Seen seen = new Seen(answered.size(), failed(answered), outcomes.size() - answered.size(), failures,
				Crowd.acknowledged(outcomes).size(), crowd.missing(outcomes).size(), crowd.figures());
		Evidence.keep(claim, seen);
		return seen;
	}

	private static long failed(List<Outcome> outcomes) {
		return outcomes.stream().filter(Predicate.not(Outcome::succeeded)).count();
	}

	/**
	 * What a crowd saw of a fault.
	 *
	 * @param sent requests of people who were signed in
	 * @param failed how many of them failed
	 * @param signedOut requests of people whose session had gone with a server
	 * @param failures how many failed, by kind
	 * @param acknowledged writes that were acknowledged
	 * @param lost how many of them are not there
	 * @param load the figures of all requests
	 */
	record Seen(long sent, long failed, long signedOut, Map<String, Long> failures, int acknowledged, int lost,
			Figures load) {
	}

}
