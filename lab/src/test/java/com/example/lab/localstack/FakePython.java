package com.example.lab.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A shell script that answers as Python does to what an installation asks. */
final class FakePython {

	private FakePython() {
	}

	/** One that says of itself what Python 3 would. */
	static Path answering(Path folder, String name, String... lines) throws IOException {
		return script(folder.resolve(name), "printf '%s\\n' " + String.join(" ", lines));
	}

	/**
	 * One that makes an environment with itself in it, and does what is given when pip is
	 * called.
	 */
	static Python installing(Path folder, String pip) throws IOException {
		Path program = script(folder.resolve("fake-python"), """
				echo "$*" >> "%s"
				case "$*" in
				  *"-m venv "*) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
				  *"-m pip "*) %s ;;
				  *"-I -c import"*) test ! -e "$(dirname "$0")/damaged" ;;
				  *) for prepared in "$@"; do :; done; mkdir -p "$prepared" && touch "$prepared/server.pem" ;;
				esac
				""".formatted(calls(folder), pip));
		return new Python(program, "a fake");
	}

	/** What it was called with, a line each. */
	static Path calls(Path folder) {
		return folder.resolve("calls.txt");
	}

	private static Path script(Path file, String body) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, "#!/bin/sh\n" + body);
		return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

}
