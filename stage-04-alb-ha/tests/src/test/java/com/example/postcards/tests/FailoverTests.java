package com.example.postcards.tests;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;

import com.example.contract.Answer;
import com.example.contract.Postcards;
import com.example.contract.load.Crowd;
import com.example.lab.aws.rds.InstanceZone;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.junit.Variant;
import com.example.postcards.tests.Faults.Seen;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users see when the database is unavailable: a pause, and no server counts as
 * unhealthy, unless their health check asks the database. A failover, which takes a
 * minute on AWS, takes three seconds here.
 */
@Stage
@CountsFailures
class FailoverTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final LocalCloud cloud;

	private final Faults faults;

	FailoverTests(LocalCloud cloud) {
		this.cloud = cloud;
		this.faults = new Faults(cloud);
	}

	// tag::failover[]
	@Test
	void aFailoverOfTheDatabaseLosesNothingThatWasAcknowledged() throws Exception {
		this.faults.awaitBoth();
		InstanceZone before = this.faults.database().primary();
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(Faults.SOME);
			long position = this.cloud.events().position();
			Instant fault = Instant.now();
			this.cloud.drill("Database/Instance", "failover", "");
			crowd.awaitFailures(1);
			crowd.awaitSuccesses(Faults.SOME);
			crowd.stop();

			Seen seen = Faults.keep("failover", crowd, fault);
			assertThat(seen.lost()).isZero();
			assertThat(seen.acknowledged()).isPositive();
			assertThat(seen.failures()).containsOnlyKeys("HTTP 503");
			assertThat(this.faults.database().primary().zone()).isNotEqualTo(before.zone());
			assertThat(this.cloud.events().since(position)).noneMatch(
					(event) -> event.message().contains("is unhealthy") || event.message().startsWith(Faults.SERVICE));
		}
	}
	// end::failover[]

	// tag::health[]
	@Test
	void aSilentDatabaseRemovesNoServerUnlessTheHealthCheckDependsOnIt() throws Exception {
		this.faults.awaitBoth();
		try (Variant wrong = new Variant()) {
			wrong.add("Readiness", "AWS::SSM::Parameter", Map.of("Type", "String", "Value", "readinessState,db", "Name",
					Map.of("Fn::Sub", "/${AWS::StackName}/management.endpoint.health.group.readiness.include")));
			LocalCloud before = wrong.start(this.cloud.localStack(), 20);
			Faults there = new Faults(before);
			String handle = Postcards.member(this.cloud.url()).me().handle();
			this.cloud.drill("Database/Instance", "slow", "60000");
			before.drill("Database/Instance", "slow", "60000");
			Awaitility.await().atMost(LIMIT).until(() -> there.unhealthy() == 2);

			Evidence.keep("database-down-before", Map.of("targetsUnhealthy", there.unhealthy(), "page",
					new Postcards(before.url()).send("GET", "/").status()));
			Answer page = new Postcards(this.cloud.url()).send("GET", "/");
			Answer timeline = new Postcards(this.cloud.url()).send("GET",
					"/api/accounts/%s/postcards".formatted(handle));
			Evidence.keep("database-down",
					Map.of("targetsUnhealthy", this.faults.unhealthy(), "page", page.status(), "timeline",
							timeline.status(), "retryAfterSeconds", String.valueOf(timeline.header("Retry-After"))));
			assertThat(this.faults.unhealthy()).isZero();
			assertThat(page.status()).isEqualTo(200);
			assertThat(timeline.status()).isEqualTo(503);
			assertThat(timeline.header("Retry-After")).matches("\\d+");
		}
		finally {
			this.cloud.drill("Database/Instance", "slow", "0");
			Awaitility.await().atMost(LIMIT).until(() -> databaseAnswers());
		}
	}
	// end::health[]

	/**
	 * Whether the servers of four visitors have found out which of their connections are
	 * dead.
	 */
	private boolean databaseAnswers() {
		return IntStream.range(0, 4)
			.allMatch((i) -> new Postcards(this.cloud.url()).send("GET", "/api/accounts/unknown").status() == 404);
	}

}
