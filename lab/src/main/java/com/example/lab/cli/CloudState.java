package com.example.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

import com.example.lab.process.Folders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the background process of a stage is found.
 *
 * @param pid its process id
 * @param started when it started, in milliseconds since 1970, because ids are used again
 * @param port of its control server on 127.0.0.1; 0 while it comes up
 * @param token required by the control server
 */
record CloudState(long pid, long started, int port, String token) {

	private static final String FILE = "cloud.json";

	static CloudState ofThisProcess() {
		byte[] token = new byte[16];
		new SecureRandom().nextBytes(token);
		ProcessHandle self = ProcessHandle.current();
		return new CloudState(self.pid(), startOf(self), 0, HexFormat.of().formatHex(token));
	}

	CloudState withPort(int newPort) {
		return new CloudState(this.pid, this.started, newPort, this.token);
	}

	void write(Path data) {
		try {
			// Made by createTempFile, so that only the user can read the token.
			Path file = Files.createTempFile(data, "cloud", null);
			Files.writeString(file, JsonMapper.shared().writeValueAsString(this));
			Files.move(file, data.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write into " + data, ex);
		}
	}

	/**
	 * The state of a background process that runs now.
	 * @param data the stage's folder in {@code .workshop}
	 * @return empty when none runs; a file that is left over or damaged is ignored
	 */
	static Optional<CloudState> running(Path data) {
		try {
			CloudState state = JsonMapper.shared().readValue(Files.readString(data.resolve(FILE)), CloudState.class);
			return Optional.ofNullable(state).filter((found) -> found.process().isPresent());
		}
		catch (IOException | JacksonException ex) {
			return Optional.empty();
		}
	}

	static void delete(Path data) {
		Folders.delete(data.resolve(FILE));
	}

	Optional<ProcessHandle> process() {
		return ProcessHandle.of(this.pid)
			.filter((handle) -> handle.isAlive() && Math.abs(startOf(handle) - this.started) < 2_000);
	}

	private static long startOf(ProcessHandle handle) {
		return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
	}

}
