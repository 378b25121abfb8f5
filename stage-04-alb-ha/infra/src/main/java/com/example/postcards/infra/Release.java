package com.example.postcards.infra;

import java.nio.file.Files;
import java.nio.file.Path;

import software.constructs.Construct;

/**
 * The jar of the application, which the deployment uploads as an asset.
 *
 * @param jar an existing file
 */
record Release(Path jar) {

	/**
	 * The jar that the context value {@code release} names, seen from the folder of
	 * {@code cdk.json}; without it, what the build of the application leaves.
	 */
	static Release of(Construct scope) {
		Object given = scope.getNode().tryGetContext("release");
		Path jar = Path.of((given != null) ? given.toString() : "../app/target/postcards.jar")
			.toAbsolutePath()
			.normalize();
		if (!Files.isRegularFile(jar)) {
			throw new IllegalArgumentException("There is no release at " + jar
					+ ". Build the application first, or name another jar with -c release=...");
		}
		return new Release(jar);
	}

}
