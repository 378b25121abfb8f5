package com.example.postcards.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.example.contract.load.Crowd;
import com.example.lab.aws.lightsail.LightsailInstance;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.load.Figures;
import com.example.lab.load.Outcome;
import com.example.lab.postgres.PostgresHost;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import static org.assertj.core.api.Assertions.assertThat;

/** The claims of this stage on the stage before. */
@Stage(value = "stage-01-single-user", own = true)
class StageBeforeTests {

	private static final String BOX = "Box/Instance";

	private static final int SOME = 60;

	private static final int MANY = 100;

	private static final String VARIABLE = "SPRING_DATASOURCE_PASSWORD=";

	private static final String NEW_PASSWORD = "changed-by-hand";

	/**
	 * The disk is the only copy: what was written since its last snapshot goes with it.
	 */
	@Test
	void aRestoredBoxHasExactlyWhatWasAcknowledgedBeforeTheSnapshot(LocalCloud cloud) throws Exception {
		try (Crowd crowd = Crowd.at(cloud.url())) {
			crowd.awaitSuccesses(MANY);
			Instant begun = Instant.now();
			cloud.drill(BOX, "snapshot", "");
			Instant taken = Instant.now();
			crowd.awaitSuccesses(MANY);
			List<Outcome> before = Crowd
				.acknowledged(crowd.outcomes().stream().filter((outcome) -> outcome.ended().isBefore(begun)).toList());
			Map<String, String> photos = crowd.photos(before);
			cloud.drill(BOX, "lose-disk", "");
			crowd.awaitFailures(MANY / 4);
			crowd.stop();

			cloud.drill(BOX, "restore", "");
			cloud.awaitFirstPage();

			List<Outcome> all = Crowd.acknowledged(crowd.outcomes());
			List<Outcome> after = all.stream().filter((outcome) -> outcome.intended().isAfter(taken)).toList();
			Loss loss = new Loss(before.size(), crowd.missing(before).size(), photos.size(),
					all.size() - before.size() - after.size(), after.size(), crowd.missing(after).size(),
					crowd.figures());
			Evidence.keep("lost-disk", loss);
			assertThat(loss.missingBefore()).isZero();
			assertThat(photos).isNotEmpty().isEqualTo(crowd.photos(before));
			assertThat(photos.values()).allSatisfy((photo) -> assertThat(photo).startsWith("200 "));
			assertThat(loss.after()).isPositive().isEqualTo(loss.missingAfter());
		}
	}

	/**
	 * The password is in a file, which is read once: a new one fails every request as
	 * soon as a connection has to be made, until the file is changed and the application
	 * restarted.
	 */
	@Test
	void aNewPasswordFailsEveryRequestUntilTheFileIsChangedAndTheApplicationRestarted(LocalCloud cloud)
			throws Exception {
		try (Crowd crowd = Crowd.at(cloud.url())) {
			crowd.awaitSuccesses(SOME);
			changePasswordAndEndSessions(cloud);
			Instant changed = Instant.now();
			crowd.awaitFailures(SOME);
			Instant mended = Instant.now();
			changeFile(cloud);
			cloud.drill(BOX, "restart", "");
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
	 * What a lost disk cost.
	 *
	 * @param before writes that were acknowledged before the snapshot began
	 * @param missingBefore how many of them are gone
	 * @param photosBefore how many of them have a photo
	 * @param during writes that were under way while the snapshot was taken, with either
	 * end
	 * @param after acknowledged writes that were sent after the snapshot
	 * @param missingAfter how many of them are gone
	 * @param load the figures of all requests up to the loss
	 */
	record Loss(int before, int missingBefore, int photosBefore, int during, int after, int missingAfter,
			Figures load) {
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
