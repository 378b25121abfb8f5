package com.example.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The layers of {@code lab/README.md}: each uses those below it. */
class HouseTests {

	private static final Path SOURCES = Path.of("src/main/java/com/example/lab");

	private static final Pattern IMPORT = Pattern.compile("\\bcom\\.example\\.lab\\.((?:aws\\.)?[a-z0-9]+)\\.[A-Z]");

	private static final Set<String> TOOLS = Set.of("carry", "cli", "compare", "cost", "deploy", "junit", "launch",
			"load");

	private static final Set<String> ENGINE = Set.of("assembly", "box", "event", "localstack", "metric", "network",
			"npm", "postgres", "process", "stage", "standin", "tls");

	@Test
	void eachLayerUsesThoseBelowIt() throws IOException {
		assertThat(uses()).allSatisfy((user, used) -> assertThat(used).as(user)
			.allSatisfy((each) -> assertThat(floor(each)).as(each).isLessThanOrEqualTo(floor(user))));
	}

	@Test
	void packagesUseEachOtherOneWay() throws IOException {
		Map<String, Set<String>> uses = uses();
		for (String start : uses.keySet()) {
			Set<String> reached = new HashSet<>();
			reach(start, uses, reached);
			assertThat(reached).as("what %s uses, and what that uses", start).doesNotContain(start);
		}
	}

	/** A user's language may write digits that no program reads. */
	@Test
	void eachProgramIgnoresTheUsersLanguage() throws IOException {
		try (Stream<Path> files = Files.walk(SOURCES)) {
			for (Path file : files.filter((each) -> each.toString().endsWith(".java")).toList()) {
				String source = Files.readString(file);
				if (source.contains("static void main(String")) {
					assertThat(source).as(file.toString()).contains("Locale.setDefault(Locale.ROOT);");
				}
			}
		}
	}

	@Test
	void thePageNamesEachPackage() throws IOException {
		String page = Files.readString(Path.of("README.md"));
		assertThat(uses().keySet())
			.allSatisfy((name) -> assertThat(page).contains("`%s`".formatted(name.replaceFirst("^aws\\.", ""))));
		assertThat(page.split("\\s+")).hasSizeLessThanOrEqualTo(2_000);
	}

	private static int floor(String name) {
		if (ENGINE.contains(name)) {
			return 0;
		}
		if (name.startsWith("aws.")) {
			return 1;
		}
		if (name.equals("cloud")) {
			return 2;
		}
		assertThat(TOOLS).as("the packages of lab/README.md").contains(name);
		return 3;
	}

	private static void reach(String from, Map<String, Set<String>> uses, Set<String> reached) {
		for (String next : uses.getOrDefault(from, Set.of())) {
			if (reached.add(next)) {
				reach(next, uses, reached);
			}
		}
	}

	private static Map<String, Set<String>> uses() throws IOException {
		Map<String, Set<String>> uses = new TreeMap<>();
		try (Stream<Path> files = Files.walk(SOURCES)) {
			for (Path file : files.filter((each) -> each.toString().endsWith(".java")).toList()) {
				String name = SOURCES.relativize(file.getParent()).toString().replace('\\', '/').replace('/', '.');
				Set<String> used = uses.computeIfAbsent(name, (unused) -> new TreeSet<>());
				List<String> found = IMPORT.matcher(Files.readString(file)).results().map(HouseTests::name).toList();
				found.stream().filter((each) -> !each.equals(name)).forEach(used::add);
			}
		}
		return uses;
	}

	private static String name(MatchResult result) {
		return result.group(1);
	}

}
