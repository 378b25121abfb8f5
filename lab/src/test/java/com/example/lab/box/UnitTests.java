package com.example.lab.box;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class UnitTests {

	private final Path root;

	UnitTests(@TempDir Path root) {
		this.root = root;
	}

	@Test
	void readsACommandOverSeveralLines() throws IOException {
		Unit unit = unit("""
				# ExecStart=/bin/false
				; ExecStart=/bin/false
				ExecStart=/usr/bin/java -Xmx256m \\
				  -jar /opt/a.jar
				""");

		assertThat(unit.name()).isEqualTo("a.service");
		assertThat(unit.execStart()).containsExactly("/usr/bin/java", "-Xmx256m", "-jar", "/opt/a.jar");
		assertThat(unit.line("ExecStart")).isEqualTo(7);
		assertThat(unit.line("Restart")).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "no, 1, false", "no, 0, false", "always, 0, true", "always, 1, true", "on-failure, 0, false",
			"on-failure, 1, true", "on-failure, 137, true", "on-failure, 143, false", "on-failure, 3, true",
			"on-failure, 14, true", "on-failure, 4, false", "on-success, 143, true", "on-success, 1, false",
			"on-abnormal, 137, true", "on-abnormal, 1, false", "on-abnormal, 143, false" })
	void restartsAsTheUnitSays(String restart, int exitCode, boolean restarts) throws IOException {
		assertThat(unit("SuccessExitStatus=143 4\nRestart=" + restart).restartsAfter(exitCode)).isEqualTo(restarts);
	}

	@Test
	void doesNotRestartWhenNothingIsSaid() throws IOException {
		assertThat(unit("").restartsAfter(1)).isFalse();
	}

	@Test
	void refusesARestartThatSystemdDoesNotKnow() throws IOException {
		Unit unit = unit("Restart=sometimes");

		assertThatIllegalArgumentException().isThrownBy(() -> unit.restartsAfter(1))
			.withMessage("a.service: Restart=sometimes is unknown");
	}

	@ParameterizedTest
	@CsvSource({ "2, 2000", "250ms, 250", "15min, 900000", "1min 30s, 90000", "1h, 3600000", "5 s, 5000" })
	void readsTimes(String text, long millis) throws IOException {
		assertThat(unit("RestartSec=" + text).restartDelay()).isEqualTo(Duration.ofMillis(millis));
		assertThat(unit("TimeoutStopSec=" + text).stopLimit()).isEqualTo(Duration.ofMillis(millis));
	}

	@ParameterizedTest
	@ValueSource(strings = { "soon", "1.5s", "infinity", "5 parsecs" })
	void refusesATimeThatItCannotRead(String text) throws IOException {
		Unit unit = unit("RestartSec=" + text);

		assertThatIllegalArgumentException().isThrownBy(unit::restartDelay)
			.withMessage("a.service: the lab cannot read RestartSec=" + text);
	}

	@Test
	void hasTheTimesOfSystemdWhenNothingIsSaid() throws IOException {
		assertThat(unit("").restartDelay()).isEqualTo(Duration.ofMillis(100));
		assertThat(unit("").stopLimit()).isEqualTo(Duration.ofSeconds(90));
	}

	@Test
	void environmentFilesWinOverVariablesOfTheUnit() throws IOException {
		Files.writeString(this.root.resolve("one.env"), """
				# COMMENT=1
				; COMMENT=2
				A=from one
				B="quoted value"
				URL=https://example.com/?a=b
				""");
		Files.writeString(this.root.resolve("two.env"), "A=from two\n\n");
		Unit unit = unit("""
				EnvironmentFile=/one.env
				EnvironmentFile=/two.env
				EnvironmentFile=-/nowhere.env
				Environment=A=from-unit C=1 "D=two words" 'E=x'
				Environment=F=2
				""");

		assertThat(unit.environment(new Disk(this.root))).hasSize(7)
			.containsEntry("A", "from two")
			.containsEntry("B", "quoted value")
			.containsEntry("URL", "https://example.com/?a=b")
			.containsEntry("C", "1")
			.containsEntry("D", "two words")
			.containsEntry("E", "x")
			.containsEntry("F", "2");
	}

	@Test
	void anEnvironmentFileThatIsMissingIsNamed() throws IOException {
		Unit unit = unit("EnvironmentFile=/nowhere.env");

		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> unit.environment(new Disk(this.root)))
			.withMessage("The unit a.service lacks its /nowhere.env");
	}

	@Test
	void aUnitThatIsMissingIsNamed() {
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> Unit.read(this.root.resolve("nowhere.service")))
			.withMessageContaining("nowhere.service");
	}

	private Unit unit(String service) throws IOException {
		return Unit.read(Files.writeString(this.root.resolve("a.service"),
				"[Unit]\nDescription=A\n\n[Service]\n" + service + "\n[Install]\nWantedBy=multi-user.target\n"));
	}

}
