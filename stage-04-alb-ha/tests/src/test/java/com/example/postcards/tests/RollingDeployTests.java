package com.example.postcards.tests;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

import com.example.contract.Postcards;
import com.example.contract.load.Crowd;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Stage;
import com.example.lab.stage.Workshop;
import com.example.postcards.tests.Faults.Seen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that stops gracefully fails no request, whether it is restarted or replaced,
 * as long as it drains. The load balancer's checks take as long as on AWS.
 */
@Stage
@CountsFailures
@TestMethodOrder(OrderAnnotation.class)
class RollingDeployTests {

	private static final String DRAIN = "/Postcards/postcards.drain";

	private final LocalCloud cloud;

	private final Faults faults;

	RollingDeployTests(LocalCloud cloud) {
		this.cloud = cloud;
		this.faults = new Faults(cloud);
	}

	@BeforeEach
	void everythingIsThereTwice() {
		this.faults.awaitBoth();
	}

	// tag::restart[]
	@Test
	@Order(1)
	void aRollingRestartFailsNoRequestUnlessServersDoNotDrain() throws Exception {
		String drain = this.cloud.localStack().ssm().getParameter((request) -> request.name(DRAIN)).parameter().value();
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(Faults.SOME);
			this.faults.restart(Faults.SERVERS.get(1));
			// A process reads the setting when it starts, and heeds it when it stops.
			setDrain("PT0S");
			this.faults.restart(Faults.SERVERS.get(0));
			crowd.stop();

			Seen seen = Faults.keep("rolling-restart", crowd);
			assertThat(seen.failed()).isZero();
			assertThat(seen.lost()).isZero();
		}
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(Faults.SOME);
			setDrain(drain);
			this.faults.restart(Faults.SERVERS.get(0));
			crowd.stop();

			assertThat(Faults.keep("restart-without-drain", crowd).failed()).isPositive();
		}
	}
	// end::restart[]

	// tag::deploy[]
	@Test
	@Order(2)
	void aNewReleaseReachesBothServersWithoutAFailedRequest(@TempDir Path folder) throws Exception {
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(Faults.SOME);
			assertThat(releases()).containsOnly(404);
			this.cloud.drill("deploy", "rolling", newRelease(folder).toString());
			this.faults.awaitBoth();
			assertThat(releases()).containsOnly(200);
			crowd.awaitSuccesses(1);
			crowd.stop();

			Seen seen = Faults.keep("rolling-deploy", crowd);
			assertThat(seen.failed()).isZero();
			assertThat(seen.lost()).isZero();
		}
	}
	// end::deploy[]

	/**
	 * The answers of both servers to requests for what only the new release has.
	 */
	private int[] releases() {
		return IntStream.range(0, 4)
			.map((i) -> new Postcards(this.cloud.url()).send("GET", "/js/release.txt").status())
			.toArray();
	}

	private static Path newRelease(Path folder) throws IOException {
		Path jar = Workshop.find().stage(Path.of("..").toRealPath().getFileName().toString()).jar();
		Path changed = Files.copy(jar, folder.resolve("postcards.jar"));
		try (FileSystem contents = FileSystems.newFileSystem(changed)) {
			Files.writeString(contents.getPath("BOOT-INF/classes/static/js/release.txt"), "The next one");
		}
		return changed;
	}

	private void setDrain(String value) {
		this.cloud.localStack().ssm().putParameter((request) -> request.name(DRAIN).value(value).overwrite(true));
	}

}
