package com.example.lab.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class GuardTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private final Path temporary;

	GuardTests(@TempDir Path temporary) {
		this.temporary = temporary;
	}

	private final List<Process> started = new ArrayList<>();

	@AfterEach
	void endWhatIsLeft() {
		this.started.forEach(Process::destroyForcibly);
	}

	@Test
	void endsEverythingWhenItsOwnerIsKilled() throws IOException {
		Process owner = startOwner(List.of());
		ProcessHandle process = ProcessHandle.of(firstLine(owner)).orElseThrow();
		ProcessHandle child = awaitChild();

		owner.destroyForcibly();

		awaitEnd(process, child);
	}

	@Test
	void survivesCtrlCWhichEndsItsOwner() throws IOException, InterruptedException {
		// A session of its own, as a terminal gives it; the signal goes to all in it.
		Process owner = startOwner(List.of("setsid"));
		ProcessHandle process = ProcessHandle.of(firstLine(owner)).orElseThrow();
		ProcessHandle child = awaitChild();

		run("kill", "-INT", "--", "-" + owner.pid());

		assertThat(owner.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
		awaitEnd(process, child);
	}

	@Test
	void endsQuietlyAfterAnOrderlyEnd() throws IOException, InterruptedException {
		Process bystander = start(List.of("sleep", "1000"));
		Path kept = Files.writeString(this.temporary.resolve("kept"), "text");
		Process guard = startGuard();
		try (OutputStream in = guard.getOutputStream()) {
			in.write("process %d\nforget %d\n".formatted(bystander.pid(), bystander.pid())
				.getBytes(StandardCharsets.UTF_8));
		}

		assertThat(guard.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(guard.exitValue()).isZero();
		assertThat(bystander.isAlive()).isTrue();
		assertThat(kept).exists();
	}

	@Test
	void deletesTheOtherFoldersWhenOneIsGone() throws IOException, InterruptedException {
		Path folder = this.temporary.resolve("with spaces");
		Files.createDirectories(folder.resolve("inside"));
		Process guard = startGuard();
		try (OutputStream in = guard.getOutputStream()) {
			in.write("folder /no/such/folder\nprocess 999999999\nfolder %s\n".formatted(folder)
				.getBytes(StandardCharsets.UTF_8));
		}

		assertThat(guard.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(folder).doesNotExist();
	}

	private void awaitEnd(ProcessHandle process, ProcessHandle child) {
		Awaitility.await()
			.atMost(SOON)
			.until(() -> !process.isAlive() && !child.isAlive() && !Files.exists(this.temporary.resolve("owned")));
	}

	private ProcessHandle awaitChild() throws IOException {
		Path file = this.temporary.resolve("owned/child");
		Awaitility.await().until(() -> Files.exists(file) && Files.size(file) > 1);
		return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
	}

	private Process startOwner(List<String> prefix) throws IOException {
		List<String> command = new ArrayList<>(prefix);
		command.addAll(JavaCommand.of("-cp", System.getProperty("java.class.path"), Owner.class.getName(),
				this.temporary.toString()));
		return start(command);
	}

	private Process startGuard() throws IOException {
		return start(JavaCommand.of("-cp", System.getProperty("java.class.path"), Guard.class.getName()));
	}

	private Process start(List<String> command) throws IOException {
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		this.started.add(process);
		return process;
	}

	private void run(String... command) throws IOException, InterruptedException {
		assertThat(start(List.of(command)).waitFor()).isZero();
	}

	private static long firstLine(Process process) throws IOException {
		BufferedReader lines = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		return Long.parseLong(lines.readLine());
	}

}
