package com.example.postcards.tests;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.example.contract.Postcards;
import com.example.contract.load.Crowd;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Stage;
import com.example.lab.stage.Workshop;
import com.example.postcards.tests.Faults.Seen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A new release signs no user out: sessions are not on the servers that it replaces. The
 * load balancer's checks take as long as on AWS.
 */
@Stage
@CountsFailures
class RollingDeployTests {

	private final LocalCloud cloud;

	private final Faults faults;

	RollingDeployTests(LocalCloud cloud) {
		this.cloud = cloud;
		this.faults = new Faults(cloud);
	}

	// tag::deploy[]
	@Test
	void aNewReleaseReachesBothServersWithoutAFailedRequest(@TempDir Path folder) throws Exception {
		this.faults.awaitBoth();
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			crowd.awaitSuccesses(Faults.SOME);
			assertThat(releases()).containsExactly(false);
			this.cloud.drill("deploy", "rolling", newRelease(folder).toString());
			this.faults.awaitBoth();
			assertThat(releases()).containsExactly(true);
			crowd.awaitSuccesses(1);
			crowd.stop();

			Seen seen = Faults.keep("rolling-deploy", crowd);
			assertThat(seen.failed()).isZero();
			assertThat(seen.signedOut()).isZero();
			assertThat(seen.lost()).isZero();
		}
	}
	// end::deploy[]

	/**
	 * Whether servers show what only the new release shows.
	 */
	private Set<Boolean> releases() {
		return IntStream.range(0, 10)
			.mapToObj((i) -> new Postcards(this.cloud.url()).send("GET", "/livez").expect(200))
			.map((answer) -> answer.json().has("components"))
			.collect(Collectors.toSet());
	}

	private static Path newRelease(Path folder) throws IOException {
		Path jar = Workshop.find().stage(Path.of("..").toRealPath().getFileName().toString()).jar();
		Path changed = Files.copy(jar, folder.resolve("postcards.jar"));
		try (FileSystem contents = FileSystems.newFileSystem(changed)) {
			Files.writeString(contents.getPath("BOOT-INF/classes/application.yaml"),
					"\n---\nmanagement.endpoint.health.group.liveness.show-components: always\n",
					StandardOpenOption.APPEND);
		}
		return changed;
	}

}
