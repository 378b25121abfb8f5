package com.example.lab.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import com.example.lab.process.ClassArchive;
import com.example.lab.stage.StageFolder;

/**
 * The class-data archive of the lab itself, with which its background process takes half
 * the time to come up. The first such process writes it when it ends.
 */
final class LabArchive {

	/** Where the archive is or will be; absent when the lab does not run from jars. */
	private static final String PROPERTY = "lab.archive";

	private LabArchive() {
	}

	/**
	 * What the background process of a stage is started with.
	 * @param stage the stage
	 * @return options for the JVM
	 */
	static List<String> options(StageFolder stage) {
		return of(stage).map((archive) -> List.of(archive.atExit(), "-Xlog:disable")).orElse(List.of());
	}

	/**
	 * Takes over what the background process of a stage has written.
	 * @param stage a stage that is down
	 */
	static void keep(StageFolder stage) {
		of(stage).ifPresent(ClassArchive::keep);
	}

	private static Optional<ClassArchive> of(StageFolder stage) {
		return Optional.ofNullable(System.getProperty(PROPERTY))
			.map((archive) -> new ClassArchive(Path.of(archive), stage.data().resolve("lab.jsa")));
	}

}
