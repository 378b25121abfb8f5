package com.example.docs.site;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.example.docs.Stages;
import com.example.docs.diff.DiffPages;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every link of a page leads to an existing target. */
class LinkTests {

	@ParameterizedTest
	@MethodSource(Site.PAGES)
	void everyLinkLeadsSomewhere(String page) {
		Document document = Site.read(page);
		List<String> broken = new ArrayList<>();
		for (Element element : document.select("a[href], link[href], img[src], script[src]")) {
			String target = element.hasAttr("href") ? element.attr("href") : element.attr("src");
			String fault = fault(page, document, element, target);
			if (!fault.isEmpty()) {
				broken.add("%s %s: %s".formatted(element.tagName(), target, fault));
			}
		}
		assertThat(broken).as(page).isEmpty();
	}

	@ParameterizedTest
	@MethodSource(Site.PAGES)
	void everyIdIsThereOnce(String page) {
		assertThat(Site.read(page).select("[id]").eachAttr("id")).as(page).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@MethodSource(Site.PAGES)
	void everyPageIsInTheNavigation(String page) {
		assertThat(Site.read(page).select(".site a[aria-current=page]")).as("entry of %s in _nav.adoc", page)
			.hasSize(1);
	}

	@Test
	void everyStageWithAGuideHasItsPageAndNoOtherHas() {
		List<String> wanted = new Stages(Workshop.find()).withGuide()
			.stream()
			.map(StageFolder::name)
			.map((name) -> "stages/" + name.substring(6) + ".html")
			.toList();
		assertThat(Site.pages().stream().filter((page) -> page.startsWith("stages/")))
			.containsExactlyInAnyOrderElementsOf(wanted);
	}

	@Test
	void theHomePageAndThePageOfAStageLeadToItsDifferences() {
		Stages stages = new Stages(Workshop.find());
		for (StageFolder stage : stages.withGuide()) {
			stages.before(stage)
				.map((before) -> DiffPages.folder(before, stage) + "/index.html")
				.ifPresent((target) -> {
					assertThat(Site.read("index.html").select("main a").eachAttr("href")).contains(target);
					assertThat(Site.read("stages/" + stage.name().substring(6) + ".html")
						.select("main a")
						.eachAttr("href")).contains("../" + target);
				});
		}
	}

	private static String fault(String page, Document document, Element element, String target) {
		if (target.startsWith("data:")) {
			return "";
		}
		URI uri = URI.create(target);
		if (uri.getScheme() != null || target.startsWith("//")) {
			return element.tagName().equals("a") && target.startsWith("https://") ? "" : "asks another host";
		}
		if (target.startsWith("/")) {
			return "is no relative link";
		}
		Path file = uri.getPath().isEmpty() ? Site.FOLDER.resolve(page)
				: Site.FOLDER.resolve(page).resolveSibling(uri.getPath()).normalize();
		if (!file.startsWith(Site.FOLDER) || !Files.isRegularFile(file)) {
			return "there is no such file";
		}
		if (uri.getFragment() == null) {
			return "";
		}
		Document there = uri.getPath().isEmpty() ? document : Site.read(Site.FOLDER.relativize(file).toString());
		return (there.getElementById(uri.getFragment()) != null) ? "" : "there is no such anchor";
	}

}
