package com.example.docs.site;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class LearnFormTests {

	private static final List<String> ROLES = List.of("case", "pictures", "break", "up", "changed", "hold",
			"scoreboard", "cost", "exercises", "stop", "recap", "now");

	@ParameterizedTest
	@MethodSource(Site.PAGES)
	void pagesToLearnFromHaveTheirForm(String name) {
		Document page = Site.read(name);
		if (LearnForm.applies(page)) {
			assertThat(LearnForm.faults(page)).as(name).isEmpty();
		}
	}

	@Test
	void onlyAPageThatSaysSoHasTheForm() {
		assertThat(LearnForm.applies(Jsoup.parse("<main data-form=\"learn\"></main>"))).isTrue();
		assertThat(LearnForm.applies(Jsoup.parse("<main></main>"))).isFalse();
	}

	@Test
	void aPageOfTheFormHasNoFault() {
		assertThat(faults("case", "<p>%s</p><details><p>%s</p></details><pre><code data-lang=\"shell\">%s</code></pre>"
			.formatted(words(120), words(300), words(500)))).isEmpty();
	}

	@Test
	void sectionsAreInTheirOrderAndNoneIsMissing() {
		assertThat(
				LearnForm.faults(Jsoup.parse("<main><div class=\"sect1 up\"></div><div class=\"sect1\"></div></main>")))
			.singleElement()
			.asString()
			.startsWith("The roles of the sections are [up, none], not [case, pictures,");
	}

	@Test
	void aSectionMayNotBeLong() {
		assertThat(faults("case", "<p>%s</p>".formatted(words(121))))
			.containsExactly("The section case has 121 words that are not folded, over 120.");
		assertThat(LearnForm.faults(page("<div id=\"preamble\">%s</div>".formatted(words(81)), "case", "")))
			.containsExactly("The section facts has 81 words that are not folded, over 80.");
	}

	@Test
	void thePageMayNotBeLongEvenFolded() {
		assertThat(faults("hold", "<details>%s</details>".formatted(words(1_901))))
			.containsExactly("The page has 1901 words, over 1900.");
	}

	@Test
	void fourIdeasAndThreeDrillsAtMost() {
		assertThat(faults("changed", "<h3>Idea</h3>".repeat(5)))
			.containsExactly("The section changed has 5 parts, over 4.");
		assertThat(faults("hold", "<h3>Drill</h3>".repeat(4))).containsExactly("The section hold has 4 parts, over 3.");
	}

	@Test
	void aPageShowsLittleCode() {
		String listing = "<pre><code data-lang=\"java\">one\n%s</code></pre>";
		assertThat(faults("changed", listing.formatted("").repeat(6)))
			.containsExactly("The page has 6 listings, over 5.");
		assertThat(faults("changed", listing.formatted("line\n".repeat(15))))
			.containsExactly("The listing that begins with \"one\" has 16 lines, over 15.");
	}

	@Test
	void theSolutionOfAnExerciseIsNoListing() {
		String solution = "<div class=\"exercise\"><details><pre><code data-lang=\"diff\">%s</code></pre></details></div>";
		assertThat(faults("exercises", solution.formatted("line\n".repeat(20)).repeat(6))).isEmpty();
	}

	@Test
	void generatedTablesAreNotCounted() {
		assertThat(faults("cost", "<table class=\"generated\"><tr><td>%s</td></tr></table>".formatted(words(2_000))))
			.isEmpty();
	}

	@Test
	void aPageHasFewHeadings() {
		assertThat(faults("now", "<h4>More</h4>".repeat(21))).containsExactly("The page has 21 headings, over 20.");
	}

	private static List<String> faults(String role, String content) {
		return LearnForm.faults(page("", role, content));
	}

	private static Document page(String preamble, String role, String content) {
		return Jsoup.parse("<main data-form=\"learn\">%s%s</main>".formatted(preamble,
				ROLES.stream()
					.map((each) -> "<div class=\"sect1 %s\">%s</div>".formatted(each, each.equals(role) ? content : ""))
					.collect(Collectors.joining())));
	}

	private static String words(int count) {
		return Stream.generate(() -> "word").limit(count).collect(Collectors.joining(" "));
	}

}
