package com.example.lab.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@DisabledOnOs(OS.WINDOWS)
class InstallationTests {

	private final Path folder;

	private final Processes processes;

	private final Events events = new Events();

	InstallationTests(@TempDir Path folder) {
		this.folder = folder;
		this.processes = new Processes(folder.resolve("logs"));
	}

	@AfterEach
	void end() {
		this.processes.close();
	}

	@Test
	void isMadeOnceForAllRuns() throws IOException {
		Installation installation = installation("true");
		List<CompletableFuture<Void>> runs = List.of(run(installation), run(installation("true")));
		runs.forEach(CompletableFuture::join);
		assertThat(installation.complete()).isTrue();
		assertThat(pipCalls()).isOne();
		assertThat(installation.size()).isPositive();
		assertThat(installation.missing()).isNull();
	}

	@Test
	void reinstallsAfterAnUnfinishedInstallation() throws IOException {
		Installation installation = installation("true");
		Path left = installation.folder().resolve("venv/left-behind");
		Files.createDirectories(left);
		installation.ensure(this.processes, this.events);
		assertThat(installation.complete()).isTrue();
		assertThat(left).doesNotExist();
		assertThat(messages(Event.Kind.WARNING)).singleElement().asString().contains("installing it again");
	}

	@Test
	void reinstallsForAnotherRecipe() throws IOException {
		Installation installation = installation("true");
		installation.ensure(this.processes, this.events);
		Files.writeString(installation.folder().resolve("installed.txt"), "older");
		assertThat(installation.complete()).isFalse();
		installation.ensure(this.processes, this.events);
		assertThat(installation.complete()).isTrue();
		assertThat(pipCalls()).isEqualTo(2);
	}

	@Test
	void isRepairedOnlyWhenItsModulesCannotBeImported() throws IOException {
		Installation installation = installation("true");
		installation.ensure(this.processes, this.events);
		assertThat(installation.repair(this.processes, this.events)).isFalse();
		Files.createFile(installation.folder().resolve("venv/bin/damaged"));
		assertThat(installation.repair(this.processes, this.events)).isTrue();
		assertThat(installation.repair(this.processes, this.events)).isFalse();
	}

	@Test
	void explainsAMissingNetwork() throws IOException {
		Installation installation = installation(
				"echo \"WARNING: Retrying after connection broken by 'NewConnectionError(...)'\"; exit 1");
		assertThatExceptionOfType(LocalStackUnavailableException.class)
			.isThrownBy(() -> installation.ensure(this.processes, this.events))
			.withMessageContaining("pip cannot reach its package index")
			.withMessageContaining("HTTPS_PROXY")
			.withMessageContaining(this.folder.resolve("logs/localstack-install.log").toString());
		assertThat(installation.complete()).isFalse();
	}

	@Test
	void explainsAFullDisk() throws IOException {
		Installation installation = installation(
				"echo 'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device'; exit 1");
		assertThatExceptionOfType(LocalStackUnavailableException.class)
			.isThrownBy(() -> installation.ensure(this.processes, this.events))
			.withMessageContaining("The disk is full");
	}

	@Test
	void showsTheLastLineOfAnyOtherFailure() throws IOException {
		Installation installation = installation("echo 'ERROR: something else'; exit 1");
		assertThatExceptionOfType(LocalStackUnavailableException.class)
			.isThrownBy(() -> installation.ensure(this.processes, this.events))
			.withMessageContaining("ERROR: something else");
	}

	private Installation installation(String pip) throws IOException {
		Python python = FakePython.installing(this.folder, pip);
		return new Installation(this.folder.resolve("workshop"), () -> python);
	}

	private CompletableFuture<Void> run(Installation installation) {
		return CompletableFuture.runAsync(() -> installation.ensure(this.processes, this.events));
	}

	private long pipCalls() throws IOException {
		return Files.readAllLines(FakePython.calls(this.folder))
			.stream()
			.filter((line) -> line.contains("-m pip install"))
			.count();
	}

	private List<String> messages(Event.Kind kind) {
		return this.events.since(0).stream().filter((event) -> event.kind() == kind).map(Event::message).toList();
	}

}
