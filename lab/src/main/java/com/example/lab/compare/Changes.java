package com.example.lab.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import com.example.lab.stage.WorkshopException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The differences between a stage and the one before it. The stage's {@code changes.yaml}
 * lists every file that differs with its reason, in the order of the lesson. An entry
 * that ends with a slash is a folder: its reason is that of all files below it that have
 * no entry of their own.
 */
public final class Changes {

	private static final String LIST = "changes.yaml";

	private static final Pattern HEADING = Pattern.compile("# -+ (.+?) -+");

	/** What the builds leave, and what is about a stage and not of it. */
	private static final Set<String> LEFT_OUT = Set.of("target", "node_modules", "README.adoc", LIST);

	private final StageFolder before;

	private final StageFolder stage;

	private final Set<String> differing;

	private final Map<String, String> reasons = new LinkedHashMap<>();

	private final Map<String, String> headings = new HashMap<>();

	/**
	 * Reads the list of a stage.
	 * @param before the stage before
	 * @param stage the stage
	 * @throws WorkshopException if the list cannot be read
	 */
	public Changes(StageFolder before, StageFolder stage) {
		this.before = before;
		this.stage = stage;
		this.differing = differing();
		Path list = stage.folder().resolve(LIST);
		try {
			List<String> lines = Files.readAllLines(list);
			Map<String, String> entries = entries(String.join("\n", lines));
			Map<String, String> headings = headings(lines);
			entries.forEach((entry, why) -> files(entry, entries.keySet()).forEach((file) -> {
				this.reasons.put(file, why);
				this.headings.put(file, headings.getOrDefault(entry, ""));
			}));
		}
		catch (IOException | RuntimeException ex) {
			throw new WorkshopException("Cannot read %s: %s".formatted(list, ex.getMessage()));
		}
	}

	/**
	 * The list of the stage that a folder is in.
	 * @param folder the stage's folder, or one below it
	 * @return its changes against the stage before
	 */
	public static Changes around(Path folder) {
		StageFolder stage = Workshop.find().around(folder);
		return new Changes(stage.before(), stage);
	}

	/**
	 * The listed changes.
	 * @return in the order of the list
	 */
	public List<Change> list() {
		return this.reasons.entrySet()
			.stream()
			.map((entry) -> new Change(this.headings.getOrDefault(entry.getKey(), ""), entry.getKey(),
					this.before.folder().resolve(entry.getKey()), this.stage.folder().resolve(entry.getKey()),
					entry.getValue()))
			.toList();
	}

	/**
	 * What is wrong with the list.
	 * @return a line for each file that differs and is not listed, is listed and does not
	 * differ, or has no reason
	 */
	public List<String> faults() {
		List<String> faults = new ArrayList<>();
		this.differing.stream()
			.filter((file) -> !this.reasons.containsKey(file))
			.forEach((file) -> faults
				.add("%s differs from %s and is not in %s".formatted(file, this.before.name(), LIST)));
		this.reasons.forEach((file, why) -> {
			if (!this.differing.contains(file)) {
				faults.add("%s is in %s and does not differ".formatted(file, LIST));
			}
			if (why.isBlank()) {
				faults.add("%s has no reason in %s".formatted(file, LIST));
			}
		});
		return faults;
	}

	/**
	 * The files that an entry is about; the entry itself if it is a folder without any.
	 */
	private List<String> files(String entry, Set<String> entries) {
		List<String> below = this.differing.stream()
			.filter((file) -> entry.endsWith("/") && file.startsWith(entry) && !entries.contains(file))
			.toList();
		return below.isEmpty() ? List.of(entry) : below;
	}

	private Set<String> differing() {
		Set<String> files = new TreeSet<>(files(this.before.folder()));
		files.addAll(files(this.stage.folder()));
		files.removeIf((file) -> same(this.before.folder().resolve(file), this.stage.folder().resolve(file)));
		return files;
	}

	private static boolean same(Path one, Path other) {
		try {
			return Files.exists(one) && Files.exists(other) && Files.mismatch(one, other) == -1;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> files(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile)
				.map(folder::relativize)
				.filter((file) -> Stream.iterate(file, (path) -> path != null, Path::getParent)
					.noneMatch((path) -> LEFT_OUT.contains(path.getFileName().toString())))
				.map((file) -> file.toString().replace('\\', '/'))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, String> entries(String list) {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		Map<String, String> entries = new LinkedHashMap<>();
		Map<String, Object> loaded = new Yaml(options).load(list);
		loaded.forEach((entry, why) -> entries.put(entry, (why != null) ? why.toString() : ""));
		return entries;
	}

	/**
	 * The headings are comments, which YAML does not keep.
	 */
	private static Map<String, String> headings(List<String> lines) {
		Map<String, String> headings = new HashMap<>();
		String heading = "";
		for (String line : lines) {
			Matcher title = HEADING.matcher(line);
			if (title.matches()) {
				heading = title.group(1);
			}
			else if (!line.startsWith("#") && line.contains(":")) {
				headings.put(line.substring(0, line.indexOf(':')), heading);
			}
		}
		return headings;
	}

}
