package com.example.lab.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import com.example.lab.stage.StageFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code test}: a stage's tests. */
@Command(name = "test", mixinStandardHelpOptions = true, description = "Runs all tests of a stage.")
final class TestCommand implements Callable<Integer> {

	@Mixin
	private StageArgument argument = new StageArgument();

	@Override
	public Integer call() throws IOException, InterruptedException {
		StageFolder stage = this.argument.stage;
		boolean windows = System.getProperty("os.name").startsWith("Windows");
		String modules = String.join(",", stage.name() + "/app", stage.name() + "/infra", stage.name() + "/tests");
		String wrapper = stage.workshop().root().resolve(windows ? "mvnw.cmd" : "mvnw").toString();
		return new ProcessBuilder(List.of(wrapper, "-B", "-ntp", "-pl", modules, "-am", "verify"))
			.directory(stage.workshop().root().toFile())
			.inheritIO()
			.start()
			.waitFor();
	}

}
