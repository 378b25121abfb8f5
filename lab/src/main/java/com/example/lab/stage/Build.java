package com.example.lab.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.Folders;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;

/**
 * Builds the modules of a stage whose sources have changed since they were last built.
 */
public final class Build {

	private final StageFolder stage;

	private final Processes processes;

	private final Events events;

	private final List<String> modules;

	/**
	 * A build of what one stage needs to run.
	 * @param stage the stage
	 * @param processes who owns Maven's process
	 * @param events gets the progress
	 */
	public Build(StageFolder stage, Processes processes, Events events) {
		this(stage, processes, events, stage.modules());
	}

	Build(StageFolder stage, Processes processes, Events events, List<String> modules) {
		this.modules = modules;
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
			Path product = product(this.modules.get(0));
			if (!Files.exists(product)) {
				throw new WorkshopException("%s is not there. Run ./mvnw verify, or ./workshop test %d."
					.formatted(product, this.stage.number()));
			}
			return List.of();
		}
		// Taken before the build: what is changed while it runs is built the next time.
		Map<String, String> sources = new LinkedHashMap<>();
		this.modules.forEach((module) -> sources.put(module, this.stage.fingerprint(module)));
		List<String> stale = this.modules.stream().filter((module) -> !fresh(module, sources)).toList();
		if (!stale.isEmpty()) {
			this.events.publish(Event.Kind.PROGRESS, Events.LAB,
					"building %s of %s".formatted(String.join(" and ", stale), this.stage.name()));
			maven(stale);
			stale.forEach((module) -> this.stage.remember(module, sources.getOrDefault(module, "")));
		}
		return stale;
	}

	/**
	 * Resolves DynamoDB Local if the CDK code has a table: LocalStack looks for it when
	 * it starts. Once is enough for all stages.
	 * @throws WorkshopException if it cannot be downloaded
	 */
	public void resolveDynamoDb() {
		Path root = this.stage.workshop().root();
		if (this.stage.hasTables() && !Files.exists(root.resolve("lab/dynamodb-local/target/classpath.txt"))) {
			this.events.publish(Event.Kind.PROGRESS, Events.LAB, "resolving DynamoDB Local, once");
			OwnedProcess maven = this.processes.start("dynamodb-local",
					Maven.build(root, "-pl", "lab/dynamodb-local", "process-classes"), Map.of(), root);
			if (maven.exit().join() != 0) {
				throw new WorkshopException("Maven cannot resolve DynamoDB Local:\n" + maven.lastLines());
			}
		}
	}

	private boolean fresh(String module, Map<String, String> sources) {
		Path mark = this.stage.builtFrom(module);
		try {
			return Files.isRegularFile(mark) && Files.exists(product(module))
					&& Files.readString(mark).equals(sources.get(module));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void maven(List<String> modules) {
		Path root = this.stage.workshop().root();
		Path temporary = temporaryFolder();
		// Not in MAVEN_OPTS, which Maven's script takes apart at each blank.
		List<String> command = Maven.build(root, "-Djava.io.tmpdir=" + temporary, "-am", "-pl",
				modules.stream().map((module) -> this.stage.name() + "/" + module).collect(Collectors.joining(",")),
				"package");
		OwnedProcess maven = this.processes.start("build", command, Map.of("MAVEN_OPTS",
				System.getenv().getOrDefault("MAVEN_OPTS", "").concat(" -XX:-UsePerfData").strip()), root);
		if (maven.exit().join() != 0) {
			throw new WorkshopException("The build of %s failed:\n%s".formatted(this.stage.name(), maven.lastLines()));
		}
		Folders.delete(temporary);
	}

	/**
	 * A build that is interrupted cannot clean up the system's temporary folder.
	 */
	private Path temporaryFolder() {
		try {
			Files.createDirectories(this.stage.data());
			return this.processes.own(Files.createTempDirectory(this.stage.data(), "build"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write into " + this.stage.data(), ex);
		}
	}

	private Path product(String module) {
		return switch (module) {
			case "infra" -> this.stage.infra().resolve("target/classpath.txt");
			case Move.MODULE -> Move.jar(this.stage);
			default -> this.stage.applications()
				.stream()
				.filter((application) -> application.module().equals(module))
				.map(Application::jar)
				.findFirst()
				.orElseThrow();
		};
	}

}
