package com.example.lab.box;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.example.lab.process.Folders;

/** The disk of a box: a folder that stands for its root directory. */
final class Disk {

	/** Below a folder that every Linux has, so that the path of an address is none. */
	private static final Pattern ABSOLUTE_PATH = Pattern
		.compile("(?<=^|[=,:])/(etc|home|opt|root|run|srv|tmp|usr|var)(/[A-Za-z0-9._/-]*)?(?=$|[,:&])");

	private final Path root;

	Disk(Path root) {
		this.root = root;
	}

	Path root() {
		return this.root;
	}

	/**
	 * Where a file of the box is on this computer.
	 */
	Path at(String absolutePath) {
		if (!absolutePath.startsWith("/")) {
			throw new IllegalArgumentException("Not an absolute path: " + absolutePath);
		}
		Path path = this.root.resolve(absolutePath.substring(1)).normalize();
		if (!path.startsWith(this.root)) {
			throw new IllegalArgumentException("The path leaves the box's disk: " + absolutePath);
		}
		return path;
	}

	/**
	 * Replaces the absolute paths in a word of a command line or in a variable's value,
	 * where they begin it or follow an equals sign, a comma or a colon.
	 */
	String localise(String text) {
		return ABSOLUTE_PATH.matcher(text)
			.replaceAll((match) -> Matcher.quoteReplacement(at(match.group()).toString()));
	}

	boolean lost() {
		return !Files.exists(this.root);
	}

	void lose() {
		Folders.delete(this.root);
	}

	void copyTo(Path snapshot) {
		Folders.copy(this.root, snapshot);
	}

	void restoreFrom(Path snapshot) {
		lose();
		Folders.copy(snapshot, this.root);
	}

}
