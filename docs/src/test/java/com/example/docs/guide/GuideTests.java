package com.example.docs.guide;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import com.example.lab.process.Programs;
import com.example.lab.stage.Workshop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.assertThat;

/** Every page of the site, followed from top to bottom. */
class GuideTests {

	private static final Duration LIMIT_OF_A_BLOCK = Duration.ofMinutes(5);

	private final Path root = Workshop.find().root();

	private final Path target = this.root.resolve("docs/target");

	private final Path siteroot = this.root.resolve("docs/src/docs/asciidoc");

	private final GuideParser parser = new GuideParser(this.siteroot, Map.of("root", this.root.toString(), "generated",
			this.target.resolve("generated").toString(), "siteroot", this.siteroot.toString()));

	private @Nullable Shell shell;

	@TestFactory
	List<DynamicTest> pages() throws IOException {
		List<DynamicTest> tests = new ArrayList<>();
		for (Path file : this.parser.files()) {
			tests.add(DynamicTest.dynamicTest(this.parser.name(file), file.toUri(), () -> follow(file)));
		}
		tests.add(DynamicTest.dynamicTest("coverage", committed().toUri(), this::compareCoverage));
		return tests;
	}

	private void follow(Path file) throws IOException, InterruptedException {
		GuidePage page = this.parser.read(file);
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

	/**
	 * One fresh copy for all pages, as a reader has.
	 */
	private Shell shell() throws IOException, InterruptedException {
		Shell shared = this.shell;
		if (shared == null) {
			Path home = Files.createTempDirectory(Files.createDirectories(this.target), "guide");
			shared = new Shell(home, LIMIT_OF_A_BLOCK);
			this.shell = shared;
			FreshCopy.make(this.root, shared.folder());
		}
		return shared;
	}

	@AfterEach
	void end() {
		if (this.shell != null) {
			this.shell.close();
		}
	}

	private void checkThisComputer() {
		if (Programs.onPath("bash") && Programs.onPath("git") && Files.exists(this.root.resolve(".git"))) {
			return;
		}
		String message = "The commands of the pages need bash, git and a clone of the repository.";
		if ("true".equals(System.getenv("CI"))) {
			throw new IllegalStateException(message);
		}
		System.err.println("SKIPPED: " + message);
		throw new TestAbortedException(message);
	}

	private void compareCoverage() throws IOException {
		List<GuidePage> pages = this.parser.files().stream().map(this.parser::read).toList();
		pages.stream()
			.filter((page) -> !page.commands().isEmpty())
			.forEach((page) -> System.out.println(page.coverage()));
		Properties committed = new Properties();
		try (Reader reader = Files.newBufferedReader(committed())) {
			committed.load(reader);
		}
		assertThat(Coverage.complaints(pages, committed)).as(this.root.relativize(committed()).toString()).isEmpty();
	}

	private Path committed() {
		return this.root.resolve("docs/src/docs/guide-coverage.properties");
	}

}
