package com.example.postcards.tests;

import java.time.Instant;

import com.example.contract.load.Crowd;
import com.example.lab.aws.elb.TargetHealth;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Stage;
import com.example.postcards.tests.Faults.Seen;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users see when a server dies, with its zone or alone: failures until the load
 * balancer has noticed, and no user is signed out. What takes a minute on AWS takes three
 * seconds here; the load balancer's checks take as long as there.
 */
@Stage
@CountsFailures
class FaultTests {

	private static final String SERVER = "ServerA/Instance";

	private final LocalCloud cloud;

	private final Faults faults;

	FaultTests(LocalCloud cloud) {
		this.cloud = cloud;
		this.faults = new Faults(cloud);
	}

	// tag::server[]
	@Test
	void aServerThatDiesFailsRequestsOnlyUntilItIsTakenOutAndSignsNobodyOut() throws Exception {
		this.faults.awaitBoth();
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(Faults.SOME);
			long position = this.cloud.events().position();
			Instant fault = Instant.now();
			this.cloud.drill(SERVER, "power-off", "");
			this.faults.await(position, Event.Kind.UNHEALTHY, SERVER);
			crowd.awaitSuccesses(Faults.SOME);
			crowd.stop();

			Seen seen = Faults.keep("lost-server", crowd, fault);
			assertThat(seen.lost()).isZero();
			assertThat(seen.signedOut()).isZero();
		}
		finally {
			this.cloud.drill(SERVER, "boot", "");
			this.faults.awaitBoth();
		}
	}
	// end::server[]

	// tag::zone[]
	@Test
	void aLostZoneTakesServerDatabaseAndCacheAndNoSession() throws Exception {
		this.faults.awaitBoth();
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
			assertThat(seen.signedOut()).isZero();
			assertThat(this.faults.database().primary().zone()).isNotEqualTo(zone);
			assertThat(this.faults.targets().targets()).filteredOn((target) -> target.state().equals("healthy"))
				.extracting(TargetHealth::zone)
				.containsExactly(this.faults.database().primary().zone());
		}
		finally {
			this.cloud.drill("zone-up", letter, "");
			this.faults.awaitBoth();
		}
	}
	// end::zone[]

}
