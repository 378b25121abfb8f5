package com.example.docs;

import java.io.IOException;
import java.nio.file.Path;

import com.example.lab.assembly.Assembly;
import com.example.lab.process.Processes;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Synthesis;
import com.example.lab.stage.Workshop;

/** Writes what the pages include and no person writes, before they are rendered. */
public final class Generator {

	private Generator() {
	}

	/**
	 * Writes everything.
	 * @param args not used
	 * @throws IOException if a file cannot be written
	 */
	public static void main(String[] args) throws IOException {
		Workshop workshop = Workshop.find();
		Path generated = workshop.root().resolve("docs/target/generated");
		try (Processes processes = new Processes(workshop.root().resolve("docs/target/logs"))) {
			for (StageFolder stage : workshop.stages()) {
				Assembly assembly = new Synthesis(stage, processes).run();
			}
		}
	}

}
