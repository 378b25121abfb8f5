package com.example.lab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.example.lab.stage.FakeWorkshop;
import com.example.lab.stage.StageFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TestedTests {

	private static final List<String> MODULES = List.of("app", "infra", "tests");

	private final StageFolder stage;

	TestedTests(@TempDir Path root) throws IOException {
		this.stage = FakeWorkshop.in(root, "");
	}

	@Test
	void testsAModuleThatNeverPassed() throws IOException {
		assertThat(unchanged()).isEmpty();
	}

	@Test
	void skipsAModuleThatPassedUntilItChanges() throws IOException {
		pass();
		assertThat(unchanged()).isEqualTo(MODULES);

		change(this.stage.infra().resolve("src/main/java/Main.java"));
		assertThat(unchanged()).as("tests run on all modules").containsExactly("app");
	}

	@Test
	void theLabIsAnInputOfTheTestsOfTheStage() throws IOException {
		pass();
		change(this.stage.workshop().root().resolve("lab/src/main/java/Lab.java"));
		assertThat(unchanged()).containsExactly("app", "infra");
	}

	@Test
	void testsAModuleAgainThatChangedDuringItsTests() throws IOException {
		Tested before = new Tested(this.stage, MODULES);
		change(this.stage.folder().resolve("app/src/main/java/Main.java"));
		before.passed("app");
		assertThat(unchanged()).isEmpty();
	}

	private void pass() throws IOException {
		Tested tested = new Tested(this.stage, MODULES);
		for (String module : MODULES) {
			tested.passed(module);
		}
	}

	private List<String> unchanged() throws IOException {
		Tested now = new Tested(this.stage, MODULES);
		List<String> unchanged = new ArrayList<>();
		for (String module : MODULES) {
			if (now.unchanged(module)) {
				unchanged.add(module);
			}
		}
		return unchanged;
	}

	private static void change(Path file) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, "class Main { }");
	}

}
