package com.example.docs.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What pages name in code: a command and its options, a file, and anything else that
 * occurs in the sources. Three dots stand for any text.
 */
final class Names {

	private static final Set<String> FOLDERS_LEFT_OUT = Set.of("target", "node_modules", "docs", "images");

	private static final Pattern COMMAND = Pattern.compile("(?:\\./workshop|workshop\\.cmd)((?: +[^ |&;)`'\"]+)*)");

	private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");

	/** Programs of other people begin so. */
	private static final Pattern OTHER_PROGRAM = Pattern
		.compile("(sudo|git|aws|java|\\./mvnw|pip|npm|docker|systemctl|dnf|curl|psql|ssh|brew|apt) .*");

	private final CommandLine workshop;

	private final Set<String> elsewhere;

	private final List<String> files = new ArrayList<>();

	private final StringBuilder sources = new StringBuilder();

	/**
	 * Reads the sources.
	 * @param root the checkout
	 * @param workshop the command line
	 * @param elsewhere names that are not ours, such as those of a log on a server
	 */
	Names(Path root, CommandLine workshop, Set<String> elsewhere) throws IOException {
		this.workshop = workshop;
		this.elsewhere = elsewhere;
		Files.walkFileTree(root, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
				String name = String.valueOf(folder.getFileName());
				boolean left = !folder.equals(root)
						&& (FOLDERS_LEFT_OUT.contains(name) || name.startsWith(".") && !name.equals(".github"));
				return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Names.this.files.add(root.relativize(file).toString().replace('\\', '/'));
				if (!file.toString().endsWith(".md")) {
					// Every byte is a character of this set, those of pictures as well.
					Names.this.sources
						.append(Files.readString(file, StandardCharsets.ISO_8859_1).replaceAll("\\s+", " "));
				}
				return FileVisitResult.CONTINUE;
			}

		});
	}

	/**
	 * The names on a page that nothing has.
	 */
	List<String> unknown(Document page) {
		List<String> unknown = new ArrayList<>();
		page.select("main code[data-lang=shell]")
			.forEach((block) -> block.wholeText()
				.replace("\\\n", " ")
				.lines()
				.forEach((line) -> commands(line, unknown)));
		page.select("main code:not(pre code)")
			.stream()
			.map(Element::text)
			.map((name) -> name.replace("\u200b", "").replace("…", "...").replace('\u00a0', ' ').strip())
			.filter((name) -> !name.isEmpty() && !this.elsewhere.contains(name))
			.forEach((name) -> check(name, unknown));
		return unknown.stream().distinct().toList();
	}

	private void check(String name, List<String> unknown) {
		if (COMMAND.matcher(name).lookingAt()) {
			commands(name, unknown);
		}
		else if (OPTION.matcher(name).lookingAt()) {
			Matcher option = OPTION.matcher(name);
			if (option.lookingAt() && commands().noneMatch((command) -> has(command, option.group()))
					&& !occurs(name)) {
				unknown.add("option " + name);
			}
		}
		else if (!OTHER_PROGRAM.matcher(name).matches() && !isFile(name) && !occurs(name)) {
			unknown.add(name);
		}
	}

	private void commands(String line, List<String> unknown) {
		COMMAND.matcher(line).results().map((match) -> match.group(1).strip()).forEach((words) -> {
			if (!words.isEmpty() && !words.startsWith("-")) {
				command(words.split(" +"), unknown);
			}
		});
	}

	private void command(String[] words, List<String> unknown) {
		CommandLine command = this.workshop.getSubcommands().get(words[0]);
		if (command == null) {
			unknown.add("command " + words[0]);
			return;
		}
		Stream.of(words)
			.filter((word) -> word.startsWith("--"))
			.map((word) -> word.replaceFirst("=.*", ""))
			.filter((option) -> !has(command, option) && !(takesOthers(command) && occurs(option)))
			.forEach((option) -> unknown.add("option %s of %s".formatted(option, words[0])));
	}

	private Stream<CommandLine> commands() {
		return Stream.concat(Stream.of(this.workshop), this.workshop.getSubcommands().values().stream());
	}

	private static boolean has(CommandLine command, String option) {
		return command.getCommandSpec()
			.options()
			.stream()
			.map(OptionSpec::names)
			.anyMatch((names) -> List.of(names).contains(option));
	}

	/** Whether it hands options on to a program of the stage. */
	private static boolean takesOthers(CommandLine command) {
		return command.getCommandSpec().parser().unmatchedOptionsArePositionalParams()
				|| command.isUnmatchedArgumentsAllowed();
	}

	private boolean isFile(String name) {
		Pattern file = Pattern.compile("(.*/)?"
				+ String.join(".*", Stream.of(name.split("\\.\\.\\.", -1)).map(Pattern::quote).toList()) + "(/.*)?");
		return this.files.stream().anyMatch((each) -> file.matcher(each).matches());
	}

	private boolean occurs(String name) {
		return Stream.of(name.split("\\.\\.\\."))
			.map(String::strip)
			.allMatch((part) -> this.sources.indexOf(part) >= 0);
	}

}
