package com.example.postcards.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.example.contract.load.Crowd;
import com.example.lab.aws.rds.DBCluster;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.load.Figures;
import com.example.lab.load.Outcome;
import com.example.lab.postgres.PostgresServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The password of the database changes while people read and write, without a failed
 * request. A pool that is warm would not notice either, so this makes it connect while
 * the old password is refused and the new one is not yet to be had.
 */
@Stage(context = "rotation=true")
@CountsFailures
class RotationTests {

	private static final int SOME = 60;

	private static final int ROTATIONS = 2;

	private static final Duration LIMIT = Duration.ofSeconds(30);

	/** Shorter than the time-out of the members. */
	private static final Duration HOLD = Duration.ofSeconds(3);

	private final LocalCloud cloud;

	private final DBCluster cluster;

	private final PostgresServer server;

	/** How many passwords had been refused when the new one was set. */
	private volatile long refusedBefore;

	RotationTests(LocalCloud cloud) {
		this.cloud = cloud;
		this.cluster = cloud.standIns(DBCluster.class).get(0);
		this.server = this.cluster.postgres();
	}

	// tag::rotation[]
	@Test
	void thePasswordIsRotatedUnderLoadAndNoRequestFails() throws Exception {
		this.cloud.events().listen((event) -> {
			if (event.message().equals("setSecret is done")) {
				connectWithTheOldPassword();
			}
		});
		String first = password();
		List<Round> rounds = new ArrayList<>();
		for (int i = 0; i < ROTATIONS; i++) {
			rounds.add(rotateUnderLoad());
		}
		endSessions();
		rounds.add(load());

		Evidence.keep("rotation", rounds);
		assertThat(rounds).allSatisfy((round) -> {
			assertThat(round.load().failed()).isZero();
			assertThat(round.acknowledged()).isPositive();
			assertThat(round.lost()).isZero();
		});
		assertThat(rounds.subList(0, ROTATIONS)).allSatisfy((round) -> assertThat(round.retries()).isPositive());
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(first).close())
			.returns("28P01", SQLException::getSQLState);
		connect(password()).close();
	}
	// end::rotation[]

	private Round rotateUnderLoad() throws Exception {
		endSessions();
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(SOME);
			this.cloud.drill("Rotation/Schedule", "rotate", "");
			crowd.awaitSuccesses(SOME);
			crowd.stop();
			return round(crowd, refused() - this.refusedBefore);
		}
	}

	private Round load() {
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(SOME);
			crowd.stop();
			return round(crowd, 0);
		}
	}

	private static Round round(Crowd crowd, long retries) {
		List<Outcome> acknowledged = Crowd.acknowledged(crowd.outcomes());
		return new Round(retries, acknowledged.size(), crowd.missing(acknowledged).size(), crowd.figures());
	}

	/**
	 * Holds the rotation back after the new password is set, and all queries with a lock,
	 * so that the pool wants more connections, until one was refused.
	 */
	private void connectWithTheOldPassword() {
		try (Connection lock = this.server.connect("postcards"); Statement statement = lock.createStatement()) {
			this.refusedBefore = refused();
			long end = System.nanoTime() + HOLD.toNanos();
			lock.setAutoCommit(false);
			statement.execute("lock table postcard in access exclusive mode");
			while (refused() == this.refusedBefore && System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			lock.rollback();
		}
		catch (SQLException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * How many connections the database has refused for a wrong password, by its own log.
	 */
	private long refused() throws IOException {
		String log = new String(Files.readAllBytes(Objects.requireNonNull(this.server.process()).log()),
				StandardCharsets.UTF_8);
		return log.lines().filter((line) -> line.contains("password authentication failed for user")).count();
	}

	/**
	 * Ends what is open from the application, which has nothing to do now.
	 */
	private void endSessions() throws SQLException {
		try (Connection connection = this.server.connect("postcards");
				Statement statement = connection.createStatement()) {
			Awaitility.await().atMost(LIMIT).until(() -> {
				// The pool looks at a connection again before its use after half a
				// second.
				statement.execute("""
						select pg_terminate_backend(pid) from pg_stat_activity
						where usename = 'postcards' and state_change < clock_timestamp() - interval '1 second'""");
				try (ResultSet open = statement
					.executeQuery("select count(*) from pg_stat_activity where usename = 'postcards'")) {
					return open.next() && open.getInt(1) == 0;
				}
			});
		}
	}

	private String password() {
		SecretsManagerClient secrets = this.cloud.localStack().client(SecretsManagerClient.builder());
		String arn = secrets.listSecrets().secretList().get(0).arn();
		JsonNode secret = JsonMapper.shared()
			.readTree(secrets.getSecretValue((request) -> request.secretId(arn)).secretString());
		return secret.path("password").asString();
	}

	private Connection connect(String password) throws SQLException {
		return DriverManager.getConnection(
				"jdbc:postgresql://%s/postcards?sslmode=require".formatted(this.cluster.address()), "postcards",
				password);
	}

	/**
	 * What happened to a crowd.
	 *
	 * @param retries connections that the database refused after the new password was set
	 * @param acknowledged writes that were acknowledged
	 * @param lost how many of them are not there
	 * @param load the figures of all requests
	 */
	record Round(long retries, int acknowledged, int lost, Figures load) {
	}

}
