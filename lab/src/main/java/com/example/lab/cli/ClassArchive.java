package com.example.lab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import com.example.lab.process.JavaCommand;
import com.example.lab.stage.StageFolder;

/**
 * The class-data archive of the lab itself, with which its background process takes half
 * the time to come up. The first such process writes it when it ends.
 */
final class ClassArchive {

	/** Where the archive is or will be; absent when the lab does not run from jars. */
	private static final String PROPERTY = "lab.archive";

	private ClassArchive() {
	}

	/**
	 * What the background process of a stage is started with.
	 * @param stage the stage
	 * @return options for the JVM
	 */
	static List<String> options(StageFolder stage) {
		String archive = System.getProperty(PROPERTY);
		if (archive == null) {
			return List.of();
		}
		return JavaCommand.isArchive(Path.of(archive)) ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable")
				: List.of("-XX:ArchiveClassesAtExit=" + written(stage), "-Xlog:disable");
	}

	/**
	 * Takes over what the background process of a stage has written.
	 * @param stage a stage that is down
	 */
	static void keep(StageFolder stage) {
		String archive = System.getProperty(PROPERTY);
		if (archive == null || !Files.exists(written(stage))) {
			return;
		}
		try {
			Files.move(written(stage), Path.of(archive), StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			// Without an archive the next start is slower, no more.
		}
	}

	private static Path written(StageFolder stage) {
		return stage.data().resolve("lab.jsa");
	}

}
