package com.example.lab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import com.example.lab.stage.Maven;
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
		String modules = String.join(",", stage.name() + "/app", stage.name() + "/infra", stage.name() + "/tests");
		Path root = stage.workshop().root();
		return new ProcessBuilder(Maven.command(root, "-pl", modules, "-am", "verify")).directory(root.toFile())
			.inheritIO()
			.start()
			.waitFor();
	}

}
