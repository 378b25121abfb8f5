package com.example.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.example.lab.process.Folders;

/**
 * The folder of one run of a stage, with a name of its own: the guard of a run that was
 * killed may still be deleting while the next one comes up.
 */
final class RunFolder {

	private static final String NAME = "run-";

	private RunFolder() {
	}

	static Path of(Path data) {
		return data.resolve(NAME + ProcessHandle.current().pid());
	}

	/**
	 * Deletes those of earlier runs.
	 * @param data the stage's folder in {@code .workshop}, where nothing runs any more
	 */
	static void deleteAll(Path data) {
		if (!Files.isDirectory(data)) {
			return;
		}
		try (Stream<Path> files = Files.list(data)) {
			files.filter((file) -> file.getFileName().toString().startsWith(NAME)).forEach(Folders::delete);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + data, ex);
		}
	}

}
