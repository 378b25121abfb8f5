package com.example.postcards.tests;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.example.contract.load.Crowd;
import com.example.lab.aws.rds.InstanceZone;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.load.Outcome;
import com.example.postcards.tests.Faults.Seen;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * While the database fails over, the replica answers reads: users cannot post, and see no
 * error otherwise. A failover, which takes a minute on AWS, takes three seconds here.
 */
@Stage
@CountsFailures
class FailoverTests {

	private final LocalCloud cloud;

	private final Faults faults;

	FailoverTests(LocalCloud cloud) {
		this.cloud = cloud;
		this.faults = new Faults(cloud);
	}

	// tag::failover[]
	@Test
	void aFailoverOfTheDatabaseFailsNoReadAndLosesNothingThatWasAcknowledged() throws Exception {
		this.faults.awaitBoth();
		InstanceZone before = this.faults.database().primary();
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(Faults.SOME);
			long position = this.cloud.events().position();
			Instant fault = Instant.now();
			this.cloud.drill("Database/Instance", "failover", "");
			crowd.awaitFailures(1);
			this.faults.await(position, Event.Kind.HEALTHY, "clients connect to the same address again");
			crowd.awaitSuccesses(Faults.SOME);
			crowd.stop();

			Seen seen = Faults.keep("failover", crowd, fault);
			List<Outcome> reads = Faults.telling(crowd.outcomes())
				.stream()
				.filter((outcome) -> outcome.request().kind().equals("read"))
				.toList();
			List<Outcome> failed = reads.stream().filter((outcome) -> !outcome.succeeded()).toList();
			Evidence.keep("failover-reads", Map.of("sent", reads.size(), "failed", failed.size()));
			assertThat(seen.lost()).isZero();
			assertThat(seen.acknowledged()).isPositive();
			assertThat(seen.failures()).containsOnlyKeys("HTTP 503");
			assertThat(reads).isNotEmpty();
			assertThat(failed).isEmpty();
			assertThat(this.faults.database().primary().zone()).isNotEqualTo(before.zone());
		}
		this.faults.awaitBoth();
	}
	// end::failover[]

}
