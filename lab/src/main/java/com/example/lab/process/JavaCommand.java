package com.example.lab.process;

import java.nio.file.Path;

/** The Java that runs the lab, for the processes that the lab starts. */
public final class JavaCommand {

	/** Path of the {@code java} program. */
	public static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private JavaCommand() {
	}

}
