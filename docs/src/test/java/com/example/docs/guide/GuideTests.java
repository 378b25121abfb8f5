package com.example.docs.guide;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Counts the command blocks of the pages that run. */
class GuideTests {

	private static final Path COMMITTED = Guide.ROOT.resolve("docs/src/docs/guide-coverage.properties");

	@Test
	void theNumberOfCommandsThatRunDoesNotFall() throws IOException {
		List<GuidePage> pages = Guide.pages();
		pages.stream()
			.filter((page) -> !page.commands().isEmpty())
			.forEach((page) -> System.out.println(page.coverage()));
		Properties committed = new Properties();
		try (Reader reader = Files.newBufferedReader(COMMITTED)) {
			committed.load(reader);
		}
		assertThat(Coverage.complaints(pages, committed)).as(Guide.ROOT.relativize(COMMITTED).toString()).isEmpty();
	}

}
