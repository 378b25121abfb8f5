package com.example.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A task for readers, which is a patch: above the change it says the task, a hint, what
 * to run then, which lines that prints, and what they mean.
 *
 * @param name the name of its file, without the ending
 * @param task what to do
 * @param hint where to look
 * @param run the command that shows the result
 * @param expect text that the command prints, with single blanks
 * @param result what it means
 * @param patch the change itself
 */
public record Exercise(String name, String task, String hint, String run, List<String> expect, String result,
		String patch) {

	private static final String CHANGE = "diff --git ";

	/**
	 * The exercises of all stages.
	 * @param folder the patches
	 * @return in the order of their names
	 */
	public static List<Exercise> in(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.toString().endsWith(".patch"))
				.sorted()
				.map((file) -> parse(file.getFileName().toString().replace(".patch", ""), read(file)))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Exercise parse(String name, String text) {
		int change = text.indexOf(CHANGE);
		if (change < 0) {
			throw new IllegalArgumentException("%s.patch changes nothing".formatted(name));
		}
		String head = text.substring(0, change);
		return new Exercise(name, one(name, head, "Task"), one(name, head, "Hint"), one(name, head, "Run"),
				all(head, "Expect"), one(name, head, "Result"), text.substring(change));
	}

	private static String one(String name, String head, String field) {
		return all(head, field).stream()
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("%s.patch has no line %s:".formatted(name, field)));
	}

	private static List<String> all(String head, String field) {
		String start = field + ": ";
		return head.lines()
			.filter((line) -> line.startsWith(start))
			.map((line) -> line.substring(start.length()))
			.toList();
	}

	/**
	 * The task with its hint, its result and its solution, each folded.
	 * @return AsciiDoc
	 */
	String block() {
		return """
				[.exercise]
				--
				%s

				[source,shell,reason="a test applies the solution and runs it"]
				----
				%s
				----

				.Hint
				[%%collapsible]
				====
				%s
				====

				.Result
				[%%collapsible]
				====
				[source,text]
				----
				%s
				----

				%s
				====

				.Solution
				[%%collapsible]
				====
				[source,diff]
				----
				%s
				----
				====
				--
				""".formatted(this.task, this.run, this.hint, String.join("\n", this.expect), this.result, change());
	}

	/**
	 * The change without the names of files in the repository, which the hint has.
	 */
	private String change() {
		return this.patch.lines()
			.filter((line) -> !line.matches("(diff --git|index|---|\\+\\+\\+) .*"))
			.map((line) -> line.startsWith("@@") ? "..." : line)
			.reduce((one, other) -> one + "\n" + other)
			.orElse("");
	}

}
