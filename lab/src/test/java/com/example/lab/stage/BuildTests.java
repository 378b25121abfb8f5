package com.example.lab.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Isolated("changes a system property")
class BuildTests {

	/** Makes what the real build makes, and writes down how it was called. */
	private static final String MAVEN = """
			echo "$@" >>calls
			touch stage-01-one/app/target/postcards.jar stage-01-one/infra/target/classpath.txt
			case "$*" in *-Djava.io.tmpdir=*.workshop*) ;; *) exit 2 ;; esac
			""";

	/** In Maven's own test runs nothing is built; here that is what is tested. */
	private final @Nullable String prebuilt = System.clearProperty("lab.prebuilt");

	private final Path root;

	private final StageFolder stage;

	private final Events events = new Events();

	private final Processes processes;

	BuildTests(@TempDir Path root) throws IOException {
		this.root = root;
		this.stage = FakeWorkshop.in(root, MAVEN);
		this.processes = new Processes(root.resolve("logs"));
	}

	@AfterEach
	void end() {
		this.processes.close();
		if (this.prebuilt != null) {
			System.setProperty("lab.prebuilt", this.prebuilt);
		}
	}

	@Test
	void buildsWhatIsStaleOnly() throws IOException {
		assertThat(build()).containsExactly("app", "infra");
		assertThat(build()).isEmpty();

		FakeWorkshop.write(this.stage.folder().resolve("app/src/main/java/Main.java"), "class Main { int changed; }");
		assertThat(build()).containsExactly("app");

		Files.delete(this.stage.infra().resolve("target/classpath.txt"));
		assertThat(build()).containsExactly("infra");

		FakeWorkshop.write(this.stage.folder().resolve("pom.xml"), "<project>changed</project>");
		assertThat(build()).containsExactly("app", "infra");
		assertThat(Files.readAllLines(this.root.resolve("calls"))).hasSize(4)
			.first()
			.asString()
			.endsWith("-pl stage-01-one/app,stage-01-one/infra package");
		assertThat(this.events.since(0)).extracting(Event::message)
			.startsWith("building app and infra of stage-01-one")
			.hasSize(4);
	}

	@Test
	void buildsAgainWhatChangedDuringTheBuild() throws IOException {
		FakeWorkshop.in(this.root, MAVEN + "echo '// later' >>stage-01-one/app/src/main/java/Main.java\n");

		assertThat(build()).containsExactly("app", "infra");
		assertThat(build()).containsExactly("app");
	}

	@Test
	void aFailureShowsWhatMavenSaidAndIsTriedAgain() throws IOException {
		FakeWorkshop.in(this.root, "echo '[ERROR] Main.java:[1,1] illegal start'\nexit 1\n");

		assertThatExceptionOfType(WorkshopException.class).isThrownBy(this::build)
			.withMessageContaining("The build of stage-01-one failed")
			.withMessageContaining("illegal start")
			.withMessageContaining("build.log");

		FakeWorkshop.in(this.root, MAVEN);
		assertThat(build()).containsExactly("app", "infra");
	}

	private List<String> build() {
		return new Build(this.stage, this.processes, this.events, List.of("app", "infra")).run();
	}

}
