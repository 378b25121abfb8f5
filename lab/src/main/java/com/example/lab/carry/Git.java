package com.example.lab.carry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.example.lab.stage.WorkshopException;

/** The program git, in the checkout. Content is text of bytes, so that none is lost. */
final class Git {

	private final Path root;

	Git(Path root) {
		this.root = root;
	}

	/**
	 * The files below a folder that differ from a commit, those that git does not know
	 * yet as well.
	 * @return by path from the checkout, whether the commit has the file
	 */
	Map<String, Boolean> changed(String commit, String folder) {
		Map<String, Boolean> changed = new LinkedHashMap<>();
		String[] fields = run("diff", "--name-status", "--no-renames", "--relative", "-z", commit, "--", folder)
			.split("\0");
		for (int i = 0; i + 1 < fields.length; i += 2) {
			changed.put(utf8(fields[i + 1]), !fields[i].equals("A"));
		}
		for (String file : run("ls-files", "--others", "--exclude-standard", "-z", "--", folder).split("\0")) {
			if (!file.isEmpty()) {
				changed.putIfAbsent(utf8(file), false);
			}
		}
		return changed;
	}

	String content(String commit, String file) {
		return run("show", commit + ":./" + file);
	}

	private String run(String... arguments) {
		List<String> command = new ArrayList<>(List.of("git", "-C", this.root.toString()));
		command.addAll(List.of(arguments));
		Result result = run(command);
		if (result.exitCode() != 0) {
			throw new WorkshopException(
					"carry compares with what git has, and git refused: %s".formatted(result.error().strip()));
		}
		return result.output();
	}

	/**
	 * Runs any command of git.
	 * @throws WorkshopException if there is no git
	 */
	static Result run(List<String> command) {
		Process process;
		try {
			process = new ProcessBuilder(command).start();
		}
		catch (IOException ex) {
			throw new WorkshopException("carry needs git, which is not on the path. Install it, then try again.");
		}
		try (InputStream output = process.getInputStream(); InputStream error = process.getErrorStream()) {
			process.getOutputStream().close();
			String text = new String(output.readAllBytes(), StandardCharsets.ISO_8859_1);
			String words = new String(error.readAllBytes(), StandardCharsets.UTF_8);
			return new Result(process.waitFor(), text, words);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new WorkshopException("Interrupted while git was running.");
		}
	}

	private static String utf8(String name) {
		return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
	}

	/**
	 * What a command of git said.
	 *
	 * @param exitCode 0 if all went well
	 * @param output its bytes as text
	 * @param error for people
	 */
	record Result(int exitCode, String output, String error) {

	}

}
