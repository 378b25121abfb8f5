package com.example.postcards.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

import com.example.contract.load.Crowd;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.lightsail.LightsailInstance;
import com.example.lab.load.Outcome;
import com.example.lab.postgres.PostgresHost;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stage before has the password in a file, which is read once: a new password fails
 * everybody as soon as a connection has to be made, until somebody changes the file and
 * restarts the application.
 */
@Stage(value = "stage-01-single-user", own = true)
class FixedPasswordTests {

	private static final int SOME = 60;

	private static final String VARIABLE = "SPRING_DATASOURCE_PASSWORD=";

	private static final String NEW_PASSWORD = "changed-by-hand";

	@Test
	void aNewPasswordFailsEverybodyUntilTheFileIsChangedAndTheApplicationRestarted(LocalCloud cloud) throws Exception {
		try (Crowd crowd = Crowd.at(cloud.url())) {
			crowd.awaitSuccesses(SOME);
			changePasswordAndEndSessions(cloud);
			Instant changed = Instant.now();
			crowd.awaitFailures(SOME);
			Instant mended = Instant.now();
			changeFile(cloud);
			cloud.drill("Box/Instance", "restart", "");
			crowd.awaitSuccesses(SOME);
			crowd.stop();

			List<Outcome> meanwhile = crowd.outcomes()
				.stream()
				.filter((outcome) -> outcome.intended().isAfter(changed) && outcome.ended().isBefore(mended))
				.toList();
			long failed = meanwhile.stream().filter((outcome) -> !outcome.succeeded()).count();
			Evidence.keep("rotation-before", new Meanwhile(meanwhile.size(), failed));
			assertThat(failed).isPositive().isEqualTo(meanwhile.size());
		}
	}

	private static void changePasswordAndEndSessions(LocalCloud cloud) throws SQLException {
		try (Connection connection = cloud.standIns(PostgresHost.class).get(0).postgres().connect("postgres");
				Statement statement = connection.createStatement()) {
			connection.unwrap(PGConnection.class)
				.alterUserPassword("postcards", NEW_PASSWORD.toCharArray(), "scram-sha-256");
			statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postcards'");
		}
	}

	private static void changeFile(LocalCloud cloud) throws IOException {
		Path file = cloud.standIns(LightsailInstance.class).get(0).file("/etc/postcards/postcards.env");
		Files.writeString(file,
				Files.readString(file).replaceFirst("(?m)^" + VARIABLE + ".*$", VARIABLE + NEW_PASSWORD));
	}

	/**
	 * The requests between the new password and the new file.
	 *
	 * @param sent how many came and went
	 * @param failed how many of them failed
	 */
	record Meanwhile(long sent, long failed) {
	}

}
