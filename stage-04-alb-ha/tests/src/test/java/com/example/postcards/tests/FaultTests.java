package com.example.postcards.tests;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.example.contract.Postcards;
import com.example.contract.Postcards.Postcard;
import com.example.contract.load.Crowd;
import com.example.lab.aws.elb.TargetHealth;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.load.Outcome;
import com.example.postcards.tests.Faults.Seen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people see when a server dies, with its zone or alone: failures until the load
 * balancer has noticed, and users with a session on it are signed out. What takes a
 * minute on AWS takes three seconds here; the load balancer's checks take as long as
 * there.
 */
@Stage
@CountsFailures
class FaultTests {

	private final LocalCloud cloud;

	private final Faults faults;

	FaultTests(LocalCloud cloud) {
		this.cloud = cloud;
		this.faults = new Faults(cloud);
	}

	@BeforeEach
	void everythingIsThereTwice() {
		this.faults.awaitBoth();
	}

	// tag::lost[]
	@Test
	void aServerThatDiesFailsRequestsOnlyUntilItIsTakenOutAndSignsItsPeopleOut() throws Exception {
		Postcards member = Postcards.member(this.cloud.url());
		String server = member.where().instance().replaceFirst(".*-", "") + "/Instance";
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(Faults.SOME);
			long position = this.cloud.events().position();
			this.cloud.drill(server, "power-off", "");
			Instant down = this.faults.await(position, Event.Kind.DIED, "lost its power");
			Instant out = this.faults.await(position, Event.Kind.UNHEALTHY, server);
			crowd.awaitSuccesses(Faults.SOME);
			crowd.stop();

			List<Outcome> after = Faults.telling(crowd.outcomes())
				.stream()
				.filter((outcome) -> outcome.intended().isAfter(out))
				.toList();
			long failed = after.stream().filter((outcome) -> !outcome.succeeded()).count();
			Evidence.keep("lost-server-notice", Map.of("noticedMillis", Duration.between(down, out).toMillis(),
					"sentAfterwards", after.size(), "failedAfterwards", failed));
			Seen seen = Faults.keep("lost-server", crowd, down);
			// The interval times the threshold, the time-out of the last check, a second.
			assertThat(Duration.between(down, out)).isLessThan(Duration.ofSeconds(5 * 2 + 2 + 1));
			assertThat(after).isNotEmpty();
			assertThat(failed).isZero();
			assertThat(seen.lost()).isZero();

			int status = member.send("GET", "/api/me").status();
			Evidence.keep("sticky-session", Map.of("status", status));
			assertThat(status).isEqualTo(401);
		}
		finally {
			this.cloud.drill(server, "boot", "");
		}
	}
	// end::lost[]

	@Test
	void aLostZoneTakesServerAndDatabaseAndNothingThatWasAcknowledged() throws Exception {
		String zone = this.faults.database().primary().zone();
		String letter = zone.substring(zone.length() - 1);
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(Faults.SOME);
			long position = this.cloud.events().position();
			Instant fault = Instant.now();
			this.cloud.drill("zone-down", letter, "");
			this.faults.await(position, Event.Kind.UNHEALTHY, "is unhealthy");
			crowd.awaitSuccesses(Faults.SOME);
			crowd.stop();

			Seen seen = Faults.keep("lost-zone", crowd, fault);
			assertThat(seen.lost()).isZero();
			assertThat(this.faults.database().primary().zone()).isNotEqualTo(zone);
			assertThat(this.faults.targets().targets()).filteredOn((target) -> target.state().equals("healthy"))
				.extracting(TargetHealth::zone)
				.containsExactly(this.faults.database().primary().zone());
		}
		finally {
			this.cloud.drill("zone-up", letter, "");
		}
	}

	@Test
	void aPostcardThatIsSentAgainIsStoredOnce() {
		Postcards member = Postcards.member(this.cloud.url());
		String key = UUID.randomUUID().toString();
		List<String> ids = List.of(send(member, key), send(member, key));
		int stored = member.postcards(member.me().handle()).items().size();
		Evidence.keep("posting-twice", Map.of("sent", ids.size(), "stored", stored));
		assertThat(ids.get(1)).isEqualTo(ids.get(0));
		assertThat(stored).isEqualTo(1);
	}

	private static String send(Postcards member, String key) {
		return member.send(member.posting("Once", null).header("Idempotency-Key", key))
			.expect(200, 201)
			.as(Postcard.class)
			.id();
	}

}
