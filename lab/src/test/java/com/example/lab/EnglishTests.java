package com.example.lab;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Refuses words that have a standard term, in comments and text of Java sources, in pages
 * and in {@code changes.yaml}. The words are in {@code english.txt}.
 */
class EnglishTests {

	private static final Path ROOT = Path.of("..");

	/** Beside the stages. */
	private static final List<String> CHECKED = List.of("lab/src", "lab/README.md", "docs/src/main", "docs/src/test",
			"docs/src/docs/asciidoc", "contract", "replication", "rotation", "test-kit", "README.md",
			"CONTRIBUTING.md");

	/** Not ours, or built. */
	private static final Pattern LEFT_OUT = Pattern.compile("(target|node_modules)(/|$)");

	private static final Pattern FILES = Pattern.compile(".*(\\.java|\\.md|\\.adoc|/changes\\.yaml)");

	/** The opening of a sentence that is not a question. */
	private static final Pattern OPENING = Pattern
		.compile("(?:\\A|[\\x00.!?|>]|\\R\\R)\\s*((?:Who|Whoever|Whom|Whose)\\s[^.!?|\\x00]*)(?![^.!?|\\x00]|\\?)");

	private static final Pattern JAVA = Pattern.compile("(?s)\"\"\".*?(?<!\\\\)\"\"\""
			+ "|\"[^\"\\\\\n]*+(?:\\\\.[^\"\\\\\n]*+)*+\"|'(?:\\\\.|[^'\\\\])[^'\n]*'|/\\*.*?\\*/|//[^\n]*");

	/** What pages show of code and output, and what they include. */
	private static final Pattern LISTINGS = Pattern
		.compile("(?ms)^(----|\\.\\.\\.\\.|\\+\\+\\+\\+)$.*?^\\1$|^(?::|include::)[^\\n]*$");

	private static final Pattern MARKS = Pattern
		.compile("(?m)/\\*\\*?|\\*/|//|\"|^[ \t]*(?:[-*]|\\d+\\.)(?= )|^[#=]+(?= )");

	private final Map<Pattern, String> words = new LinkedHashMap<>();

	/** Most files have none of the words: to search for all at once is faster. */
	private final Pattern anyWord;

	EnglishTests() throws IOException {
		for (String line : lines("english.txt")) {
			String[] word = line.split(" -> ");
			this.words.put(Pattern.compile("(?i)\\b(" + word[0].replace(" ", "\\s+") + ")\\b"), word[1]);
		}
		this.anyWord = Pattern
			.compile(this.words.keySet().stream().map(Pattern::pattern).collect(Collectors.joining("|")));
	}

	@Test
	void textUsesStandardTerms() throws IOException {
		List<String[]> exceptions = lines("english-exceptions.txt").stream()
			.map((line) -> line.split("\\s*\\|\\s*"))
			.toList();
		List<String[]> unused = new ArrayList<>(exceptions);
		List<String> found = new ArrayList<>();
		for (Path file : files()) {
			String name = name(file);
			findings(name, Files.readString(file)).forEach((finding) -> {
				if (exceptions.stream().noneMatch((each) -> name.equals(each[0]) && finding.contains(each[1]))) {
					found.add(finding);
				}
				unused.removeIf((each) -> name.equals(each[0]) && finding.contains(each[1]));
			});
		}
		assertThat(found).as("words with a standard term, after the arrow").isEmpty();
		assertThat(exceptions).hasSizeLessThanOrEqualTo(10)
			.allSatisfy((each) -> assertThat(each).as("file, text, reason").hasSize(3));
		assertThat(unused).extracting((each) -> each[0] + " | " + each[1]).as("exceptions without use").isEmpty();
	}

	@Test
	void findsWordsInCommentsAndText() throws IOException {
		assertThat(findings("Sample.java", String.join("\n", lines("english-sample.txt"))))
			.map((finding) -> finding.replaceAll(": .*", ""))
			.containsExactly("Sample.java:1", "Sample.java:2", "Sample.java:10", "Sample.java:6", "Sample.java:5",
					"Sample.java:5", "Sample.java:2");
	}

	@Test
	void codeAndAttributesOfAPageAreNoText() throws IOException {
		assertThat(findings("page.adoc", String.join("\n", lines("english-page.txt"))))
			.map((finding) -> finding.replaceAll(": .*", ""))
			.containsExactly("page.adoc:10", "page.adoc:2", "page.adoc:9");
	}

	private List<String> findings(String name, String source) {
		String text = name.endsWith(".java") ? withoutCode(source)
				: LISTINGS.matcher(source).replaceAll((listing) -> blank(listing.group(), '\0'));
		String read = MARKS.matcher(text)
			.replaceAll((mark) -> blank(mark.group(), continues(name, mark.group()) ? ' ' : '\0'));
		List<String> found = new ArrayList<>();
		if (this.anyWord.matcher(read).find()) {
			this.words.forEach((word, better) -> found.addAll(findings(name, read, word, better)));
		}
		found.addAll(findings(name, read, OPENING, "a question, or a sentence about users, clients or the part"));
		return found;
	}

	private static List<String> findings(String name, String text, Pattern word, String better) {
		return word.matcher(text)
			.results()
			.map((match) -> "%s:%d: %s -> %s".formatted(name,
					text.substring(0, match.start(1)).chars().filter((each) -> each == '\n').count() + 1,
					match.group(1).strip().replaceAll("\\s+", " "), better))
			.toList();
	}

	/** The star of a Javadoc line does not end a sentence; other marks do. */
	private static boolean continues(String name, String mark) {
		return name.endsWith(".java") && mark.strip().equals("*");
	}

	/** Code becomes zeros, so that no sentence continues across it. */
	private static String withoutCode(String source) {
		StringBuilder text = new StringBuilder();
		int end = 0;
		Matcher matcher = JAVA.matcher(source);
		for (MatchResult match : matcher.results().toList()) {
			text.append(blank(source.substring(end, match.start()), '\0')).append(match.group());
			end = match.end();
		}
		return text.append(blank(source.substring(end), '\0')).toString();
	}

	private static String blank(String text, char with) {
		StringBuilder blank = new StringBuilder().append(with);
		text.chars().filter((each) -> each == '\n').forEach((each) -> blank.append('\n'));
		return blank.toString();
	}

	private static List<Path> files() throws IOException {
		List<Path> files = new ArrayList<>();
		try (Stream<Path> folders = Files.list(ROOT)) {
			List<Path> stages = folders.filter((folder) -> name(folder).startsWith("stage-")).toList();
			for (Path folder : Stream.concat(CHECKED.stream().map(ROOT::resolve), stages.stream()).toList()) {
				Files.walkFileTree(folder, new SimpleFileVisitor<>() {

					@Override
					public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
						return LEFT_OUT.matcher(name(folder)).find() ? FileVisitResult.SKIP_SUBTREE
								: FileVisitResult.CONTINUE;
					}

					@Override
					public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
						if (FILES.matcher(name(file)).matches() && !LEFT_OUT.matcher(name(file)).find()) {
							files.add(file);
						}
						return FileVisitResult.CONTINUE;
					}

				});
			}
		}
		return files;
	}

	private static String name(Path file) {
		return ROOT.relativize(file).toString().replace('\\', '/');
	}

	private static List<String> lines(String resource) throws IOException {
		return Files.readAllLines(Path.of("src/test/resources/com/example/lab", resource))
			.stream()
			.filter((line) -> !line.startsWith("#"))
			.toList();
	}

}
