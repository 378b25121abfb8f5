package com.example.postcards.tests;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.example.contract.Postcards;
import com.example.contract.load.Crowd;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.load.Outcome;
import com.example.lab.stage.Move;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The database moves while people write to the stage before. What was acknowledged there
 * is here, and what is written here afterwards has ids of its own.
 */
@Stage(own = true)
@CountsFailures
class MoveTests {

	private static final int SOME = 60;

	private static final Pattern PAUSE = Pattern.compile("No client could write for (\\d+) ms");

	// tag::move[]
	@Test
	void noAcknowledgedWriteIsLostWhileUsersWrite(LocalCloud cloud, @Stage("stage-02-managed-db") LocalCloud before)
			throws Exception {
		Postcards member = Postcards.member(before.url());
		Run refused = move(before, cloud);
		before.drill("Database/Cluster", "parameter", "rds.logical_replication=1");
		before.awaitFirstPage();
		try (Crowd crowd = Crowd.at(before.url())) {
			crowd.awaitSuccesses(SOME);
			Run moved = move(before, cloud);
			crowd.awaitFailures(1);
			crowd.stop();

			List<Outcome> acknowledged = Crowd.acknowledged(crowd.outcomes());
			long lost = acknowledged.stream().filter((write) -> !isAt(cloud.url(), write)).count();
			Crowd newcomers = Crowd.at(cloud.url());
			newcomers.awaitSuccesses(SOME);
			newcomers.stop();
			Evidence.keep("move", new Figures(acknowledged.size(), lost, moved.pause(), newcomers.figures().succeeded(),
					newcomers.figures().failed()));
			assertThat(refused.exitCode()).isNotZero();
			assertThat(refused.output()).contains("rds.logical_replication=1");
			assertThat(moved.exitCode()).as(moved.output()).isZero();
			assertThat(acknowledged).isNotEmpty();
			assertThat(lost).isZero();
			assertThat(newcomers.figures().failed()).isZero();
			cloud.drill("Users/Pool", "adopt", String.valueOf(before.access().get("USERS_FILE")));
			new Postcards(cloud.url()).signIn(member.me().email(), Postcards.PASSWORD);
		}
	}
	// end::move[]

	private static StageFolder stage() throws IOException {
		return Workshop.find().stage(Path.of("..").toRealPath().getFileName().toString());
	}

	private static Run move(LocalCloud from, LocalCloud to) throws IOException, InterruptedException {
		Process move = new Move(stage()).process(from.access(), to.access(), List.of("--yes"))
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.PIPE)
			.start();
		String output = new String(move.getInputStream().readAllBytes());
		return new Run(move.waitFor(), output);
	}

	/**
	 * Whether the postcard of a write is there as it was written.
	 */
	private static boolean isAt(URI address, Outcome write) {
		String location = URI.create(String.valueOf(write.location())).getPath();
		return new Postcards(address).send("GET", location)
			.expect(200, 404)
			.text()
			.contains(String.valueOf(write.request().mark()));
	}

	/**
	 * A move that has ended.
	 *
	 * @param exitCode 0 if the target has taken over
	 * @param output what it printed
	 */
	record Run(int exitCode, String output) {

		long pause() {
			Matcher matcher = PAUSE.matcher(this.output);
			return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
		}

	}

	/**
	 * What the move did.
	 *
	 * @param acknowledged writes that the stage before acknowledged
	 * @param lost how many of them are not here
	 * @param pauseMillis how long no client could write
	 * @param succeeded requests of newcomers afterwards
	 * @param failed how many of theirs failed
	 */
	record Figures(int acknowledged, long lost, long pauseMillis, long succeeded, long failed) {
	}

}
