package com.example.lab.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WorkshopTests {

	private final Workshop workshop;

	WorkshopTests(@TempDir Path root) throws IOException {
		this.workshop = new Workshop(root);
		Files.createDirectories(root.resolve("stage-02-two"));
		Files.createDirectories(root.resolve("stage-01-one"));
		Files.createDirectories(root.resolve("stage-x"));
		Files.writeString(root.resolve("stage-03-three.zip"), "no folder");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2", "02", "stage-02-two" })
	void findsAStageByItsNumberOrName(String wanted) {
		StageFolder stage = this.workshop.stage(wanted);

		assertThat(stage.name()).isEqualTo("stage-02-two");
		assertThat(stage.number()).isEqualTo(2);
		assertThat(stage.data()).isEqualTo(this.workshop.root().resolve(".workshop/stage-02-two"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "7 yet", "3 yet", "0", "stage-02", "two", "" })
	void saysWhichStagesThereAre(String said) {
		String wanted = said.replace(" yet", "");
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> this.workshop.stage(wanted))
			.withMessage("There is no stage %s. Stages: stage-01-one, stage-02-two.".formatted(said));
	}

	@Test
	void isFoundFromAFolderInside() {
		assertThat(Workshop.find().root()).isDirectoryContaining("glob:**/lab");
	}

}
