package com.example.docs.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.example.lab.stage.Workshop;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** Each command, option, file, class and resource that a page names is there. */
class NamesTests {

	private static final Path ELSEWHERE = Path.of("src/docs/names-elsewhere.txt");

	private static Names names;

	private static Set<String> elsewhere = Set.of();

	@BeforeAll
	static void readSources() throws Exception {
		elsewhere = Files.readAllLines(ELSEWHERE)
			.stream()
			.filter((line) -> !line.startsWith("# "))
			.collect(Collectors.toCollection(TreeSet::new));
		names = new Names(Workshop.find().root(), new CommandLine(Class.forName("com.example.lab.cli.Main")),
				elsewhere);
	}

	@ParameterizedTest
	@MethodSource(Site.PAGES)
	void everyNameOnAPageIsKnown(String page) {
		if (!page.startsWith("diffs/")) {
			assertThat(names.unknown(Site.read(page))).as("%s; what is not ours belongs into docs/%s", page, ELSEWHERE)
				.isEmpty();
		}
	}

	@Test
	void everyNameFromElsewhereIsOnAPage() {
		Set<String> unused = new TreeSet<>(elsewhere);
		for (String page : Site.pages()) {
			unused.removeAll(Site.read(page)
				.select("main code")
				.eachText()
				.stream()
				.map((name) -> name.replace("\u200b", "").replace("…", "..."))
				.toList());
		}
		assertThat(unused).as("lines of docs/%s", ELSEWHERE).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "./workshop up 4 --port 8200", "--clock 10", "infra/.../LoadBalancer.java",
			"LoadBalancer.java", "Database/Instance", "multiAz(true)", "git rev-parse HEAD", "./workshop", "Drain" })
	void whatIsThereIsKnown(String name) {
		assertThat(unknown("<p><code>%s</code></p>".formatted(name))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "./workshop fly", "./workshop up 4 --fast", "--nowhere-to-be-found",
			"infra/.../NoSuchFile.java", "NoSuchClassAnywhereElse", "Database/NoSuchInstance" })
	void whatIsNotThereIsNamed(String name) throws IOException {
		// This file names them too, in a folder that is left out.
		assertThat(unknown("<p><code>%s</code></p>".formatted(name))).hasSize(1);
	}

	@Test
	void commandsInBlocksAreLookedUp() {
		assertThat(unknown("""
				<pre><code data-lang="shell">until ./workshop fly 4 | grep x; do ./workshop deploy 4 \\
				  --region us-east-1 --no-such; done</code></pre>""")).containsExactly("command fly",
				"option --no-such of deploy");
	}

	private static List<String> unknown(String page) {
		Document document = Jsoup.parse("<main>%s</main>".formatted(page));
		return Objects.requireNonNull(names).unknown(document);
	}

}
