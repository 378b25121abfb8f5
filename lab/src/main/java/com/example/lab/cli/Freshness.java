package com.example.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

import com.example.lab.stage.StageFolder;

/**
 * Whether a stage that is up still shows what its sources say.
 */
final class Freshness {

	private final Path file;

	private final String sources;

	private Freshness(StageFolder stage) {
		this.file = stage.data().resolve("up-from");
		this.sources = stage.modules().stream().map(stage::fingerprint).collect(Collectors.joining());
	}

	/**
	 * Reads the sources as they are now.
	 */
	static Freshness of(StageFolder stage) {
		return new Freshness(stage);
	}

	boolean unchanged() {
		try {
			return Files.exists(this.file) && Files.readString(this.file).equals(this.sources);
		}
		catch (IOException ex) {
			return false;
		}
	}

	void remember() {
		try {
			Files.writeString(this.file, this.sources);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
