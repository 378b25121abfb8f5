package com.example.docs.site;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;

/** The terms of the glossary, and the pages that use them. */
final class Glossary {

	private static final String PAGE = "background/glossary.html";

	private static final String NO_PROSE = "pre, code, h1, h2, h3, h4, summary, svg, figure, .title, .pager";

	private final Map<String, Pattern> terms = new LinkedHashMap<>();

	/**
	 * Reads the terms: each anchor, with its names.
	 * @param page the glossary
	 */
	Glossary(Document page) {
		for (Element term : page.select("main dt:has(a[id])")) {
			String anchor = term.select("a[id]").attr("id");
			List<String> written = List.of(term.text().split(", "));
			// Pages say failed, where the term is failed request.
			String word = anchor.replace('-', ' ');
			String names = Stream
				.concat(written.stream(),
						written.stream().anyMatch(word::equalsIgnoreCase) ? Stream.empty() : Stream.of(word))
				.map(Glossary::pattern)
				.collect(Collectors.joining("|"));
			this.terms.put(anchor, Pattern.compile("(?<![\\w-])(?:%s)(?:s|es)?(?![\\w-])".formatted(names)));
		}
	}

	/** An abbreviation is written one way; a word may begin a sentence. */
	private static String pattern(String name) {
		return name.matches(".*[A-Z].*[A-Z].*") ? Pattern.quote(name)
				: "[%s%s]%s".formatted(name.substring(0, 1).toLowerCase(Locale.ROOT),
						name.substring(0, 1).toUpperCase(Locale.ROOT), Pattern.quote(name.substring(1)));
	}

	Map<String, Pattern> terms() {
		return this.terms;
	}

	/**
	 * The terms that a page uses first without a link to the glossary.
	 * @return anchor: the text around the first use
	 */
	List<String> unlinked(Document page) {
		List<TextNode> prose = prose(page);
		List<String> unlinked = new ArrayList<>();
		this.terms.forEach((anchor, name) -> prose.stream()
			.filter((text) -> name.matcher(text.getWholeText()).find())
			.findFirst()
			.filter((first) -> !inside(first, "[href$='%s#%s']".formatted(PAGE, anchor)))
			.ifPresent((first) -> unlinked.add("%s: %s".formatted(anchor, first.text().strip()))));
		return unlinked;
	}

	/**
	 * What people read in their order, without code, headings and links elsewhere.
	 */
	private static List<TextNode> prose(Document page) {
		List<TextNode> prose = new ArrayList<>();
		NodeTraversor.traverse((node, depth) -> {
			if (node instanceof TextNode text && !inside(text, NO_PROSE)) {
				prose.add(text);
			}
		}, page.select("main"));
		return prose;
	}

	private static boolean inside(TextNode text, String selector) {
		Element parent = text.parent();
		return parent != null && parent.closest(selector) != null;
	}

}
