package com.example.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.example.lab.load.Timeline;
import com.example.lab.stage.Fingerprint;
import com.example.lab.stage.StageFolder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The figures of one stage that the published pages show: a copy of what its tests left
 * in {@code target/evidence}, with the date and with the checksum of the sources that
 * were measured.
 *
 * @param taken when the copy was made
 * @param machine processors, system and Java of the measurement
 * @param sources checksum of the stage's sources then
 * @param claims by claim, the figures
 * @param checksum of the claims, so that edits by hand are found
 */
record Figures(LocalDate taken, String machine, String sources, Map<String, JsonNode> claims, String checksum) {

	private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	/** Ends the name of a claim that is a series for a chart. */
	private static final String TIMELINE = "-timeline";

	/**
	 * Copies the evidence of a stage.
	 * @throws IllegalStateException if its tests have left none since the last change to
	 * its sources
	 */
	static Figures take(StageFolder stage) throws IOException {
		Path folder = evidence(stage);
		Map<String, JsonNode> claims = new TreeMap<>();
		String machine = "";
		try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
			for (Path file : files.sorted().toList()) {
				JsonNode evidence = JSON.readTree(file);
				refuseOlder(stage, Instant.parse(evidence.path("time").asString()), file);
				claims.put(evidence.path("claim").asString(), evidence.path("figures"));
				machine = "%d processors, %s, Java %s".formatted(evidence.path("processors").asInt(),
						evidence.path("system").asString(), evidence.path("java").asString());
			}
		}
		if (claims.isEmpty()) {
			throw new IllegalStateException("There is no evidence in %s. Run ./workshop test %d first."
				.formatted(stage.workshop().root().relativize(folder), stage.number()));
		}
		return new Figures(LocalDate.now(), machine, sourcesOf(stage), claims, checksumOf(claims));
	}

	/**
	 * Whether the tests of a stage have left anything.
	 */
	static boolean measured(StageFolder stage) {
		return Files.exists(evidence(stage));
	}

	private static Path evidence(StageFolder stage) {
		return stage.folder().resolve("tests/target/evidence");
	}

	private static void refuseOlder(StageFolder stage, Instant measured, Path evidence) throws IOException {
		for (Path sources : sources(stage)) {
			try (Stream<Path> files = Files.walk(sources)) {
				for (Path file : files.filter(Files::isRegularFile).toList()) {
					if (Files.getLastModifiedTime(file).toInstant().isAfter(measured)) {
						throw new IllegalStateException("%s is older than %s. Run ./workshop test %d first."
							.formatted(evidence.getFileName(), file.getFileName(), stage.number()));
					}
				}
			}
		}
	}

	static Figures read(Path file) {
		return JSON.readValue(file, Figures.class);
	}

	void write(Path file) throws IOException {
		Files.writeString(file, JSON.writeValueAsString(this) + "\n");
	}

	/**
	 * Why these figures must not be published.
	 * @return empty if they may
	 */
	List<String> faults(StageFolder stage) {
		return Stream.of(sourcesOf(stage).equals(this.sources) ? ""
				: "are older than the sources of the stage. Run ./workshop test %d, then ./workshop docs --take-figures."
					.formatted(stage.number()),
				checksumOf(this.claims).equals(this.checksum) ? "" : "were edited by hand")
			.filter((fault) -> !fault.isEmpty())
			.toList();
	}

	/**
	 * Attributes for the pages, such as {@code kill-lost} and {@code kill-load-sent};
	 * what ends in {@code millis} is there in seconds as well.
	 * @return lines of AsciiDoc
	 */
	String attributes() {
		StringBuilder lines = new StringBuilder(
				":figures-taken: %s\n:figures-machine: %s\n".formatted(this.taken, this.machine));
		this.claims.forEach((claim, figures) -> {
			if (!claim.endsWith(TIMELINE)) {
				add(lines, claim, figures);
			}
		});
		return lines.toString();
	}

	/**
	 * The seconds of the run behind a claim.
	 * @return empty if they were not kept
	 */
	Optional<Timeline> timeline(String claim) {
		return Optional.ofNullable(this.claims.get(claim + TIMELINE))
			.map((json) -> JSON.treeToValue(json, Timeline.class));
	}

	/**
	 * The longest time without a success in the run behind a claim.
	 * @return milliseconds
	 */
	long longestGap(String claim) {
		JsonNode figures = this.claims.get(claim);
		return (figures != null) ? figures.path("load").path("longestGap").asLong(0) : 0;
	}

	/**
	 * What is inside others has both names, and what is in a list its number, from 1. A
	 * load also says how many requests failed, and how many were of users who were signed
	 * out.
	 */
	private static void add(StringBuilder lines, String name, JsonNode value) {
		value.properties()
			.stream()
			.filter((figure) -> figure.getKey().matches("\\w+"))
			.forEach((figure) -> add(lines,
					name + "-" + figure.getKey().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT),
					figure.getValue()));
		if (value.has("failures")) {
			long out = value.path("failures").path(Scoreboard.SIGNED_OUT).asLong(0);
			long failed = value.path("failures").valueStream().mapToLong(JsonNode::asLong).sum() - out;
			lines.append(":%1$s-failed: %2$d\n:%1$s-signed-out: %3$d\n".formatted(name, failed, out));
		}
		if (value.isArray()) {
			IntStream.range(0, value.size()).forEach((i) -> add(lines, name + "-" + (i + 1), value.get(i)));
		}
		if (value.isValueNode()) {
			lines.append(":%s: %s\n".formatted(name, value.asString()));
		}
		if (name.endsWith("millis")) {
			lines.append(":%s-seconds: %.1f\n".formatted(name.replaceFirst("-?millis$", ""), value.asDouble() / 1_000));
		}
	}

	private static String sourcesOf(StageFolder stage) {
		Fingerprint fingerprint = new Fingerprint();
		sources(stage).forEach(fingerprint::add);
		return fingerprint.value();
	}

	/**
	 * Everything that the measurement ran: a comment counts, the guide does not.
	 */
	private static List<Path> sources(StageFolder stage) {
		return Stream
			.concat(Stream.of("app/src/main", "infra/src/main", "infra/cdk.json", "tests/src")
				.map(stage.folder()::resolve), stage.shared("infra").stream().map((each) -> each.resolve("src/main")))
			.toList();
	}

	private static String checksumOf(Map<String, JsonNode> claims) {
		try {
			byte[] text = JSON.writeValueAsString(new TreeMap<>(claims)).getBytes(StandardCharsets.UTF_8);
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text)).substring(0, 16);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
