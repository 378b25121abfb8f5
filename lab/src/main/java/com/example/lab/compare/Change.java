package com.example.lab.compare;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One file that differs between two neighbouring stages.
 *
 * @param heading what it stands under in the list; empty if under none
 * @param file its path below the stage's folder
 * @param before the file of the stage before, which need not exist
 * @param after the file of the stage, which need not exist
 * @param why the reason, in a line
 */
public record Change(String heading, String file, Path before, Path after, String why) {

	/**
	 * What happened to it.
	 * @return new, gone or changed
	 */
	public String kind() {
		if (!Files.exists(this.before)) {
			return "new";
		}
		return Files.exists(this.after) ? "changed" : "gone";
	}

	/**
	 * What it is a part of.
	 * @return never the template
	 */
	public Part part() {
		return Part.of(this.file, this.heading);
	}

}
