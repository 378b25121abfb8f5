package com.example.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ProcessesTests {

	private final Path temporary;

	private final Processes processes;

	ProcessesTests(@TempDir Path temporary) {
		this.temporary = temporary;
		this.processes = new Processes(temporary.resolve("logs"));
	}

	@AfterEach
	void close() {
		this.processes.close();
	}

	@Test
	void writesTheOutputIntoALogOfItsName() {
		OwnedProcess process = shell("echo out; echo err >&2; exit 3");

		assertThat(process.exit().join()).isEqualTo(3);
		assertThat(process.log()).hasContent("out\nerr").hasFileName("shell.log");
		assertThat(process.lastLines()).startsWith("out\nerr").contains(process.log().toString());
	}

	@Test
	void endsOfProcessesAreForgotten() {
		OwnedProcess process = shell("exit 0");
		process.exit().join();

		Awaitility.await().until(() -> this.processes.running().isEmpty());
	}

	@Test
	void isolatedProcessesSeeNothingButTheirOwnVariables() {
		OwnedProcess process = this.processes.startIsolated("env", List.of("env"), Map.of("GREETING", "hello"),
				this.temporary);
		process.exit().join();

		assertThat(process.log()).content()
			.contains("GREETING=hello", "PATH=" + System.getenv("PATH"))
			.doesNotContain("HOME=");
	}

	@Test
	void ignoresSettingsOfTheUserForOtherTools() {
		assertThat(Processes.impersonal(Map.of("PIP_USER", "1", "PIP_TARGET", "/tmp", "PYTHONHOME", "/opt", "CDPATH",
				"/", "NODE_OPTIONS", "--inspect", "NPM_CONFIG_PREFIX", "/opt", "PIP_INDEX_URL", "https://pip.example",
				"npm_config_registry", "https://npm.example", "PATH", "/bin")))
			.containsOnly(Map.entry("PIP_USER", "0"), Map.entry("PIP_REQUIRE_VIRTUALENV", "0"),
					Map.entry("PIP_INDEX_URL", "https://pip.example"),
					Map.entry("npm_config_registry", "https://npm.example"), Map.entry("PATH", "/bin"));
	}

	@Test
	void aProgramThatIsNotThereIsNamed() {
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> this.processes.start("nothing", List.of("/no/such/program"), Map.of(), this.temporary))
			.withMessageContaining("Cannot start nothing")
			.withMessageContaining("/no/such/program");
	}

	@Test
	void closingEndsProcessesWithTheirChildrenAndDeletesFolders() throws IOException {
		Path owned = this.processes.own(this.temporary.resolve("owned"));
		Files.writeString(Files.createDirectories(owned.resolve("inside")).resolve("file"), "text");
		OwnedProcess process = shell("sleep 1000 & wait");
		ProcessHandle child = childOf(process);

		this.processes.close();

		assertThat(process.alive()).isFalse();
		assertThat(process.toldToStop()).isTrue();
		Awaitility.await().until(() -> !child.isAlive());
		assertThat(owned).doesNotExist();
	}

	@Test
	void closingDeletesFoldersEvenIfTheGuardWasKilled() throws IOException {
		Path owned = Files.createDirectories(this.processes.own(this.temporary.resolve("owned")));
		Files.writeString(owned.resolve("file"), "text");
		ProcessHandle guard = ProcessHandle.current()
			.children()
			.filter((child) -> child.info().commandLine().orElse("").contains(Guard.class.getName()))
			.findFirst()
			.orElseThrow();
		guard.destroyForcibly();
		guard.onExit().join();

		OwnedProcess process = shell("sleep 1000");
		this.processes.close();

		assertThat(process.alive()).isFalse();
		assertThat(owned).doesNotExist();
	}

	@Test
	void nothingStartsAfterTheEnd() {
		this.processes.close();

		assertThatIllegalStateException().isThrownBy(() -> shell("sleep 1000"))
			.withMessageContaining("shell does not start any more");
	}

	@Test
	void killsAProcessWithItsChildrenIfItDoesNotStop() {
		OwnedProcess process = shell("trap '' TERM; sleep 1000 & wait; wait; wait");
		ProcessHandle child = childOf(process);

		process.stop(Duration.ofMillis(50));

		assertThat(process.alive()).isFalse();
		assertThat(process.exit().join()).isEqualTo(128 + 9);
		Awaitility.await().until(() -> !child.isAlive());
	}

	@Test
	void aKillDoesNotCountAsAStop() {
		OwnedProcess process = shell("sleep 1000");

		process.kill();

		assertThat(process.alive()).isFalse();
		assertThat(process.toldToStop()).isFalse();
	}

	@Test
	void haltsAndResumesAProcessWithItsChildren() throws IOException {
		Path beat = this.temporary.resolve("beat");
		OwnedProcess process = shell("sh -c 'while true; do echo beat >>%s; sleep 0.01; done' & wait".formatted(beat));
		Awaitility.await().until(() -> Files.exists(beat) && Files.size(beat) > 0);

		process.halt();
		long halted = settledSize(beat);
		assertThat(Files.size(beat)).isEqualTo(halted);
		process.resume();

		Awaitility.await().until(() -> Files.size(beat) > halted);
	}

	/**
	 * A signal may take a moment on another core: the size counts once it stood still.
	 */
	private static long settledSize(Path file) {
		Awaitility.await()
			.during(Duration.ofMillis(60))
			.atMost(Duration.ofSeconds(5))
			.until(new UnchangedSize(file)::unchanged);
		return file.toFile().length();
	}

	private OwnedProcess shell(String script) {
		return this.processes.start("shell", List.of("sh", "-c", script), Map.of(), this.temporary);
	}

	private static ProcessHandle childOf(OwnedProcess process) {
		ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
		Awaitility.await().until(() -> handle.children().findFirst().isPresent());
		return handle.children().findFirst().orElseThrow();
	}

	private static final class UnchangedSize {

		private final Path file;

		private long last = -1;

		UnchangedSize(Path file) {
			this.file = file;
		}

		boolean unchanged() {
			long before = this.last;
			this.last = this.file.toFile().length();
			return this.last == before;
		}

	}

}
