package com.example.postcards;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The last line of the log says what keeps the application from starting, and what to do.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

	@TempDir
	private Path photos;

	@Test
	void aDatabaseThatDoesNotAnswer(CapturedOutput output) {
		assertThatException().isThrownBy(this::start);
		assertThat(lastLine(output)).contains("Connection to 127.0.0.1:1 refused", "See that the database runs");
	}

	private void start() {
		SpringApplication.run(PostcardsApplication.class, "--server.port=0", "--server.address=127.0.0.1",
				"--postcards.photos.directory=" + this.photos,
				"--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none");
	}

	private static String lastLine(CapturedOutput output) {
		String[] lines = output.getOut().strip().split("\n");
		return lines[lines.length - 1];
	}

}
