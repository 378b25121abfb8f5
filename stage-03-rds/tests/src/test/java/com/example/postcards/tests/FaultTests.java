package com.example.postcards.tests;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

import com.example.contract.load.Crowd;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.load.Figures;
import com.example.lab.load.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the one box and its one process mean for its users: a fault keeps what was
 * acknowledged, and is an outage for all of them.
 */
@Stage
class FaultTests {

	private static final String BOX = "Server/Instance";

	private static final String SERVICE = "postcards.service";

	private static final int SOME = 60;

	private final LocalCloud cloud;

	FaultTests(LocalCloud cloud) {
		this.cloud = cloud;
	}

	@Test
	void aRestartOfTheBoxLosesNoAcknowledgedWrite() throws Exception {
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(SOME);
			long position = this.cloud.events().position();
			this.cloud.drill(BOX, "restart", "");
			crowd.awaitSuccesses(SOME);
			crowd.stop();

			Outage outage = outage("restart", crowd, event(position, Event.Kind.STOPPED, SERVICE),
					event(position, Event.Kind.STARTED, SERVICE));
			assertThat(outage.lost()).isZero();
			assertThat(outage.failedWhileNothingRan()).isEqualTo(outage.sentWhileNothingRan());
		}
	}

	// tag::kill[]
	@Test
	void aKilledProcessIsAnOutageForAllUntilItsUnitStartsItAgain() throws Exception {
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(SOME);
			long position = this.cloud.events().position();
			this.cloud.drill(BOX, "kill", SERVICE);
			crowd.awaitSuccesses(SOME);
			crowd.stop();

			Outage outage = outage("kill", crowd, event(position, Event.Kind.DIED, SERVICE),
					event(position, Event.Kind.STARTED, SERVICE));
			assertThat(outage.failedWhileNothingRan()).isPositive().isEqualTo(outage.sentWhileNothingRan());
			// RestartSec of the unit, in which no request can be served.
			assertThat(outage.load().longestGap()).isGreaterThan(2_000);
			assertThat(outage.lost()).isZero();
		}
	}
	// end::kill[]

	@Test
	void aBoxThatLostItsPowerIsAnOutageForAllUntilItIsBooted() throws Exception {
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(SOME);
			long position = this.cloud.events().position();
			this.cloud.drill(BOX, "power-off", "");
			crowd.awaitFailures(SOME);
			this.cloud.drill(BOX, "boot", "");
			crowd.awaitSuccesses(SOME);
			crowd.stop();

			Outage outage = outage("power-off", crowd, event(position, Event.Kind.DIED, "lost its power"),
					event(position, Event.Kind.STARTED, SERVICE));
			assertThat(outage.failedWhileNothingRan()).isGreaterThanOrEqualTo(SOME / 2)
				.isEqualTo(outage.sentWhileNothingRan());
			assertThat(outage.lost()).isZero();
		}
	}

	private Outage outage(String claim, Crowd crowd, Instant down, Instant started) {
		List<Outcome> outcomes = crowd.outcomes();
		List<Outcome> meanwhile = outcomes.stream()
			.filter((outcome) -> outcome.intended().isAfter(down) && outcome.ended().isBefore(started))
			.toList();
		Instant back = outcomes.stream()
			.filter((outcome) -> outcome.succeeded() && outcome.intended().isAfter(started))
			.map(Outcome::ended)
			.min(Instant::compareTo)
			.orElseThrow();
		Outage outage = new Outage(Duration.between(down, back).toMillis(), meanwhile.size(),
				count(meanwhile, (outcome) -> !outcome.succeeded()), Crowd.acknowledged(outcomes).size(),
				crowd.missing(outcomes).size(), crowd.figures());
		Evidence.keep(claim, outage);
		return outage;
	}

	private static int count(List<Outcome> outcomes, Predicate<Outcome> wanted) {
		return (int) outcomes.stream().filter(wanted).count();
	}

	private Instant event(long position, Event.Kind kind, String message) throws InterruptedException {
		return this.cloud.events()
			.await(position, (event) -> event.kind() == kind && event.message().contains(message),
					Duration.ofSeconds(5))
			.time();
	}

	/**
	 * What a fault cost.
	 *
	 * @param millis from the end of the process to the first request that succeeded again
	 * @param sentWhileNothingRan requests that came and went in the time without a
	 * process
	 * @param failedWhileNothingRan how many of them failed
	 * @param acknowledged writes that were acknowledged, before and after
	 * @param lost how many of them are not there
	 * @param load the figures of all requests
	 */
	record Outage(long millis, int sentWhileNothingRan, int failedWhileNothingRan, int acknowledged, int lost,
			Figures load) {
	}

}
