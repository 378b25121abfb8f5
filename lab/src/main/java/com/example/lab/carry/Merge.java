package com.example.lab.carry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.example.lab.process.Folders;
import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;

/**
 * A three-way merge of one text.
 *
 * @param text the result; without meaning if there are conflicts
 * @param conflicts the lines of our side that are in conflict, such as {@code lines
 * 3-5}
 */
record Merge(String text, List<String> conflicts) {

	private static final String OPEN = "<<<<<<< ours";

	private static final String MIDDLE = "=======";

	/**
	 * Merges.
	 * @param base what both sides come from
	 * @param ours the side that is changed, whose ends of lines the result has
	 * @param theirs the side that the change comes from
	 */
	static Merge of(String base, String ours, String theirs) {
		Path folder = temporaryFolder();
		try {
			List<String> command = new ArrayList<>(
					List.of("git", "merge-file", "-p", "-q", "-L", "ours", "-L", "base", "-L", "theirs"));
			for (String side : List.of(ours, base, theirs)) {
				Path file = folder.resolve(Integer.toString(command.size()));
				Files.writeString(file, side.replace("\r\n", "\n"), StandardCharsets.ISO_8859_1);
				command.add(file.toString());
			}
			Git.Result result = Git.run(command);
			if (result.exitCode() > 127) {
				throw new IllegalStateException("git merge-file failed: " + result.error());
			}
			String text = ours.contains("\r\n") ? result.output().replace("\n", "\r\n") : result.output();
			return new Merge(text, (result.exitCode() == 0) ? List.of() : conflicts(ours, result.output()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			Folders.delete(folder);
		}
	}

	/**
	 * All our lines are in the output: those of a conflict follow its mark.
	 */
	private static List<String> conflicts(String ours, String output) {
		List<String> merged = output.lines().toList();
		int[] ourLine = new int[merged.size() + 1];
		int line = 1;
		int from = 0;
		for (AbstractDelta<String> delta : DiffUtils.diff(ours.lines().toList(), merged, true).getDeltas()) {
			for (int i = 0; i < delta.getTarget().size(); i++) {
				ourLine[from++] = line + Math.min(i, delta.getSource().size());
			}
			line += delta.getSource().size();
		}
		List<String> conflicts = new ArrayList<>();
		for (int i = 0; i < merged.size(); i++) {
			if (merged.get(i).equals(OPEN)) {
				int lines = merged.subList(i + 1, merged.size()).indexOf(MIDDLE);
				int first = ourLine[i + 1];
				conflicts.add((lines > 1) ? "lines %d-%d".formatted(first, first + lines - 1) : "line " + first);
			}
		}
		return conflicts;
	}

	private static Path temporaryFolder() {
		try {
			return Files.createTempDirectory("carry");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
