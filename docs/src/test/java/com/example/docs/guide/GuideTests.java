package com.example.docs.guide;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every page is followed by one reader, and the commands that run are counted. */
class GuideTests {

	private static final Path COMMITTED = Guide.ROOT.resolve("docs/src/docs/guide-coverage.properties");

	private final List<GuidePage> pages;

	GuideTests() throws IOException {
		GuideParser parser = Guide.parser();
		this.pages = parser.files().stream().map(parser::read).toList();
	}

	@Test
	void eachPageHasOneReader() {
		List<Guide> readers = List.of(new FirstPagesTests(), new OddStagesTests(), new EvenStagesTests());
		assertThat(this.pages).allSatisfy((page) -> assertThat(readers).as(page.name())
			.filteredOn((reader) -> reader.reads(page.name()))
			.hasSize(1));
	}

	@Test
	void theNumberOfCommandsThatRunDoesNotFall() throws IOException {
		this.pages.stream()
			.filter((page) -> !page.commands().isEmpty())
			.forEach((page) -> System.out.println(page.coverage()));
		Properties committed = new Properties();
		try (Reader reader = Files.newBufferedReader(COMMITTED)) {
			committed.load(reader);
		}
		assertThat(Coverage.complaints(this.pages, committed)).as(Guide.ROOT.relativize(COMMITTED).toString())
			.isEmpty();
	}

}
