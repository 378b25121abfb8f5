package com.example.lab.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TestTimesTests {

	private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

	private final Path root;

	TestTimesTests(@TempDir Path root) {
		this.root = root;
	}

	@Test
	void aModuleTakesFromTheBeginOfItsFirstClassToTheEndOfItsLast() throws IOException {
		report("stage-01/tests", "com.example.FaultTests", "60.5", 3, 60);
		report("stage-01/tests", "com.example.MoveTests", "20", 1, 70);
		report("lab", "com.example.lab.LoadTests", "1,000.25", 8, 0);

		assertThat(TestTimes.tables(this.root)).isEqualToNormalizingNewlines("""

				Time of tests, from the first class of a module to its last:
				  1000.3 s     8 tests  lab
				    70.5 s     4 tests  stage-01/tests

				The slowest of 3 test classes, some of which run at the same time:
				  1000.3 s     8 tests  lab LoadTests
				    60.5 s     3 tests  stage-01/tests FaultTests
				    20.0 s     1 tests  stage-01/tests MoveTests
				""");
	}

	@Test
	void withoutReportsThereAreNoRows() throws IOException {
		assertThat(TestTimes.tables(this.root)).contains("The slowest of 0 test classes");
	}

	private void report(String module, String name, String seconds, int tests, long end) throws IOException {
		Path folder = Files.createDirectories(this.root.resolve(module).resolve("target/surefire-reports"));
		Path file = Files.writeString(folder.resolve("TEST-" + name + ".xml"), """
				<?xml version="1.0" encoding="UTF-8"?>
				<testsuite version="3.0.2" name="%s" time="%s" tests="%d" errors="0">
				</testsuite>
				""".formatted(name, seconds, tests));
		Files.setLastModifiedTime(file, FileTime.from(NOON.plusSeconds(end)));
	}

}
