package com.example.docs.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.example.lab.process.Programs;
import com.example.lab.stage.Workshop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/**
 * Some pages of the site, followed from top to bottom by one reader in a copy of the
 * repository. Readers of other pages may be at work beside.
 */
abstract class Guide {

	private static final Duration LIMIT_OF_A_BLOCK = Duration.ofMinutes(5);

	static final Path ROOT = Workshop.find().root();

	private static final Path TARGET = ROOT.resolve("docs/target");

	private static final Path SITE = ROOT.resolve("docs/src/docs/asciidoc");

	private final String pages;

	private @Nullable Shell shell;

	/**
	 * A reader.
	 * @param pages which pages, as a regular expression for their names
	 */
	Guide(String pages) {
		this.pages = pages;
	}

	static GuideParser parser() {
		return new GuideParser(SITE, Map.of("root", ROOT.toString(), "generated",
				TARGET.resolve("generated").toString(), "siteroot", SITE.toString()));
	}

	/**
	 * Makes the reader's copy.
	 * @param copy where it goes
	 */
	abstract void copy(Path copy) throws IOException, InterruptedException;

	boolean reads(String page) {
		return page.matches(this.pages);
	}

	@TestFactory
	List<DynamicTest> pages() throws IOException {
		GuideParser parser = parser();
		List<DynamicTest> tests = new ArrayList<>();
		for (Path file : parser.files()) {
			if (reads(parser.name(file))) {
				tests.add(DynamicTest.dynamicTest(parser.name(file), file.toUri(), () -> follow(parser.read(file))));
			}
		}
		return tests;
	}

	private void follow(GuidePage page) throws IOException, InterruptedException {
		if (page.running() == 0) {
			return;
		}
		checkThisComputer();
		Shell reader = shell();
		try {
			page.follow(reader);
		}
		finally {
			reader.run("./workshop down");
		}
	}

	private Shell shell() throws IOException, InterruptedException {
		Shell reader = this.shell;
		if (reader == null) {
			Path home = Files.createTempDirectory(Files.createDirectories(TARGET), "guide");
			reader = new Shell(home, LIMIT_OF_A_BLOCK);
			this.shell = reader;
			copy(reader.folder());
		}
		return reader;
	}

	@AfterEach
	void end() {
		if (this.shell != null) {
			this.shell.close();
		}
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
