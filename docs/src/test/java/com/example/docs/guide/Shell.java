package com.example.docs.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.example.lab.process.Detached;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import org.jspecify.annotations.Nullable;

/**
 * The shell of a reader in a copy of the repository. Closing it stops the stages of the
 * copy and deletes it.
 */
final class Shell implements AutoCloseable {

	private static final Duration LIMIT_OF_DOWN = Duration.ofMinutes(1);

	private final Path home;

	private final Path folder;

	private final Duration limit;

	private final Processes processes;

	private final Thread hook = new Thread(this::down, "down");

	private int runs;

	/**
	 * A shell.
	 * @param home an empty folder, which is deleted at the end
	 * @param limit how long a block may take
	 */
	Shell(Path home, Duration limit) {
		this.home = home;
		this.folder = home.resolve("ten-million-users");
		this.limit = limit;
		this.processes = new Processes(home.resolve("logs"));
		this.processes.own(home);
		// A stage is up in a session of its own: Ctrl-C does not reach it.
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	/** Where the copy is to be, and where scripts run. */
	Path folder() {
		return this.folder;
	}

	/**
	 * Runs a script to its end. Its background processes end with it; a stage that it has
	 * started keeps running.
	 */
	Result run(String script) {
		return run(script, this.limit);
	}

	private Result run(String script, Duration limit) {
		List<String> command = new ArrayList<>(Detached.PREFIX);
		command.addAll(List.of("bash", "-euo", "pipefail", "-c", script));
		OwnedProcess bash = this.processes.start("block-" + ++this.runs, command, environment(), this.folder);
		Integer exitCode = null;
		try {
			exitCode = bash.exit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			// No exit code.
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			bash.kill();
			killGroup(bash.pid());
		}
		try {
			return new Result(exitCode, new String(Files.readAllBytes(bash.log()), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The children of a bash that has ended are found by their process group only.
	 */
	private static void killGroup(long group) {
		try {
			new ProcessBuilder("kill", "-KILL", "--", "-" + group).redirectErrorStream(true).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Map<String, String> environment() {
		Map<String, String> environment = new HashMap<>();
		// The copy lies inside the repository, which git is not to touch.
		environment.put("GIT_CEILING_DIRECTORIES", this.home.toString());
		// For the Maven that runs the tests, not for the reader's.
		environment.put("MAVEN_OPTS", "");
		String repository = System.getProperty("maven.repo.local");
		if (repository != null) {
			environment.put("MAVEN_ARGS",
					"%s -Dmaven.repo.local=%s".formatted(System.getenv().getOrDefault("MAVEN_ARGS", ""), repository));
		}
		return environment;
	}

	/**
	 * Stops the running stages. The command line builds itself when it is first used:
	 * without it no stage runs.
	 */
	private void down() {
		if (Files.exists(this.folder.resolve(".workshop/command-line"))) {
			Result down = run("./workshop down", LIMIT_OF_DOWN);
			if (down.exitCode() == null || down.exitCode() != 0) {
				throw new IllegalStateException("./workshop down failed: " + down.output());
			}
		}
	}

	@Override
	public void close() {
		try (this.processes) {
			Runtime.getRuntime().removeShutdownHook(this.hook);
			down();
		}
	}

	/**
	 * The result of a script.
	 *
	 * @param exitCode its exit code; null if it took too long
	 * @param output what it printed, errors too
	 */
	record Result(@Nullable Integer exitCode, String output) {
	}

}
