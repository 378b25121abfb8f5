package com.example.lab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.example.lab.stage.Fingerprint;
import com.example.lab.stage.StageFolder;

/**
 * Which modules of a stage have passed their tests unchanged, for {@code test --changed}.
 * Maven itself always tests everything.
 */
final class Tested {

	private final StageFolder stage;

	private final Map<String, String> inputs = new TreeMap<>();

	/**
	 * Records the inputs of the tests of some modules.
	 * @param modules of the stage
	 */
	Tested(StageFolder stage, List<String> modules) {
		this.stage = stage;
		modules.forEach((module) -> this.inputs.put(module, inputs(module)));
	}

	boolean unchanged(String module) throws IOException {
		Path mark = mark(module);
		return Files.exists(mark) && Files.readString(mark).equals(this.inputs.get(module));
	}

	/** Records that all tests of a module have passed. */
	void passed(String module) throws IOException {
		Files.createDirectories(this.stage.data());
		Files.writeString(mark(module), this.inputs.getOrDefault(module, ""));
	}

	private Path mark(String module) {
		return this.stage.data().resolve("tested-" + module);
	}

	/**
	 * The inputs of a module are its sources and the shared modules that it uses; those
	 * of the stage's tests are all modules, the stage before and the lab.
	 */
	private String inputs(String module) {
		Path root = this.stage.workshop().root();
		Fingerprint fingerprint = new Fingerprint().add(root.resolve("pom.xml"))
			.add(this.stage.folder().resolve("pom.xml"));
		add(fingerprint, this.stage, module);
		if (!module.equals("tests")) {
			return fingerprint.value();
		}
		this.stage.workshop()
			.stages()
			.stream()
			.filter((each) -> each.number() == this.stage.number() || each.number() == this.stage.number() - 1)
			.forEach((each) -> {
				each.modules().forEach((part) -> add(fingerprint, each, part));
				add(fingerprint, each, "move");
			});
		fingerprint.add(this.stage.folder().resolve("budget.yaml")).add(this.stage.folder().resolve("changes.yaml"));
		return add(fingerprint, root.resolve("lab")).value();
	}

	private static void add(Fingerprint fingerprint, StageFolder stage, String module) {
		stage.shared(module).forEach((each) -> add(fingerprint, each));
		add(fingerprint, stage.folder().resolve(module));
	}

	private static Fingerprint add(Fingerprint fingerprint, Path module) {
		return fingerprint.add(module.resolve("pom.xml")).add(module.resolve("cdk.json")).add(module.resolve("src"));
	}

}
