package com.example.docs.guide;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CoverageTests {

	private final Properties committed = new Properties();

	@Test
	void theCommittedNumberIsTrue() {
		this.committed.put("a.adoc", "2");

		assertThat(complaints(page("a.adoc", null, null, "no account"), page("b.adoc"))).isEmpty();
	}

	@Test
	void coverageMayNotFall() {
		this.committed.put("a.adoc", "2");

		assertThat(complaints(page("a.adoc", null, "no account")))
			.containsExactly("a.adoc runs 1 command blocks, and 2 before: coverage may not fall");
	}

	@Test
	void aHigherNumberIsToBeCommitted() {
		assertThat(complaints(page("a.adoc", null, null, "no account")))
			.containsExactly("a.adoc runs 2 command blocks, and 0 before: write a.adoc=2");
	}

	@Test
	void aPageThatIsGoneIsNamed() {
		this.committed.put("a.adoc", "0");

		assertThat(complaints()).containsExactly("a.adoc is no page any more: remove its line");
	}

	private List<String> complaints(GuidePage... pages) {
		return Coverage.complaints(List.of(pages), this.committed);
	}

	private static GuidePage page(String name, @Nullable String... reasons) {
		return new GuidePage(name, Path.of(name),
				Stream.of(reasons).map((reason) -> new Command("", "", reason, false, null)).toList());
	}

}
