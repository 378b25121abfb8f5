package com.example.docs.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages are easy to read, spell names correctly, and load quickly. */
class ProseTests {

	private static final int MOST_WORDS = 35;

	private static final long MOST_BYTES = 200_000;

	/** A wrong spelling, and the right one. */
	private static final List<List<String>> SPELLING = List.of(List.of("(?i)\\blight ?sail\\b", "Lightsail"),
			List.of("(?i)\\bpostgre(s|sql| sql)\\b", "PostgreSQL"),
			List.of("(?i)\\bcloud ?formation\\b", "CloudFormation"), List.of("(?i)\\bcloud ?front\\b", "CloudFront"),
			List.of("(?i)\\blocal ?stack\\b", "LocalStack"), List.of("(?i)\\bjava ?script\\b", "JavaScript"),
			List.of("(?i)\\bgit ?hub\\b", "GitHub"), List.of("(?i)\\baws\\b", "AWS"),
			List.of("(?i)\\bnode\\.?js\\b", "Node.js"), List.of("(?i)\\bavailability zones?\\b", "Availability Zone"),
			List.of("(?i)\\bdynamo ?db\\b", "DynamoDB"), List.of("(?i)\\broute ?53\\b", "Route 53"),
			List.of("(?i)\\bus-east-1\\b", "us-east-1"));

	@ParameterizedTest
	@MethodSource(Site.PAGES)
	void noSentenceIsLong(String page) {
		List<String> tooLong = new ArrayList<>();
		for (Element paragraph : text(Site.read(page))) {
			Stream.of(paragraph.text().split("(?<=[.!?:])\\s+"))
				.filter((sentence) -> sentence.split("\\s+").length > MOST_WORDS)
				.forEach(tooLong::add);
		}
		assertThat(tooLong).as("sentences of over %d words on %s", MOST_WORDS, page).isEmpty();
	}

	@ParameterizedTest
	@MethodSource(Site.PAGES)
	void namesAreSpeltAsTheirOwnersDo(String page) {
		List<String> wrong = new ArrayList<>();
		for (Element paragraph : text(Site.read(page))) {
			for (List<String> rule : SPELLING) {
				Matcher matcher = Pattern.compile(rule.get(0)).matcher(paragraph.text());
				while (matcher.find()) {
					if (!matcher.group().replaceFirst("s$", "").equals(rule.get(1).replaceFirst("s$", ""))) {
						wrong.add("%s, not %s: %s".formatted(rule.get(1), matcher.group(), paragraph.text()));
					}
				}
			}
		}
		assertThat(wrong).as(page).isEmpty();
	}

	@ParameterizedTest
	@MethodSource(Site.PAGES)
	void everyPageSaysWhatItIsAbout(String page) {
		Document document = Site.read(page);
		assertThat(document.select("meta[name=description]").attr("content")).as(page).hasSizeBetween(40, 170);
		assertThat(document.title()).as(page).isNotBlank();
	}

	@ParameterizedTest
	@MethodSource(Site.PAGES)
	void everyPageIsSmall(String page) throws IOException {
		long bytes = Files.size(Site.FOLDER.resolve(page));
		for (Element part : Site.read(page).select("link[rel=stylesheet], script[src]")) {
			Path file = Site.FOLDER.resolve(page).resolveSibling(part.attr("href") + part.attr("src"));
			bytes += Files.size(file);
		}
		assertThat(bytes).as("bytes of %s without its pictures", page).isLessThan(MOST_BYTES);
	}

	/**
	 * The prose of a page, without names in code.
	 */
	private static List<Element> text(Document document) {
		document.select("pre, code, .pager, kbd, form, a.bare").remove();
		return document.select("main p, main li, main td, main dt, main dd, main h1, main h2, main h3")
			.stream()
			.filter((element) -> element.select("p").size() <= (element.tagName().equals("p") ? 1 : 0))
			.toList();
	}

}
