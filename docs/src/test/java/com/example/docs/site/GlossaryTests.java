package com.example.docs.site;

import java.util.List;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class GlossaryTests {

	private final Glossary glossary = new Glossary(Jsoup.parse("""
			<main><dl><dt><a id="rpo"></a>Recovery point objective, RPO</dt><dt><a id="acu"></a>ACU</dt>
			<dt><a id="standby"></a>Standby</dt><dt><a id="failed"></a>Failed request</dt></dl></main>"""));

	@ParameterizedTest
	@MethodSource(Site.PAGES)
	void pagesToLearnFromLinkATermWhereTheyFirstUseIt(String name) {
		Document page = Site.read(name);
		if (LearnForm.applies(page)) {
			assertThat(new Glossary(Site.read("background/glossary.html")).unlinked(page)).as(name).isEmpty();
		}
	}

	@Test
	void theGlossaryHasATermForEachAbbreviationThatPagesUse() {
		assertThat(new Glossary(Site.read("background/glossary.html")).terms()).containsKeys("acu", "lcu", "p99",
				"ingress", "construct", "user-data", "scram", "replication-slot", "n-plus-1", "security-group",
				"instance-role", "asset", "failed", "signed-out", "lost");
	}

	@Test
	void theFirstUseIsALink() {
		assertThat(unlinked("<p>A <a href=\"../background/glossary.html#standby\">standby</a>. The standby.</p>"))
			.isEmpty();
		assertThat(unlinked("<p>Standbys wait. A <a href=\"../background/glossary.html#standby\">standby</a>.</p>"))
			.containsExactly("standby: Standbys wait. A");
	}

	@Test
	void eachNameOfATermCounts() {
		assertThat(unlinked("<p>An RPO of a day.</p>")).containsExactly("rpo: An RPO of a day.");
		assertThat(unlinked("<p>The recovery point objective.</p>")).hasSize(1);
		assertThat(unlinked("<p>Ten requests failed.</p>")).containsExactly("failed: Ten requests failed.");
	}

	@Test
	void codeHeadingsAndOtherWordsAreNoUse() {
		assertThat(unlinked("<h2>A standby</h2><p><code>standby</code> acu, vacuum, non-standby</p><pre>RPO</pre>"))
			.isEmpty();
	}

	private List<String> unlinked(String page) {
		return this.glossary.unlinked(Jsoup.parse("<main>%s</main>".formatted(page)));
	}

}
