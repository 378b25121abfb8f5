package com.example.postcards.move;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever ends a move, and whenever: the target holds what it held before, or
 * everything.
 */
@Timeout(90)
class KilledMoveTests {

	private static final List<String> STEPS = List.of("deleting", "account ", "postcard ", "account.password ",
			"photo ", "comparing", "committing");

	private static final int ACCOUNTS = 300;

	private final TwoDatabases databases;

	KilledMoveTests(@TempDir Path photos) throws Exception {
		this.databases = new TwoDatabases(photos);
	}

	@BeforeEach
	void fill() throws Exception {
		this.databases.fill(ACCOUNTS);
	}

	@Test
	void aMoveThatIsKilledLeavesAllOrNothing() throws Exception {
		int leftAsItWas = 0;
		for (String step : STEPS) {
			String before = inTarget();
			this.databases.source("insert into postcard (author_id, message, photo) values (1, 'One more', false)");
			Process move = start();
			awaitStep(move, step);
			move.destroyForcibly().waitFor();
			awaitEndOfSession();

			String after = inTarget();
			assertThat(after).as("killed at '%s'", step).isIn(before, inSource());
			leftAsItWas += after.equals(before) ? 1 : 0;
		}
		assertThat(leftAsItWas).as("of %d that were killed", STEPS.size()).isGreaterThanOrEqualTo(STEPS.size() / 2);
		assertThat(this.databases.move().exitCode()).isZero();
		assertThat(inTarget()).isEqualTo(inSource());
		assertThat(this.databases.inTarget("select count(*) from photo")).isEqualTo(Integer.toString(ACCOUNTS));
	}

	@Test
	void aRepeatedMoveIsAllOrNothingToo() throws Exception {
		assertThat(this.databases.move().exitCode()).isZero();
		String before = inTarget();
		this.databases.source("delete from postcard where id = 7");
		Process move = start();
		awaitStep(move, "photo ");
		move.destroyForcibly().waitFor();
		awaitEndOfSession();

		assertThat(inTarget()).isEqualTo(before);
		assertThat(this.databases.move().exitCode()).isZero();
		assertThat(inTarget()).isEqualTo(inSource());
	}

	@Test
	void aDatabaseThatBecomesUnavailableIsReportedAndLeavesNoTrace() throws Exception {
		Process move = start();
		awaitStep(move, "photo ");
		this.databases.target("""
				select pg_terminate_backend(pid) from pg_stat_activity
				where datname = current_database() and application_name = 'move'""");

		assertThat(new String(move.getInputStream().readAllBytes()))
			.contains("Nothing was moved. It can be run again.");
		assertThat(move.waitFor()).isEqualTo(1);
		assertThat(this.databases.inTarget("select count(*) from account")).isEqualTo("0");
	}

	@Test
	void twoMovesAtOnceDoNotMeet() throws Exception {
		Process one = start();
		awaitStep(one, "account ");
		Process other = start();

		assertThat(new String(one.getInputStream().readAllBytes())).contains("run it again");
		assertThat(new String(other.getInputStream().readAllBytes())).contains("run it again");
		assertThat(one.waitFor()).isZero();
		assertThat(other.waitFor()).isZero();
		assertThat(inTarget()).isEqualTo(inSource());
	}

	@Test
	void ctrlCInTheLastMoveGivesTheSourceItsWritesBack() throws Exception {
		try (Connection waiting = this.databases.connectToTarget()) {
			waiting.setAutoCommit(false);
			Database.execute(waiting, "lock table account in exclusive mode");
			Process move = start("--finish");
			awaitStep(move, "waiting until");
			move.destroy();
			move.waitFor();
		}
		this.databases.source("delete from follow");
		assertThat(this.databases.inTarget("select count(*) from account")).isEqualTo("0");
	}

	private Process start(String... options) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp",
				System.getProperty("java.class.path"), Move.class.getName());
		Collections.addAll(builder.command(), options);
		builder.environment().putAll(this.databases.environment());
		return builder.redirectErrorStream(true).start();
	}

	private static void awaitStep(Process move, String step) throws IOException {
		BufferedReader lines = move.inputReader();
		String line = lines.readLine();
		while (line != null && !line.startsWith(step)) {
			line = lines.readLine();
		}
		assertThat(line).isNotNull();
	}

	/**
	 * PostgreSQL notices a client that is gone only when it next reads or writes.
	 */
	private void awaitEndOfSession() {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.databases.inTarget("""
				select count(*) from pg_stat_activity
				where datname = current_database() and application_name = 'move'""").equals("0"));
	}

	private String inTarget() throws Exception {
		return everything(this.databases::inTarget);
	}

	private String inSource() throws Exception {
		return everything(this.databases::inSource);
	}

	private static String everything(Query database) throws Exception {
		StringBuilder all = new StringBuilder();
		for (Table table : Table.ALL) {
			all.append(database.single("select md5(string_agg(moved::text, '|' order by moved::text)) from (%s) moved"
				.formatted(table.query())));
		}
		return all.toString();
	}

	/** Asks one side. */
	private interface Query {

		String single(String sql) throws Exception;

	}

}
