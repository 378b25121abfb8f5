package com.example.lab.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Java that runs the lab, for the processes that the lab starts. */
public final class JavaCommand {

	/** Path of the {@code java} program. */
	public static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	/** In bytes: the JVM says nothing when it leaves out a damaged archive. */
	private static final long SMALLEST_ARCHIVE = 1 << 20;

	private JavaCommand() {
	}

	/**
	 * Whether a class-data archive is there, and no remains of one.
	 * @param archive the file
	 * @return true if it may be used
	 */
	public static boolean isArchive(Path archive) {
		return archive.toFile().length() >= SMALLEST_ARCHIVE;
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
