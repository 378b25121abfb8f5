package com.example.lab.npm;

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
import com.example.lab.process.Processes;
import com.example.lab.stage.WorkshopException;

/**
 * An npm package with what it needs, by a lock file that is a resource beside its user;
 * installed once for all runs of a checkout. Only npm's own cache is written besides.
 */
public final class NpmPackage {

	private static final List<String> RECIPE = List.of("package.json", "package-lock.json", ".npmrc");

	private static final String NPM = System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";

	private final String name;

	private final Class<?> user;

	private final Path cache;

	private final Processes processes;

	private final Events events;

	private final String npm;

	/**
	 * A package, not installed yet.
	 * @param name its name, and what it is for, such as {@code cognito-local, the
	 * stand-in for Cognito}
	 * @param user beside which {@code package.json} and {@code package-lock.json} are
	 * @param cache a folder that outlives runs
	 * @param processes the owner of npm's process
	 * @param events gets the progress
	 */
	public NpmPackage(String name, Class<?> user, Path cache, Processes processes, Events events) {
		this(name, user, cache, processes, events, NPM);
	}

	NpmPackage(String name, Class<?> user, Path cache, Processes processes, Events events, String npm) {
		this.name = name;
		this.user = user;
		this.cache = cache;
		this.processes = processes;
		this.events = events;
		this.npm = npm;
	}

	/**
	 * A text beside the user of the package.
	 * @param file its name
	 * @return what is in it
	 */
	public String resource(String file) {
		try (InputStream in = Objects.requireNonNull(this.user.getResourceAsStream(file), file)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Makes it unless it is there; one run at a time, the others wait.
	 * @return the folder where Node.js finds the package
	 * @throws WorkshopException if that fails; nothing is left of the try
	 */
	public Path modules() {
		// Each lock file has another name.
		String title = title();
		Path folder = this.cache.toAbsolutePath()
			.resolve(title.replaceAll("[^a-z-]", "") + "-"
					+ Integer.toHexString(resource("package-lock.json").hashCode()));
		try {
			return CachedFolder.of(folder, this::install).resolve("node_modules");
		}
		catch (IOException | UncheckedIOException ex) {
			throw new WorkshopException("Cannot install %s into %s: %s. Free some space, then try again."
				.formatted(title, folder, ex.getMessage()));
		}
	}

	private String title() {
		return this.name.replaceFirst(",.*", "");
	}

	private void install(Path folder) throws IOException {
		long begin = System.nanoTime();
		this.events.publish(Event.Kind.PROGRESS, Events.LAB, "Installing %s, only this once".formatted(this.name));
		for (String file : RECIPE) {
			Files.writeString(folder.resolve(file), resource(file));
		}
		run(folder);
		prune(folder.resolve("node_modules"));
		this.events.publish(Event.Kind.PHASE, Events.LAB,
				"%s installed in %d s".formatted(title(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin)));
	}

	private void run(Path folder) {
		OwnedProcess process = start(folder);
		try {
			if (process.exit().get() != 0) {
				throw new WorkshopException(
						"npm could not install %s. Check the network and npm's settings (npm config list), then try again. npm said:%n%s"
							.formatted(title(), process.lastLines()));
			}
		}
		catch (InterruptedException ex) {
			process.kill();
			Thread.currentThread().interrupt();
			throw new WorkshopException("The installation of %s was interrupted; try again.".formatted(title()));
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private OwnedProcess start(Path folder) {
		try {
			return this.processes.start("npm-install", List.of(this.npm, "ci", "--ignore-scripts"),
					Map.of("npm_config_update_notifier", "false"), folder);
		}
		catch (UncheckedIOException ex) {
			throw new WorkshopException("npm, which comes with Node.js, was not found; it installs %s. "
				.formatted(this.name)
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

}
