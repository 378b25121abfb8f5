package com.example.lab.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Maven of a checkout, which its wrapper brings. */
public final class Maven {

	private Maven() {
	}

	/**
	 * A command line that runs it.
	 * @param root the checkout
	 * @param arguments options and phases
	 * @return a new list
	 */
	public static List<String> command(Path root, String... arguments) {
		boolean windows = System.getProperty("os.name").startsWith("Windows");
		List<String> command = new ArrayList<>(
				windows ? List.of("cmd", "/c", root.resolve("mvnw.cmd").toString()) : List.of(root + "/mvnw"));
		command.addAll(List.of("-B", "-ntp"));
		command.addAll(List.of(arguments));
		return command;
	}

	/**
	 * A command line that only builds: checks of style belong to {@code verify}.
	 * @param root the checkout
	 * @param arguments options and phases
	 * @return a new list
	 */
	public static List<String> build(Path root, String... arguments) {
		List<String> command = command(root, "-q", "-Dmaven.test.skip", "-Dcheckstyle.skip", "-Denforcer.skip",
				"-Dspring-javaformat.validate.skip");
		command.addAll(List.of(arguments));
		return command;
	}

}
