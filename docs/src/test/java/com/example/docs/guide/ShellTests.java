package com.example.docs.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class ShellTests {

	private final Path outside;

	private final Path home;

	private final Path folder;

	private final Shell shell;

	ShellTests(@TempDir Path outside) throws IOException {
		this.outside = outside;
		this.home = Files.createDirectory(outside.resolve("home"));
		this.shell = new Shell(this.home, Duration.ofSeconds(20));
		this.folder = Files.createDirectory(this.shell.folder());
	}

	@AfterEach
	void close() {
		this.shell.close();
	}

	@Test
	void aScriptRunsInTheFolderAndEndsAtTheFirstFailure() {
		Shell.Result result = this.shell.run("pwd\nls missing\necho never");

		assertThat(result.exitCode()).isEqualTo(2);
		assertThat(result.output()).startsWith(this.folder.toString()).contains("missing").doesNotContain("never");
	}

	@Test
	void aPipeFailsWithItsFirstPartAndAVariableMustBeSet() {
		assertThat(this.shell.run("false | true").exitCode()).isEqualTo(1);
		assertThat(this.shell.run("echo $NOT_SET").exitCode()).isNotZero();
	}

	@Test
	void endsBackgroundProcessesWithTheScript() throws Exception {
		Shell.Result result = this.shell.run("sleep 1000 & echo $!");

		assertThat(result.exitCode()).isZero();
		assertEnded(result.output());
	}

	@Test
	void aScriptThatHangsIsEndedWithItsChildren() throws Exception {
		try (Shell impatient = shell("impatient", Duration.ofSeconds(1))) {
			Shell.Result result = impatient.run("sleep 1000 & echo $!; setsid sleep 1000 & echo $!; wait");

			assertThat(result.exitCode()).isNull();
			assertThat(result.output()).hasLineCount(2);
			for (String pid : result.output().lines().toList()) {
				assertEnded(pid);
			}
		}
	}

	@Test
	void keepsProcessesWithTheirOwnSessionUntilDown() throws Exception {
		Files.createDirectories(this.folder.resolve(".workshop/command-line"));
		Path workshop = Files.writeString(this.folder.resolve("workshop"), """
				#!/bin/sh
				echo "$1" >"%s/told"
				kill "$(cat up)"
				""".formatted(this.outside));
		assertThat(workshop.toFile().setExecutable(true)).isTrue();
		Shell.Result up = this.shell.run("setsid -f sh -c 'echo $$ >up; exec sleep 1000' >/dev/null; "
				+ "until [ -s up ]; do sleep 0.1; done; cat up");
		assertThat(ProcessHandle.of(Long.parseLong(up.output().strip()))).isPresent();

		this.shell.close();

		assertEnded(up.output());
		assertThat(this.outside.resolve("told")).hasContent("down");
		assertThat(this.home).doesNotExist();
	}

	@Test
	void deletesTheCopyIfDownFails() throws IOException {
		Shell failing = shell("failing", Duration.ofSeconds(20));
		failing.run("mkdir -p .workshop/command-line; printf 'echo stuck; exit 3' >workshop; chmod +x workshop");

		assertThatIllegalStateException().isThrownBy(failing::close).withMessageContaining("stuck");
		assertThat(this.outside.resolve("failing")).doesNotExist();
	}

	@Test
	void gitDoesNotFindTheRepositoryAroundTheCopy() throws IOException {
		Path inside = Files.createDirectories(Path.of("target").toAbsolutePath());
		Path repository = Files.createTempDirectory(inside, "shell");
		try (Shell shell = new Shell(repository, Duration.ofSeconds(20))) {
			Files.createDirectory(shell.folder());
			assertThat(shell.run("git status").output()).contains("not a git repository");
		}
	}

	private Shell shell(String name, Duration limit) throws IOException {
		Shell shell = new Shell(Files.createDirectory(this.outside.resolve(name)), limit);
		Files.createDirectory(shell.folder());
		return shell;
	}

	private static void assertEnded(String pid) throws Exception {
		Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid.strip()));
		if (process.isPresent()) {
			process.get().onExit().get(10, TimeUnit.SECONDS);
		}
	}

}
