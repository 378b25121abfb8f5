package com.example.postcards.tests;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

import com.example.contract.Postcards;
import com.example.contract.load.PostcardsWorkload;
import com.example.lab.aws.rds.DBInstance;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.load.Figures;
import com.example.lab.load.Load;
import com.example.lab.load.Mix;
import com.example.lab.load.Traffic;
import com.example.lab.postgres.PostgresHost;
import com.example.lab.postgres.PostgresServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users see when the read replica is old or dead: their own postcards, and no error.
 */
@Stage
@CountsFailures
class ReplicaTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final String REPLICA = "Replica/Instance";

	private static final int TRIES = 100;

	/** Requests that show what users see at a time. */
	private static final int SOME = 60;

	/** Requests a second. */
	private static final int RATE = 20;

	private static final Mix READS = new Mix(Map.of("read", 9, "write", 1));

	private final LocalCloud cloud;

	ReplicaTests(LocalCloud cloud) {
		this.cloud = cloud;
	}

	@BeforeEach
	@AfterEach
	void guestsReadFromTheReplica() {
		Awaitility.await().atMost(LIMIT).until(() -> role(new Postcards(this.cloud.url())).equals("replica"));
	}

	// tag::paused[]
	@Test
	void authorsSeeTheirOwnPostcardsWhileTheReplicaStandsStill() throws Exception {
		Postcards author = Postcards.member(this.cloud.url());
		String handle = author.me().handle();
		this.cloud.drill(REPLICA, "pause-replay", "");
		try {
			int seen = 0;
			for (int i = 0; i < TRIES; i++) {
				String id = author.post("Postcard " + i).id();
				boolean onPage = author.postcards(handle).items().get(0).id().equals(id);
				boolean onTimeline = author.timeline().items().get(0).id().equals(id);
				seen += (onPage && onTimeline) ? 1 : 0;
			}
			Evidence.keep("replica-paused", Map.of("tries", TRIES, "seen", seen, "onReplica", stored(replica(), handle),
					"onPrimary", stored(primary(), handle)));
			assertThat(stored(replica(), handle)).as("what the replica has of them").isZero();
			assertThat(stored(primary(), handle)).isEqualTo(TRIES);
			assertThat(seen).isEqualTo(TRIES);
		}
		finally {
			this.cloud.drill(REPLICA, "resume-replay", "");
		}
		Awaitility.await().atMost(LIMIT).until(() -> role(author).equals("replica"));
	}
	// end::paused[]

	// tag::killed[]
	@Test
	void aReplicaThatDiesFailsNoRequest() throws Exception {
		Traffic members = new PostcardsWorkload().prepare(this.cloud.url(), 4);
		try (Load load = Load.start(members, new Load.Plan(RATE, READS, null, Duration.ofSeconds(10)))) {
			awaitMore(load);
			long position = this.cloud.events().position();
			this.cloud.drill(REPLICA, "kill", "");
			this.cloud.events().await(position, (event) -> event.kind() == Event.Kind.DIED, LIMIT);
			awaitMore(load);
			guestsReadFromTheReplica();
			awaitMore(load);
			load.close();

			Figures seen = load.figures();
			Evidence.keep("replica-killed", seen);
			assertThat(seen.failures()).isEmpty();
			assertThat(seen.starved()).as("requests that prove nothing, for this computer was too busy")
				.isLessThanOrEqualTo(seen.sent() / 20);
		}
	}
	// end::killed[]

	private static void awaitMore(Load load) {
		int target = load.outcomes().size() + SOME;
		Awaitility.await().atMost(LIMIT).until(() -> load.outcomes().size() >= target);
	}

	private static String role(Postcards visitor) {
		return visitor.where().database().role();
	}

	private PostgresServer primary() {
		return this.cloud.standIns(DBInstance.class).get(0).postgres();
	}

	private PostgresServer replica() {
		return this.cloud.standIns(PostgresHost.class)
			.stream()
			.filter((host) -> !(host instanceof DBInstance))
			.findFirst()
			.orElseThrow()
			.postgres();
	}

	private static int stored(PostgresServer server, String handle) throws SQLException {
		try (Connection connection = server.connect("postcards");
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("""
						select count(*) from postcard join account on account.id = author_id
						where handle = '%s'""".formatted(handle))) {
			rows.next();
			return rows.getInt(1);
		}
	}

}
