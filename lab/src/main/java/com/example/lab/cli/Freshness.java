package com.example.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.example.lab.process.Folders;
import com.example.lab.stage.StageFolder;

/**
 * Whether a running stage still matches its sources.
 */
final class Freshness {

	private final Path file;

	private final String sources;

	private Freshness(StageFolder stage, Map<String, String> context) {
		this.file = stage.data().resolve("up-from");
		this.sources = stage.modules().stream().map(stage::fingerprint).collect(Collectors.joining())
				+ new TreeMap<>(context);
	}

	/**
	 * Reads the sources as they are now.
	 * @param context values that the CDK application is given beside them
	 */
	static Freshness of(StageFolder stage, Map<String, String> context) {
		return new Freshness(stage, context);
	}

	boolean unchanged() {
		try {
			return Files.exists(this.file) && Files.readString(this.file).equals(this.sources);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** After a failed update a stage may match neither its old nor its new sources. */
	void forget() {
		Folders.delete(this.file);
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
