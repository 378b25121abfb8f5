package com.example.postcards.tests;

import java.time.Duration;
import java.util.List;

import com.example.contract.load.Crowd;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.Stage;
import com.example.lab.load.Outcome;
import com.example.postcards.tests.Faults.Seen;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The claims of this stage on the stage before. */
@Stage(before = true, own = true)
class StageBeforeTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@Test
	void aServerThatDiesFailsRequestsUntilItIsStarted(LocalCloud cloud) throws Exception {
		try (Crowd crowd = Crowd.at(cloud.url())) {
			crowd.awaitSuccesses(Faults.SOME);
			long position = cloud.events().position();
			cloud.drill("Server/Instance", "power-off", "");
			Event down = cloud.events().await(position, (event) -> event.message().contains("lost its power"), LIMIT);
			// As many as fail on this stage until the balancer notices, and more.
			crowd.awaitFailures(13 * Crowd.RATE);
			List<Outcome> after = crowd.outcomes()
				.stream()
				.filter((outcome) -> outcome.intended().isAfter(down.time()))
				.toList();
			cloud.drill("Server/Instance", "boot", "");
			cloud.awaitFirstPage();
			crowd.stop();

			Seen seen = Faults.keep("lost-server-before", crowd);
			assertThat(after).isNotEmpty().noneMatch(Outcome::succeeded);
			assertThat(seen.lost()).isZero();
		}
	}

}
