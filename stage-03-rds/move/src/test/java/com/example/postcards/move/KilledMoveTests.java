package com.example.postcards.move;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import com.example.postcards.move.TwoServers.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever ends a move, and whenever: never do both sides take writes with different
 * data, and the next move clears up.
 */
@Timeout(150)
class KilledMoveTests {

	private static final List<String> STEPS = List.of("publishing", "subscribing", "copying", "ready",
			"closing the gate", "comparing", "switching");

	private static final int ACCOUNTS = 1000;

	private final TwoServers servers;

	KilledMoveTests() throws SQLException {
		this.servers = new TwoServers("3");
	}

	@BeforeEach
	void fill() throws SQLException {
		this.servers.fill(ACCOUNTS, 1600);
	}

	@Test
	void aMoveThatIsKilledIsClearedUpByTheNext() throws Exception {
		for (String step : STEPS) {
			Process move = start("--yes");
			awaitStep(move, step);
			move.destroyForcibly().waitFor();

			boolean source = takesWrites(this.servers.connectToSource());
			boolean target = takesWrites(this.servers.connectToTarget(TwoServers.APPLICATION));
			if (source && target) {
				assertThat(this.servers.inTarget("select count(*) from postcard")).as("killed at " + step)
					.isEqualTo("0");
			}
			if (source) {
				this.servers.source("insert into postcard (author_id, message, photo) values (1, 'One more', false)");
			}
			Run next = this.servers.move(this.servers.environment(), false, "n\n");
			if (step.equals("switching") && !next.output().contains("Cancelled")) {
				assertMoved();
				return;
			}
			assertThat(next.output()).as("after it was killed at " + step).contains("Cancelled: nothing was moved");
			assertThat(this.servers.traces()).isEqualTo(TwoServers.NO_TRACES);
			assertThat(this.servers.inTarget("select count(*) from account")).isEqualTo("0");
		}
		assertThat(this.servers.move().exitCode()).isZero();
		assertMoved();
	}

	@Test
	void aMoveThatIsKilledAfterTheComparisonIsCompletedByTheNext() throws Exception {
		Process move = start();
		awaitStep(move, "ready");
		move.destroyForcibly().waitFor();
		try (Source source = new Source(database("FROM_")); Target target = new Target(database("TO_"))) {
			while (target.copied().tables() < TwoServers.TABLES.size()) {
				target.pause();
			}
			String position = source.closeGate(source.tables());
			while (!source.confirmed(position)) {
				target.pause();
			}
			target.continueAfter(source.sequences());
			target.markSame();
		}

		assertThat(this.servers.move(this.servers.environment(), false, "n\n").output())
			.contains("An earlier move is complete now.");
		assertMoved();
	}

	@Test
	void ctrlCBeforeTheSwitchLeavesNoTrace() throws Exception {
		for (String step : List.of("subscribing", "ready")) {
			Process move = start();
			BufferedReader output = awaitStep(move, step);
			// Unlike Process.destroy, this leaves the output open.
			move.toHandle().destroy();

			assertThat(output.lines()).anyMatch((line) -> line.contains("Cancelled: nothing was moved"));
			assertThat(move.waitFor(20, TimeUnit.SECONDS)).isTrue();
			assertThat(this.servers.traces()).isEqualTo(TwoServers.NO_TRACES);
			assertThat(this.servers.inTarget("select count(*) from account")).isEqualTo("0");
		}
		this.servers.source("delete from follow where follower_id = 1");
	}

	@Test
	void aSlotThatIsLeftByALostTargetIsDroppedByTheNextMove() throws Exception {
		Process move = start();
		awaitStep(move, "ready");
		move.destroyForcibly().waitFor();
		try (Connection connection = database("TO_").connect()) {
			for (String sql : List.of("alter subscription postcards_move disable",
					"alter subscription postcards_move set (slot_name = none)", "drop subscription postcards_move",
					"drop schema move cascade", "truncate " + String.join(", ", TwoServers.TABLES),
					Database.alter(connection, "reset default_transaction_read_only"))) {
				Database.execute(connection, sql);
			}
		}

		assertThat(this.servers.traces())
			.isEqualTo(TwoServers.NO_TRACES.replace("0 slots", "1 slots").replace("0 publ", "1 publ"));

		assertThat(this.servers.move(this.servers.environment(), false, "n\n").output()).contains("ready", "Cancelled");
		assertThat(this.servers.traces()).isEqualTo(TwoServers.NO_TRACES);
	}

	@Test
	void aLostSessionCancelsTheMove() throws Exception {
		Process move = start();
		BufferedReader output = awaitStep(move, "subscribing");
		this.servers.source("""
				select pg_terminate_backend(pid) from pg_stat_activity
				where datname = current_database() and application_name = 'postcards_move'
					and backend_type = 'client backend'""");

		assertThat(output.lines()).anyMatch((line) -> line.contains("Cancelled: nothing was moved"));
		assertThat(move.waitFor()).isEqualTo(1);
		assertThat(this.servers.traces()).isEqualTo(TwoServers.NO_TRACES);
	}

	private Process start(String... options) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"),
						Move.class.getName()));
		command.addAll(List.of(options));
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().putAll(this.servers.environment());
		return builder.redirectErrorStream(true).start();
	}

	private static BufferedReader awaitStep(Process move, String step) throws IOException {
		BufferedReader lines = move.inputReader();
		String line = lines.readLine();
		while (line != null && !line.startsWith(step)) {
			line = lines.readLine();
		}
		assertThat(line).as(step).isNotNull();
		return lines;
	}

	private Database database(String side) {
		String url = Objects.requireNonNull(this.servers.environment().get(side + "SPRING_DATASOURCE_URL"));
		return new Database(side, url, TwoServers.MASTER, TwoServers.PASSWORD);
	}

	private static boolean takesWrites(Connection opened) throws SQLException {
		try (Connection connection = opened) {
			return "off".equals(Database.single(connection, "show default_transaction_read_only"));
		}
	}

	private void assertMoved() throws SQLException {
		assertThat(this.servers.allInTarget()).isEqualTo(this.servers.allInSource());
		assertThat(this.servers.traces()).isEqualTo(TwoServers.MOVED);
		this.servers.target("insert into account (handle, email) values ('next', 'next@example.com')");
	}

}
