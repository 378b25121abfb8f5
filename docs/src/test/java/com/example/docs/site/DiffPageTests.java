package com.example.docs.site;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.example.contract.browser.Browser;
import com.example.docs.diff.DiffPages;
import com.example.lab.cli.SiteServer;
import com.example.lab.compare.Change;
import com.example.lab.compare.Changes;
import com.example.lab.process.Folders;
import com.example.lab.process.Processes;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Synthesis;
import com.example.lab.stage.Workshop;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Pages of differences, those of stages that the site does not show yet as well. */
class DiffPageTests {

	private static final Path FOLDER = Path.of("target", "diff-pages").toAbsolutePath();

	/** Room for the shell, the style and the script within what a page may weigh. */
	private static final int MOST = 175_000;

	@BeforeAll
	static void build() throws IOException {
		Folders.delete(FOLDER);
		List<StageFolder> stages = Workshop.find().stages();
		try (Processes processes = new Processes(Path.of("target", "logs"))) {
			for (int i = 1; i < stages.size(); i++) {
				new DiffPages(stages.get(i - 1), new Synthesis(stages.get(i - 1), processes).run(), stages.get(i),
						new Synthesis(stages.get(i), processes).run())
					.write(FOLDER);
			}
		}
		Files.createDirectories(FOLDER.resolve("_"));
		for (String asset : List.of("site.css", "site.js", "icon.svg")) {
			Files.copy(Site.FOLDER.resolve("_").resolve(asset), FOLDER.resolve("_").resolve(asset));
		}
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void everyListedFileIsOnOnePage(StageFolder before, StageFolder stage) throws IOException {
		List<String> shown = new ArrayList<>();
		for (Path source : sources(before, stage)) {
			shown.addAll(dress(source).select("h3 > code:first-child").eachText());
		}

		assertThat(new Changes(before, stage).list()).extracting(Change::file)
			.allSatisfy((file) -> assertThat(shown).containsOnlyOnce(file));
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void everyPageIsSmallAndHasEachIdOnce(StageFolder before, StageFolder stage) throws IOException {
		for (Path source : sources(before, stage)) {
			assertThat(Files.size(source)).as("bytes of %s", source).isLessThan(MOST);
			assertThat(dress(source).select("main [id]").eachAttr("id")).as(source.toString()).doesNotHaveDuplicates();
		}
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void everyEntryOfTheOverviewLeadsToItsDifference(StageFolder before, StageFolder stage) throws IOException {
		Path folder = FOLDER.resolve(DiffPages.folder(before, stage));
		for (String link : dress(folder.resolve("index.adoc")).select(".changes a").eachAttr("href")) {
			URI target = URI.create(link);
			Document page = dress(folder.resolve(target.getPath().replace(".html", ".adoc")));
			assertThat(page.getElementById(target.getFragment())).as(link).isNotNull();
		}
	}

	@Test
	void axeFindsNothingOnPagesThatTheSiteDoesNotShowYet() throws IOException {
		Browser.require();
		try (SiteServer server = new SiteServer(FOLDER, 0); Browser browser = new Browser(URI.create(server.url()))) {
			for (StageFolder[] pair : pairs().filter((pair) -> !shown(pair)).toList()) {
				for (Path source : sources(pair[0], pair[1])) {
					String page = FOLDER.relativize(source)
						.toString()
						.replaceAll("[/\\\\]", "-")
						.replace(".adoc", ".html");
					Files.writeString(FOLDER.resolve(page), dress(source).outerHtml());
					inspect(browser, page, 1280, false);
					inspect(browser, page, 1280, true);
					inspect(browser, page, 375, false);
				}
			}
		}
	}

	private static void inspect(Browser browser, String page, int width, boolean dark) {
		browser.look(width, dark);
		browser.open(page);
		browser.screenshot("%s-%d-%s".formatted(page.replace(".html", ""), width, dark ? "dark" : "light"));
		assertThat(browser.violations()).as(page).isEmpty();
		assertThat(browser.width()).as("width of " + page).isEqualTo((long) width);
	}

	private static boolean shown(StageFolder[] pair) {
		return Site.pages().contains(DiffPages.folder(pair[0], pair[1]) + "/index.html");
	}

	static Stream<StageFolder[]> pairs() {
		List<StageFolder> stages = Workshop.find().stages();
		return Stream.iterate(1, (i) -> i < stages.size(), (i) -> i + 1)
			.map((i) -> new StageFolder[] { stages.get(i - 1), stages.get(i) });
	}

	private static List<Path> sources(StageFolder before, StageFolder stage) throws IOException {
		try (Stream<Path> files = Files.list(FOLDER.resolve(DiffPages.folder(before, stage)))) {
			return files.sorted().toList();
		}
	}

	/**
	 * The page in the shell of the home page.
	 */
	private static Document dress(Path source) throws IOException {
		Document page = Site.read("index.html");
		Objects.requireNonNull(page.selectFirst("main"))
			.html("<h1>Differences</h1>" + Files.readString(source).split("\n\\+\\+\\+\\+\n")[1]);
		page.outputSettings().prettyPrint(false);
		return page;
	}

}
