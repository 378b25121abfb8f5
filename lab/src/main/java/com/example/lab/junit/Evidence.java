package com.example.lab.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The figures of claims, kept in {@code target/evidence} for the guides. */
public final class Evidence {

	private static final Path FOLDER = Path.of("target", "evidence");

	private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private Evidence() {
	}

	/**
	 * Keeps the figures of a claim. Call it before the assertions: a claim that fails has
	 * figures too.
	 * @param claim a name for the file
	 * @param figures what was counted, such as a record or a map
	 */
	public static void keep(String claim, Object figures) {
		Map<String, Object> evidence = new LinkedHashMap<>();
		evidence.put("claim", claim);
		evidence.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
		evidence.put("processors", Runtime.getRuntime().availableProcessors());
		evidence.put("java", Runtime.version().toString());
		evidence.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
		evidence.put("figures", figures);
		try {
			Files.createDirectories(FOLDER);
			Files.writeString(FOLDER.resolve(claim + ".json"), JSON.writeValueAsString(evidence) + "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
