package com.example.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Owns a folder and a process with a child, says so, and waits for its own end. */
final class Owner {

	private Owner() {
	}

	public static void main(String[] args) throws IOException {
		Path folder = Path.of(args[0]);
		Processes processes = new Processes(folder.resolve("logs"));
		Path owned = processes.own(folder.resolve("owned"));
		Files.writeString(Files.createDirectories(owned.resolve("inside")).resolve("file"), "text");
		// The parent and the child write on until they are killed.
		OwnedProcess process = processes.start("stubborn", List.of("sh", "-c", """
				trap '' INT TERM HUP
				sh -c 'echo $$ >owned/child; while true; do date >>owned/inside/file; done' &
				wait; wait; wait
				"""), Map.of(), folder);
		System.out.println(process.pid());
		System.in.read();
	}

}
