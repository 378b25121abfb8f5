package com.example.lab.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running process of the lab with its log. */
public final class OwnedProcess {

	private static final int SHOWN_LINES = 25;

	private final String name;

	private final Process process;

	private final Path log;

	private volatile boolean told;

	OwnedProcess(String name, Process process, Path log) {
		this.name = name;
		this.process = process;
		this.log = log;
	}

	/**
	 * The name it was started under.
	 * @return a short name, unique among the owner's running processes
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Its process id.
	 * @return the id that the operating system gave it
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Where its output goes.
	 * @return a file
	 */
	public Path log() {
		return this.log;
	}

	/**
	 * The end of its log, for an error message.
	 * @return a few lines, and where the rest is
	 */
	public String lastLines() {
		try {
			List<String> lines = new String(Files.readAllBytes(this.log), StandardCharsets.UTF_8).lines().toList();
			return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()))
					+ "\nThe whole log is " + this.log;
		}
		catch (IOException ex) {
			return "its log %s cannot be read".formatted(this.log);
		}
	}

	/**
	 * Whether it still runs.
	 * @return false once it has ended
	 */
	public boolean alive() {
		return this.process.isAlive();
	}

	/**
	 * Whether the lab stopped it, as opposed to an end of its own or by another program.
	 * @return true once {@link #stop} was called
	 */
	public boolean toldToStop() {
		return this.told;
	}

	/**
	 * Its end.
	 * @return completes with the exit code; 128 + n for a signal n
	 */
	public CompletableFuture<Integer> exit() {
		return this.process.onExit().thenApply(Process::exitValue);
	}

	/**
	 * Asks it to stop, and kills it when it does not. No child outlives it.
	 * @param grace how long it may take
	 */
	public void stop(Duration grace) {
		stop(this.process::destroy, grace);
	}

	/**
	 * Asks it to stop by another signal than {@code TERM}.
	 * @param signal the signal's name without SIG
	 * @param grace how long it may take
	 */
	public void stop(String signal, Duration grace) {
		stop(() -> signal(signal), grace);
	}

	private void stop(Runnable asking, Duration grace) {
		this.told = true;
		List<ProcessHandle> children = this.process.descendants().toList();
		asking.run();
		if (!waitFor(grace)) {
			kill();
		}
		children.forEach(ProcessHandle::destroyForcibly);
		Guard.awaitEnd(children);
	}

	/**
	 * Kills it and its children at once, as {@code kill -9} does, and waits for the end.
	 */
	public void kill() {
		Guard.awaitEnd(Guard.killTree(this.process.toHandle()));
		waitFor(Duration.ofSeconds(10));
	}

	/**
	 * Sends a signal to the process alone.
	 * @param signal the signal's name without SIG
	 * @throws UnsupportedOperationException on an operating system without signals
	 */
	public void signal(String signal) {
		signal(signal, List.of(this.process.toHandle()));
	}

	/**
	 * Halts it and its children where they are, until {@link #resume}.
	 * @throws UnsupportedOperationException on an operating system without signals
	 */
	public void halt() {
		// Itself first: then it makes no more children.
		signal("STOP");
		signal("STOP", this.process.descendants().toList());
	}

	/**
	 * Lets it and its children go on after {@link #halt}.
	 * @throws UnsupportedOperationException on an operating system without signals
	 */
	public void resume() {
		signal("CONT", this.process.descendants().toList());
		signal("CONT");
	}

	private void signal(String signal, List<ProcessHandle> processes) {
		if (processes.isEmpty()) {
			return;
		}
		List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
		processes.forEach((handle) -> command.add(Long.toString(handle.pid())));
		try {
			int code = new ProcessBuilder(command).start().waitFor();
			if (code != 0 && processes.stream().allMatch(ProcessHandle::isAlive)) {
				throw new IllegalStateException("%s ended with %d".formatted(String.join(" ", command), code));
			}
		}
		catch (IOException ex) {
			throw new UnsupportedOperationException("This operating system has no signals; use Linux, macOS or WSL 2.",
					ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean waitFor(Duration limit) {
		try {
			return this.process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
