package com.example.lab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import com.example.lab.stage.Maven;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.WorkshopException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code soak}: repeats what would break a stage in rare moments only. */
@Command(name = "soak", mixinStandardHelpOptions = true,
		description = { "Repeats the tests of a stage that find rare moments: stage 4 injects each fault under load.",
				"Each fault takes about 8 seconds. Ctrl-C ends the run and stops everything that it started." })
final class SoakCommand implements Callable<Integer> {

	private static final String TEST = "SoakTests";

	@Mixin
	private StageArgument argument = new StageArgument();

	@Option(names = "--times", defaultValue = "100", paramLabel = "N",
			description = "Number of times (default: ${DEFAULT-VALUE}).")
	private int times;

	@Override
	public Integer call() throws IOException, InterruptedException {
		if (this.times < 1) {
			throw new WorkshopException("--times must be 1 or more. Nothing was tested.");
		}
		StageFolder stage = this.argument.stage;
		if (!hasTest(stage)) {
			throw new WorkshopException("%s has no %s. Its faults are in ./workshop test %d.".formatted(stage.name(),
					TEST, stage.number()));
		}
		Path root = stage.workshop().root();
		return new ProcessBuilder(Maven.command(root, "-pl", stage.name() + "/tests", "-am", "test", "-Dtest=" + TEST,
				"-Dsurefire.failIfNoSpecifiedTests=false", "-Dsoak.times=" + this.times))
			.directory(root.toFile())
			.inheritIO()
			.start()
			.waitFor();
	}

	private static boolean hasTest(StageFolder stage) throws IOException {
		Path tests = stage.folder().resolve("tests/src/test/java");
		if (!Files.isDirectory(tests)) {
			return false;
		}
		try (Stream<Path> files = Files.walk(tests)) {
			return files.anyMatch((file) -> file.endsWith(TEST + ".java"));
		}
	}

}
