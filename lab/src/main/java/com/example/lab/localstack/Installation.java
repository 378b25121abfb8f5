package com.example.lab.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.Folders;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;

/**
 * LocalStack in a Python environment of its own, made once for all runs of a checkout. A
 * marker file is written last: without it, or with another recipe in it, the folder is
 * made anew.
 */
final class Installation {

	private final Path folder;

	Installation(Path workshop) {
		this.folder = workshop.toAbsolutePath().normalize().resolve("localstack-" + LocalStack.VERSION);
	}

	Path python() {
		Path posix = this.folder.resolve("venv/bin/python");
		return Files.exists(posix) ? posix : this.folder.resolve("venv/Scripts/python.exe");
	}

	/** Certificate and service index: what LocalStack calls its static libraries. */
	Path prepared() {
		return this.folder.resolve("prepared");
	}

	Path caches() {
		return this.folder.resolve("caches");
	}

	boolean complete() {
		try {
			return Files.isExecutable(python()) && Files.readString(marker()).equals(recipe());
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Makes it unless it is there; one run at a time, the others wait for it. */
	void ensure(Python python, Processes processes, Events events) {
		if (complete()) {
			return;
		}
		synchronized (Installation.class) {
			try {
				Files.createDirectories(this.folder.getParent());
				try (FileChannel channel = FileChannel.open(
						this.folder.resolveSibling(this.folder.getFileName() + ".lock"), StandardOpenOption.CREATE,
						StandardOpenOption.WRITE); FileLock lock = lock(channel, events)) {
					if (!complete()) {
						install(python, processes, events);
					}
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException("Cannot install LocalStack into " + this.folder, ex);
			}
		}
	}

	private static FileLock lock(FileChannel channel, Events events) throws IOException {
		FileLock lock = channel.tryLock();
		if (lock != null) {
			return lock;
		}
		events.publish(Event.Kind.PROGRESS, Events.LAB, "Waiting for another run that installs LocalStack");
		return channel.lock();
	}

	private void install(Python python, Processes processes, Events events) throws IOException {
		Instant start = Instant.now();
		if (Files.exists(this.folder)) {
			events.publish(Event.Kind.WARNING, Events.LAB,
					"%s is incomplete; installing it anew".formatted(this.folder));
			Folders.delete(this.folder);
		}
		Files.createDirectories(caches());
		Path constraints = Files.writeString(this.folder.resolve("constraints.txt"), resource("constraints.txt"));
		run(List.of(String.valueOf(python.program()), "-I", "-m", "venv", this.folder.resolve("venv").toString()),
				processes, events);
		run(List.of(python().toString(), "-I", "-m", "pip", "install", "--progress-bar", "off", "-c",
				constraints.toString(), "localstack-core[runtime]==" + LocalStack.VERSION), processes, events);
		run(List.of(python().toString(), "-I", "-c", resource("prepare.py"), prepared().toString()), processes, events);
		Files.writeString(marker(), recipe());
		events.publish(Event.Kind.PHASE, Events.LAB, "LocalStack %s installed in %d s".formatted(LocalStack.VERSION,
				Duration.between(start, Instant.now()).toSeconds()));
	}

	private void run(List<String> command, Processes processes, Events events) {
		OwnedProcess process = processes.start("localstack-install", command,
				Map.of("FILESYSTEM_ROOT", this.folder.toString(), "OVERRIDE_IN_DOCKER", "0"), this.folder);
		Instant start = Instant.now();
		try {
			while (true) {
				try {
					int code = process.exit().get(3, TimeUnit.SECONDS);
					if (code == 0) {
						return;
					}
					throw new LocalStackUnavailableException(
							"LocalStack could not be installed: %s\nThe whole log is %s."
								.formatted(lastLine(process.log()), process.log()));
				}
				catch (TimeoutException ex) {
					events.publish(Event.Kind.PROGRESS, Events.LAB,
							"Installing LocalStack %s, %d s: %s".formatted(LocalStack.VERSION,
									Duration.between(start, Instant.now()).toSeconds(), lastLine(process.log())));
				}
			}
		}
		catch (InterruptedException ex) {
			process.kill();
			Thread.currentThread().interrupt();
			throw new LocalStackUnavailableException("The installation of LocalStack was interrupted.", ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String lastLine(Path log) {
		try (Stream<String> lines = Files.lines(log)) {
			return lines.reduce("", (first, second) -> second);
		}
		catch (IOException ex) {
			return "";
		}
	}

	private Path marker() {
		return this.folder.resolve("installed.txt");
	}

	private static String recipe() {
		return resource("constraints.txt") + resource("prepare.py");
	}

	static String resource(String name) {
		try (InputStream in = Installation.class.getResourceAsStream(name)) {
			if (in == null) {
				throw new IllegalStateException("Missing resource " + name);
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
