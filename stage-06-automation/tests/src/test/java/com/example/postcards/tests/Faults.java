package com.example.postcards.tests;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
import com.example.lab.aws.ec2.Ec2Instance;
import com.example.lab.aws.elasticache.ServerlessCache;
import com.example.lab.aws.elb.TargetGroup;
import com.example.lab.aws.rds.DBInstance;
import com.example.lab.aws.rds.InstanceZone;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.Evidence;
import com.example.lab.load.Figures;
import com.example.lab.load.Outcome;
import com.example.lab.load.Timeline;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** What the tests of faults do to the stage, and what they look at. */
final class Faults {

	static final String SERVICE = "postcards.service";

	static final List<String> SERVERS = List.of("ServerA/Instance", "ServerB/Instance");

	/** Where the application listens on a server. */
	private static final int PORT = 8080;

	/** Requests that show that everything works. */
	static final int SOME = 60;

	private static final Duration LIMIT = Duration.ofSeconds(90);

	/** The session is lost. It counts as a failure like any other. */
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

	private ServerlessCache cache() {
		return this.cloud.standIns(ServerlessCache.class).get(0);
	}

	/**
	 * How many servers the load balancer has removed.
	 */
	long unhealthy() {
		return targets().targets().stream().filter((target) -> target.state().equals("unhealthy")).count();
	}

	/**
	 * Waits until everything runs twice; the load balancer may not have noticed yet.
	 */
	void awaitRunning() {
		Awaitility.await()
			.atMost(LIMIT)
			.until(() -> standsBy() && this.cloud.standIns(Ec2Instance.class).stream().allMatch(Faults::listens));
	}

	/**
	 * Whether the standby has each write now, and replica and cache follow: a fault of a
	 * moment ago may not have changed the roles yet.
	 */
	private boolean standsBy() {
		return database().primary().role() == InstanceZone.Role.PRIMARY
				&& database().standby().filter((standby) -> standby.role() == InstanceZone.Role.STANDBY).isPresent()
				&& streams() && cache().condition().contains(", replica in");
	}

	private boolean streams() {
		try (Connection connection = database().postgres().connect("postgres");
				Statement statement = connection.createStatement();
				ResultSet streaming = statement
					.executeQuery("select count(*) from pg_stat_replication where state = 'streaming'")) {
			return streaming.next() && streaming.getInt(1) == 2;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private static boolean listens(Ec2Instance server) {
		InetSocketAddress address = server.listener(PORT);
		if (address == null) {
			return false;
		}
		try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Waits until everything is there twice, and both servers answer requests: one that
	 * has just come back gets a small share at first.
	 */
	void awaitBoth() {
		Awaitility.await()
			.atMost(LIMIT)
			.until(() -> targets().targets().stream().allMatch((target) -> target.state().equals("healthy"))
					&& standsBy() && bothServe());
	}

	/**
	 * Whether both servers answer some of ten requests, between which others may come.
	 */
	private boolean bothServe() {
		return IntStream.range(0, 10)
			.mapToObj((i) -> new Postcards(this.cloud.url()).send("GET", "/api/where"))
			.filter((answer) -> answer.status() == 200)
			.map((answer) -> answer.as(Where.class).instance())
			.distinct()
			.count() == 2;
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
	 * The same as {@link #keep(String, Crowd)}, and each second of it for a chart.
	 */
	static Seen keep(String claim, Crowd crowd, Instant fault) {
		Evidence.keep(claim + "-timeline", Timeline.of(crowd.outcomes(), fault, SIGNED_OUT));
		return keep(claim, crowd);
	}

	/**
	 * What a crowd saw, kept as the evidence of a claim.
	 */
	static Seen keep(String claim, Crowd crowd) {
		List<Outcome> outcomes = crowd.outcomes();
		List<Outcome> telling = telling(outcomes);
		Map<String, Long> failures = telling.stream()
			.filter(Predicate.not(Outcome::succeeded))
			.collect(Collectors.groupingBy((outcome) -> String.valueOf(outcome.failure()), Collectors.counting()));
		Seen seen = new Seen(telling.size(), failures.values().stream().mapToLong(Long::longValue).sum(),
				outcomes.stream().filter((outcome) -> SIGNED_OUT.equals(outcome.failure())).count(),
				Outcome.starved(outcomes).size(), failures, Crowd.acknowledged(outcomes).size(),
				crowd.missing(outcomes).size(), crowd.figures());
		Evidence.keep(claim, seen);
		assertThat(seen.starved())
			.as("requests that say nothing, for this computer was too busy: try again on a quieter one")
			.isLessThanOrEqualTo(outcomes.size() / 20);
		return seen;
	}

	/**
	 * The outcomes that count for the stage: those that are not starved.
	 */
	static List<Outcome> telling(List<Outcome> outcomes) {
		List<Outcome> starved = Outcome.starved(outcomes);
		return outcomes.stream().filter((outcome) -> !starved.contains(outcome)).toList();
	}

	/**
	 * What a crowd saw of a fault.
	 *
	 * @param sent requests
	 * @param failed how many of them failed
	 * @param signedOut how many of these because their session was lost
	 * @param starved requests without an answer in time, while the crowd itself was late
	 * @param failures how many failed, by kind
	 * @param acknowledged writes that were acknowledged
	 * @param lost how many of them are not there
	 * @param load the figures of all requests
	 */
	record Seen(long sent, long failed, long signedOut, long starved, Map<String, Long> failures, int acknowledged,
			int lost, Figures load) {
	}

}
