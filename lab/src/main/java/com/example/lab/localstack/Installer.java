package com.example.lab.localstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;

/** Runs the commands of an installation, shows their progress and explains failures. */
final class Installer {

	private static final String IMPORTS = "import localstack.aws.app, localstack.services.s3.provider, "
			+ "localstack.services.cloudformation.v2.provider, localstack.services.ssm.provider";

	private static final int PROGRESS_SECONDS = 3;

	private final Path folder;

	private final Processes processes;

	private final Events events;

	private final long begin = System.nanoTime();

	Installer(Path folder, Processes processes, Events events) {
		this.folder = folder;
		this.processes = processes;
		this.events = events;
	}

	boolean imports(Path python) {
		return await(start(List.of(python.toString(), "-I", "-c", IMPORTS))) == 0;
	}

	void run(List<String> command) {
		OwnedProcess process = start(command);
		if (await(process) != 0) {
			throw new LocalStackUnavailableException(
					"LocalStack could not be installed into %s. %s The whole log is %s.".formatted(this.folder,
							explain(output(process.log())), process.log()));
		}
	}

	private OwnedProcess start(List<String> command) {
		return this.processes.start("localstack-install", command,
				// pip leaves its unpacked packages behind when it is killed.
				Map.of("FILESYSTEM_ROOT", this.folder.toString(), "OVERRIDE_IN_DOCKER", "0", "TMPDIR",
						this.folder.toString()),
				this.folder);
	}

	private int await(OwnedProcess process) {
		try {
			while (true) {
				try {
					return process.exit().get(PROGRESS_SECONDS, TimeUnit.SECONDS);
				}
				catch (TimeoutException ex) {
					this.events.publish(Event.Kind.PROGRESS, Events.LAB,
							"Installing LocalStack %s, only this once, %d s: %s".formatted(LocalStack.VERSION,
									(System.nanoTime() - this.begin) / 1_000_000_000, lastLine(output(process.log()))));
				}
			}
		}
		catch (InterruptedException ex) {
			process.kill();
			Thread.currentThread().interrupt();
			throw new LocalStackUnavailableException("The installation of LocalStack was interrupted; try again.", ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String explain(String output) {
		if (output.contains("No space left on device")) {
			return "The disk is full: 600 MB are needed. Free some space, then try again.";
		}
		if (output
			.matches("(?s).*(NewConnectionError|NameResolutionError|ConnectTimeoutError|ProxyError|SSLError).*")) {
			return "pip cannot reach its package index. Check the network and what is set for proxy and "
					+ "certificates (HTTPS_PROXY, PIP_INDEX_URL, PIP_CERT), then try again.";
		}
		return "It ended with: %s. See what its log says, then try again.".formatted(lastLine(output));
	}

	private static String lastLine(String output) {
		String line = output.strip().substring(output.strip().lastIndexOf('\n') + 1).strip();
		return (line.length() > 100) ? line.substring(0, 100) + "…" : line;
	}

	private static String output(Path log) {
		try {
			return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			return "";
		}
	}

}
