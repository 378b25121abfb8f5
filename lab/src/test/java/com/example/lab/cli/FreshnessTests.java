package com.example.lab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.example.lab.stage.FakeWorkshop;
import com.example.lab.stage.StageFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FreshnessTests {

	private final StageFolder stage;

	FreshnessTests(@TempDir Path root) throws IOException {
		this.stage = FakeWorkshop.in(root, "exit 1");
		Files.createDirectories(this.stage.data());
	}

	@Test
	void nothingIsFreshBeforeTheFirstTime() {
		assertThat(Freshness.of(this.stage, Map.of()).unchanged()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "pom.xml", "app/pom.xml", "app/src/main/java/Main.java", "infra/cdk.json",
			"infra/src/main/java/Main.java" })
	void changesWithEachSourceOfTheStage(String source) throws IOException {
		Freshness.of(this.stage, Map.of()).remember();
		assertThat(Freshness.of(this.stage, Map.of()).unchanged()).isTrue();
		assertThat(Freshness.of(this.stage, Map.of("rotation", "true")).unchanged()).isFalse();

		Files.writeString(this.stage.folder().resolve(source), "changed");

		assertThat(Freshness.of(this.stage, Map.of()).unchanged()).isFalse();
	}

	@Test
	void remembersTheSourcesFromWhenItWasAsked() throws IOException {
		Freshness asked = Freshness.of(this.stage, Map.of());
		Files.writeString(this.stage.folder().resolve("app/pom.xml"), "changed while it came up");
		asked.remember();

		assertThat(Freshness.of(this.stage, Map.of()).unchanged()).isFalse();
	}

}
