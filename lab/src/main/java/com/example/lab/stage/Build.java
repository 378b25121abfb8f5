package com.example.lab.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;

/**
 * Builds the modules of a stage whose sources have changed since they were last built.
 */
public final class Build {

	/** What is left of Maven's output in an error message. */
	private static final int SHOWN_LINES = 25;

	private final StageFolder stage;

	private final Processes processes;

	private final Events events;

	/**
	 * A build of one stage.
	 * @param stage the stage
	 * @param processes who owns Maven's process
	 * @param events where the progress is told
	 */
	public Build(StageFolder stage, Processes processes, Events events) {
		this.stage = stage;
		this.processes = processes;
		this.events = events;
	}

	/**
	 * Builds what is stale.
	 * @return the modules that were built; empty when all were fresh
	 * @throws WorkshopException if the build fails; the message holds the compiler's
	 * words
	 */
	public List<String> run() {
		// Set by Maven's own test runs, which have built everything before.
		if (Boolean.getBoolean("lab.prebuilt")) {
			return List.of();
		}
		List<String> stale = Stream.of("app", "infra").filter((module) -> !fresh(module)).toList();
		if (!stale.isEmpty()) {
			this.events.publish(Event.Kind.PROGRESS, Events.LAB,
					"building %s of %s".formatted(String.join(" and ", stale), this.stage.name()));
			maven(stale);
			stale.forEach(this::remember);
		}
		return stale;
	}

	private boolean fresh(String module) {
		Path mark = mark(module);
		try {
			return Files.exists(mark) && Files.exists(product(module))
					&& Files.readString(mark).equals(fingerprint(module));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void remember(String module) {
		try {
			Files.writeString(mark(module), fingerprint(module));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void maven(List<String> modules) {
		Path root = this.stage.workshop().root();
		boolean windows = System.getProperty("os.name").startsWith("Windows");
		List<String> command = new ArrayList<>(
				windows ? List.of("cmd", "/c", root.resolve("mvnw.cmd").toString()) : List.of(root + "/mvnw"));
		// Checks of style belong to verify; up only wants to run what was written.
		command.addAll(List.of("-B", "-ntp", "-q", "-DskipTests", "-Dcheckstyle.skip", "-Denforcer.skip",
				"-Dspring-javaformat.validate.skip", "-pl",
				modules.stream().map((module) -> this.stage.name() + "/" + module).collect(Collectors.joining(",")),
				"package"));
		OwnedProcess maven = this.processes.start("build", command, Map.of(), root);
		if (maven.exit().join() != 0) {
			throw new WorkshopException(
					"The build of %s failed:\n%s".formatted(this.stage.name(), lastLines(maven.log())));
		}
	}

	static String lastLines(Path log) {
		try {
			List<String> lines = Files.readAllLines(log);
			return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()))
					+ "\nThe whole output is in " + log;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String fingerprint(String module) {
		Path folder = this.stage.folder().resolve(module);
		return new Fingerprint().add(this.stage.workshop().root().resolve("pom.xml"))
			.add(folder.resolve("pom.xml"))
			.add(folder.resolve("src/main"))
			.value();
	}

	private Path mark(String module) {
		return this.stage.folder().resolve(module).resolve("target/built-from");
	}

	private Path product(String module) {
		return module.equals("app") ? this.stage.jar() : this.stage.infra().resolve("target/classpath.txt");
	}

}
