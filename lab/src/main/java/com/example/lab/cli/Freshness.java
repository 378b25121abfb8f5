package com.example.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.example.lab.stage.Fingerprint;
import com.example.lab.stage.StageFolder;

/**
 * Whether a stage that is up still shows what its sources say.
 */
final class Freshness {

	private final StageFolder stage;

	private final Path file;

	private Freshness(StageFolder stage) {
		this.stage = stage;
		this.file = stage.data().resolve("up-from");
	}

	static Freshness of(StageFolder stage) {
		return new Freshness(stage);
	}

	boolean unchanged() {
		try {
			return Files.exists(this.file) && Files.readString(this.file).equals(fingerprint());
		}
		catch (IOException ex) {
			return false;
		}
	}

	void remember() {
		try {
			Files.writeString(this.file, fingerprint());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String fingerprint() {
		return new Fingerprint().add(this.stage.workshop().root().resolve("pom.xml"))
			.add(this.stage.folder().resolve("app/pom.xml"))
			.add(this.stage.folder().resolve("app/src/main"))
			.add(this.stage.infra().resolve("pom.xml"))
			.add(this.stage.infra().resolve("cdk.json"))
			.add(this.stage.infra().resolve("src/main"))
			.value();
	}

}
