package com.example.postcards.infra;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that a server runs.
 *
 * @param unit the name of its systemd unit; a resource {@code UNIT.service} is the file
 * of the unit, and starts {@code /opt/postcards/UNIT.jar}
 * @param jar an existing file, which the deployment uploads as an asset
 * @param port where it listens
 */
record Application(String unit, Path jar, int port) {

	Application {
		if (!Files.isRegularFile(jar)) {
			throw new IllegalArgumentException("There is no release at " + jar
					+ ". Build the application first, or name another jar with -c release=...");
		}
	}

}
