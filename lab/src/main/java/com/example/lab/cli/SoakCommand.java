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

/** {@code soak}: a stage's faults again and again, each at a random moment. */
@Command(name = "soak", mixinStandardHelpOptions = true,
		description = { "Lets a stage suffer each of its faults again and again under load, at random moments.",
				"It takes a while: about 8 seconds a fault. Ctrl-C ends it and leaves nothing behind." })
final class SoakCommand implements Callable<Integer> {

	private static final String TEST = "SoakTests";

	@Mixin
	private StageArgument argument = new StageArgument();

	@Option(names = "--times", defaultValue = "100", paramLabel = "N",
			description = "How often each fault happens (default: ${DEFAULT-VALUE}).")
	private int times;

	@Override
	public Integer call() throws IOException, InterruptedException {
		if (this.times < 1) {
			throw new WorkshopException("A fault happens at least once: --times takes 1 or more.");
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
