package com.example.lab.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java that runs the lab, for the processes that the lab starts. */
public final class JavaCommand {

	/** Path of the {@code java} program. */
	public static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private JavaCommand() {
	}

	/**
	 * Another program of the same JDK.
	 * @param name such as {@code jcmd}
	 * @return its path
	 */
	public static String tool(String name) {
		return Path.of(JAVA).resolveSibling(name).toString();
	}

	/**
	 * A command line that runs Java without its file of performance counters, which a
	 * kill would leave in the system's temporary folder.
	 * @param arguments options, main class, arguments
	 * @return a new list
	 */
	public static List<String> of(String... arguments) {
		List<String> command = new ArrayList<>(List.of(JAVA, "-XX:-UsePerfData"));
		command.addAll(List.of(arguments));
		return command;
	}

}
