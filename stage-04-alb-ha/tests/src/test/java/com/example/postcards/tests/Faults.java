package com.example.postcards.tests;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.example.contract.Postcards;
import com.example.contract.Postcards.Where;
import com.example.contract.load.Crowd;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.elb.TargetGroup;
import com.example.lab.event.Event;
import com.example.lab.junit.Evidence;
import com.example.lab.load.Figures;
import com.example.lab.load.Outcome;
import com.example.lab.rds.DBInstance;
import com.example.lab.rds.InstanceZone;
import org.awaitility.Awaitility;

/** What the tests of faults do to the stage, and what they look at. */
final class Faults {

	static final String SERVICE = "postcards.service";

	static final List<String> SERVERS = List.of("ServerA/Instance", "ServerB/Instance");

	/** Requests that show that everything works. */
	static final int SOME = 60;

	private static final Duration LIMIT = Duration.ofSeconds(90);

	/**
	 * Whose session was in the memory of a server that has gone is signed out: this
	 * stage's limit, which counts apart.
	 */
	private static final String SIGNED_OUT = "HTTP 401";

	private final LocalCloud cloud;

	Faults(LocalCloud cloud) {
		this.cloud = cloud;
	}

	TargetGroup targets() {
		return this.cloud.standIns(TargetGroup.class).get(0);
	}

	DBInstance database() {
		return this.cloud.standIns(DBInstance.class).get(0);
	}

	/**
	 * How many servers the load balancer has taken out.
	 */
	long unhealthy() {
		return targets().targets().stream().filter((target) -> target.state().equals("unhealthy")).count();
	}

	/**
	 * Waits until everything is there twice, and new visitors come to both servers alike:
	 * one that has just come back gets a small share at first.
	 */
	void awaitBoth() {
		Awaitility.await()
			.atMost(LIMIT)
			.until(() -> targets().targets().stream().allMatch((target) -> target.state().equals("healthy"))
					&& database().standby().filter((standby) -> standby.role() == InstanceZone.Role.STANDBY).isPresent()
					&& bothServe());
	}

	/**
	 * Whether of four visitors two come to each server.
	 */
	private boolean bothServe() {
		Map<String, Long> visitors = IntStream.range(0, 4)
			.mapToObj((i) -> new Postcards(this.cloud.url()).send("GET", "/api/where"))
			.filter((answer) -> answer.status() == 200)
			.collect(Collectors.groupingBy((answer) -> answer.as(Where.class).instance(), Collectors.counting()));
		return visitors.size() == 2 && visitors.values().stream().allMatch((count) -> count == 2);
	}

	/**
	 * Restarts the application of a server, and waits until it has answered again and
	 * everything is there twice.
	 */
	void restart(String server) throws Exception {
		long position = this.cloud.events().position();
		this.cloud.drill(server, "restart", "");
		await(position, Event.Kind.HEALTHY, SERVICE + " listens");
		awaitBoth();
	}

	Instant await(long position, Event.Kind kind, String message) throws InterruptedException {
		return this.cloud.events()
			.await(position, (event) -> event.kind() == kind && event.message().contains(message), LIMIT)
			.time();
	}

	/**
	 * What a crowd saw, kept as the evidence of a claim.
	 */
	static Seen keep(String claim, Crowd crowd) {
		List<Outcome> outcomes = crowd.outcomes();
		List<Outcome> answered = outcomes.stream().filter(Faults::signedIn).toList();
		Map<String, Long> failures = answered.stream()
			.filter(Predicate.not(Outcome::succeeded))
			.collect(Collectors.groupingBy((outcome) -> String.valueOf(outcome.failure()), Collectors.counting()));
		Seen seen = new Seen(answered.size(), failures.values().stream().mapToLong(Long::longValue).sum(),
				outcomes.size() - answered.size(), failures, Crowd.acknowledged(outcomes).size(),
				crowd.missing(outcomes).size(), crowd.figures());
		Evidence.keep(claim, seen);
		return seen;
	}

	static boolean signedIn(Outcome outcome) {
		return !SIGNED_OUT.equals(outcome.failure());
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
