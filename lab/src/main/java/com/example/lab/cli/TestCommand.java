package com.example.lab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import com.example.lab.stage.Maven;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.WorkshopException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code test}: runs a stage's tests. */
@Command(name = "test", mixinStandardHelpOptions = true,
		description = "Runs the tests of a stage (default: all of them, which takes minutes).")
final class TestCommand implements Callable<Integer> {

	@Mixin
	private StageArgument argument = new StageArgument();

	@Option(names = "--only", paramLabel = "MODULE",
			description = "Run only the tests of one module of the stage, such as app, infra or tests (default: all modules).")
	private @Nullable String only;

	@Option(names = "--test", paramLabel = "NAME",
			description = "Run only one test class, such as FaultTests, or one method of it: NAME#METHOD (default: all classes).")
	private @Nullable String test;

	@Option(names = "--changed",
			description = "Skip modules that have not changed since this command last passed all their tests (default: test them).")
	private boolean changed;

	@Override
	public Integer call() throws IOException, InterruptedException {
		StageFolder stage = this.argument.stage;
		List<String> modules = new ArrayList<>(modules(stage));
		Tested tested = new Tested(stage, modules);
		if (this.changed) {
			for (String module : List.copyOf(modules)) {
				if (tested.unchanged(module)) {
					modules.remove(module);
				}
			}
			if (modules.isEmpty()) {
				System.out.println("Nothing has changed since the tests of %s passed.".formatted(stage.name()));
				return 0;
			}
		}
		List<String> arguments = new ArrayList<>(List.of("-pl",
				modules.stream().map((module) -> stage.name() + "/" + module).collect(Collectors.joining(",")), "-am",
				"-Dskip.others=true", "-Dskip.stage%02d=false".formatted(stage.number()), "-Dcheckstyle.skip",
				"-Denforcer.skip", "-Dspring-javaformat.validate.skip"));
		if (this.test != null) {
			arguments.addAll(List.of("-Dtest=" + this.test, "-Dsurefire.failIfNoSpecifiedTests=false"));
		}
		arguments.add("verify");
		Path duration = stage.data().resolve("test-seconds-" + Integer.toHexString(arguments.hashCode()));
		System.out.println(waitingTime(stage, duration));
		long begin = System.nanoTime();
		Path root = stage.workshop().root();
		int code = new ProcessBuilder(Maven.command(root, arguments.toArray(String[]::new))).directory(root.toFile())
			.inheritIO()
			.start()
			.waitFor();
		long seconds = (System.nanoTime() - begin) / 1_000_000_000;
		if (code == 0) {
			Files.createDirectories(stage.data());
			Files.writeString(duration, Long.toString(seconds));
			for (String module : (this.test == null) ? modules : List.<String>of()) {
				tested.passed(module);
			}
			System.out.printf(Locale.ROOT, "The tests of %s passed in %s.%n", stage.name(), time(seconds));
		}
		return code;
	}

	private List<String> modules(StageFolder stage) {
		List<String> modules = stage.allModules();
		if (this.only == null) {
			return modules;
		}
		if (!modules.contains(this.only)) {
			throw new WorkshopException(
					"%s has no module %s. Modules: %s.".formatted(stage.name(), this.only, String.join(", ", modules)));
		}
		return List.of(this.only);
	}

	private static String waitingTime(StageFolder stage, Path duration) throws IOException {
		return Files.exists(duration)
				? "Testing %s. The last run took %s.".formatted(stage.name(),
						time(Long.parseLong(Files.readString(duration).strip())))
				: "Testing %s for the first time: all tests of a stage take up to 10 minutes, --only infra less than one."
					.formatted(stage.name());
	}

	private static String time(long seconds) {
		return (seconds < 60) ? seconds + " s" : "%d min %02d s".formatted(seconds / 60, seconds % 60);
	}

}
