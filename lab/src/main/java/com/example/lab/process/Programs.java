package com.example.lab.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Programs of this computer. */
public final class Programs {

	private Programs() {
	}

	/**
	 * Whether a program is on the path.
	 * @param name its name, without the {@code .exe} of Windows
	 * @return true if it can be run
	 */
	public static boolean onPath(String name) {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.filter((folder) -> !folder.isBlank())
			.flatMap((folder) -> Stream.of(Path.of(folder, name), Path.of(folder, name + ".exe")))
			.anyMatch((file) -> Files.isRegularFile(file) && Files.isExecutable(file));
	}

}
