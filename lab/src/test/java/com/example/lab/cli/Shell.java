package com.example.lab.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.example.lab.process.JavaCommand;

/** The command line as a process of its own, in a checkout of a test. */
final class Shell {

	private final Path root;

	private final Map<String, String> environment;

	private int runs;

	Shell(Path root, Map<String, String> environment) {
		this.root = root;
		this.environment = environment;
	}

	/**
	 * Starts a command.
	 * @param prefix what comes before it, such as {@code setsid}
	 * @param arguments the command and its arguments
	 */
	Run start(List<String> prefix, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(prefix);
		command.addAll(java());
		command.addAll(List.of(arguments));
		return startNow(command);
	}

	private static List<String> java() {
		return JavaCommand.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
				System.getProperty("java.class.path"), Main.class.getName());
	}

	private Run startNow(List<String> command) throws IOException {
		Path output = this.root.resolve("output-" + this.runs++);
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.root.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().putAll(this.environment);
		return new Run(builder.start(), output);
	}

	/**
	 * Starts a command with a simulated terminal, to whose input the test writes.
	 */
	Run startOnTerminal(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(java());
		command.addAll(List.of(arguments));
		return startNow(List.of("script", "-qec", String.join(" ", command), "/dev/null"));
	}

	/**
	 * Runs a command to its end.
	 */
	Run run(String... arguments) throws IOException, InterruptedException {
		Run run = start(List.of(), arguments);
		run.process().waitFor();
		return run;
	}

	/**
	 * A command that was started.
	 *
	 * @param process its process
	 * @param file what it says
	 */
	record Run(Process process, Path file) {

		int exitCode() {
			return this.process.exitValue();
		}

		String output() throws IOException {
			return new String(Files.readAllBytes(this.file), StandardCharsets.UTF_8);
		}

	}

}
