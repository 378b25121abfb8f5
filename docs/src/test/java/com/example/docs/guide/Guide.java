package com.example.docs.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.example.lab.process.Programs;
import com.example.lab.stage.Workshop;
import org.opentest4j.TestAbortedException;

/** The pages of the site, and a reader's shell to follow them in. */
final class Guide {

	static final Path ROOT = Workshop.find().root();

	/** Followed before any stage is built. */
	private static final String FIRST_PAGES = "(index|prerequisites|stages/01-.*)\\.adoc";

	/** {@code -Dguide.page=stages/04.*} follows only the pages with such names. */
	private static final String ONLY = System.getProperty("guide.page", ".*");

	private static final Duration LIMIT_OF_A_BLOCK = Duration.ofMinutes(5);

	private static final Path TARGET = ROOT.resolve("docs/target");

	private static final Path SITE = ROOT.resolve("docs/src/docs/asciidoc");

	private Guide() {
	}

	static List<GuidePage> pages() throws IOException {
		GuideParser parser = new GuideParser(SITE, Map.of("root", ROOT.toString(), "generated",
				TARGET.resolve("generated").toString(), "siteroot", SITE.toString()));
		return parser.files().stream().map(parser::read).toList();
	}

	/** In their order, which is the reader's. */
	static List<GuidePage> firstPages() throws IOException {
		return followed().filter((page) -> page.name().matches(FIRST_PAGES)).toList();
	}

	static List<GuidePage> laterPages() throws IOException {
		return followed().filter((page) -> !page.name().matches(FIRST_PAGES)).toList();
	}

	private static Stream<GuidePage> followed() throws IOException {
		return pages().stream().filter((page) -> page.name().matches(ONLY));
	}

	/**
	 * A reader with a folder for a copy of the repository. Readers of other pages may be
	 * at work beside.
	 * @throws TestAbortedException if this computer lacks a program, unless {@code CI} is
	 * true
	 */
	static Shell reader() throws IOException {
		checkThisComputer();
		return new Shell(Files.createTempDirectory(Files.createDirectories(TARGET), "guide"), LIMIT_OF_A_BLOCK);
	}

	private static void checkThisComputer() {
		if (Programs.onPath("bash") && Programs.onPath("git") && Files.exists(ROOT.resolve(".git"))) {
			return;
		}
		String message = "The commands of the pages need bash, git and a clone of the repository.";
		if ("true".equals(System.getenv("CI"))) {
			throw new IllegalStateException(message);
		}
		System.err.println("SKIPPED: " + message);
		throw new TestAbortedException(message);
	}

}
