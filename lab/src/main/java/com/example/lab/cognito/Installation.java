package com.example.lab.cognito;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.CachedFolder;
import com.example.lab.process.Folders;
import com.example.lab.process.OwnedProcess;
import com.example.lab.stage.WorkshopException;
import com.example.lab.standin.Lab;

/**
 * The npm package {@code cognito-local} with what it needs, made once for all runs of a
 * checkout. Only npm's own cache is written besides.
 */
final class Installation {

	private static final List<String> RECIPE = List.of("package.json", "package-lock.json", ".npmrc");

	private final Lab lab;

	private final String npm;

	Installation(Lab lab) {
		this(lab, "npm");
	}

	Installation(Lab lab, String npm) {
		this.lab = lab;
		this.npm = npm;
	}

	/**
	 * Makes it unless it is there; one run at a time, the others wait.
	 * @return the folder where Node.js finds the package
	 * @throws WorkshopException if that fails; nothing is left of the try
	 */
	Path modules() {
		// The name tells one lock file from another.
		Path folder = this.lab.cache()
			.toAbsolutePath()
			.resolve("cognito-local-" + Integer.toHexString(resource("package-lock.json").hashCode()));
		try {
			return CachedFolder.of(folder, this::install).resolve("node_modules");
		}
		catch (IOException | UncheckedIOException ex) {
			throw new WorkshopException("Cannot install cognito-local into %s: %s. Make room, then try again."
				.formatted(folder, ex.getMessage()));
		}
	}

	private void install(Path folder) throws IOException {
		long begin = System.nanoTime();
		this.lab.events()
			.publish(Event.Kind.PROGRESS, Events.LAB,
					"Installing cognito-local, the stand-in for Cognito, only this once");
		for (String file : RECIPE) {
			Files.writeString(folder.resolve(file), resource(file));
		}
		run(folder);
		prune(folder.resolve("node_modules"));
		this.lab.events()
			.publish(Event.Kind.PHASE, Events.LAB, "cognito-local installed in %d s"
				.formatted(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin)));
	}

	private void run(Path folder) {
		OwnedProcess process = start(folder);
		try {
			if (process.exit().get() != 0) {
				throw new WorkshopException(
						"npm could not install cognito-local. Check the network and npm's settings (npm config list), then try again. npm said:\n"
								+ process.lastLines());
			}
		}
		catch (InterruptedException ex) {
			process.kill();
			Thread.currentThread().interrupt();
			throw new WorkshopException("The installation of cognito-local was interrupted; try again.");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private OwnedProcess start(Path folder) {
		try {
			return this.lab.processes()
				.start("cognito-install", List.of(this.npm, "ci", "--ignore-scripts"),
						Map.of("npm_config_update_notifier", "false"), folder);
		}
		catch (UncheckedIOException ex) {
			throw new WorkshopException(
					"Cognito's stand-in needs npm, which comes with Node.js, to install itself; it was not found. "
							+ "Install it from your package manager or https://nodejs.org, then run ./workshop doctor.");
		}
	}

	/** Two thirds of the files are for compilers, debuggers and browsers. */
	private static void prune(Path modules) throws IOException {
		Folders.delete(modules.resolve("aws-sdk/dist"));
		List<Path> unread;
		try (Stream<Path> files = Files.walk(modules)) {
			unread = files.filter((file) -> file.toString().matches(".*\\.(ts|map|md)")).toList();
		}
		for (Path file : unread) {
			Files.delete(file);
		}
	}

	static String resource(String name) {
		try (InputStream in = Objects.requireNonNull(Installation.class.getResourceAsStream(name), name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
