package com.example.lab.stage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.example.lab.event.Events;
import com.example.lab.process.JavaCommand;
import com.example.lab.process.Processes;

/**
 * The program of a stage that migrates the data of the stage before: its module
 * {@code move}, a jar whose environment names the source and the target.
 */
public final class Move {

	static final String MODULE = "move";

	private final StageFolder stage;

	/**
	 * The program of a stage.
	 * @param stage the stage that gets the data
	 * @throws WorkshopException if it has none
	 */
	public Move(StageFolder stage) {
		this.stage = stage;
		if (!stage.folder().resolve(MODULE).resolve("pom.xml").toFile().exists()) {
			throw new WorkshopException("%s has no module %s, so no data can be migrated to it. Nothing was changed."
				.formatted(stage.name(), MODULE));
		}
	}

	static Path jar(StageFolder stage) {
		return stage.folder().resolve("%s/target/%1$s.jar".formatted(MODULE));
	}

	/**
	 * Builds it if its sources have changed.
	 * @param processes who owns Maven's process
	 * @param events gets the progress
	 */
	public void build(Processes processes, Events events) {
		new Build(this.stage, processes, events, List.of(MODULE)).run();
	}

	/**
	 * A process that moves, with this process's input and output.
	 * @param from how the parts of the stage with the data are reached
	 * @param to how those of the other are reached
	 * @param options for the program
	 * @return not started yet
	 */
	public ProcessBuilder process(Map<String, String> from, Map<String, String> to, List<String> options) {
		List<String> command = JavaCommand.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-jar",
				jar(this.stage).toString());
		command.addAll(options);
		ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
		from.forEach((name, value) -> builder.environment().put("FROM_" + name, value));
		to.forEach((name, value) -> builder.environment().put("TO_" + name, value));
		return builder;
	}

}
