package com.example.lab.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program of the operating system that answers a question and ends. */
final class Command {

	private static final long LIMIT_SECONDS = 10;

	private Command() {
	}

	/**
	 * Runs it.
	 * @param most the highest exit code that is an answer
	 * @param command the program and its arguments
	 * @return what it printed
	 * @throws IOException if it is missing, fails or does not end
	 */
	static List<String> lines(int most, String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
		String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		int code = process.onExit().join().exitValue();
		if (code > most) {
			throw new IOException("%s ended with %d".formatted(command[0], code));
		}
		return answer.lines().toList();
	}

}
