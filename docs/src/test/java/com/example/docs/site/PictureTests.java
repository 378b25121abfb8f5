package com.example.docs.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.example.docs.Stages;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every picture has a text that describes it. */
class PictureTests {

	@ParameterizedTest
	@MethodSource(Site.PAGES)
	void everyPictureHasAnAlternativeText(String page) {
		assertThat(Site.read(page).select("img")).as(page)
			.allSatisfy((picture) -> assertThat(picture.attr("alt")).as(picture.attr("src")).hasSizeGreaterThan(20));
	}

	@Test
	void theTextOfAnArchitectureNamesEachPart() throws IOException {
		Workshop workshop = Workshop.find();
		for (StageFolder stage : new Stages(workshop).withGuide()) {
			String page = "stages/" + stage.name().substring(6) + ".html";
			Elements pictures = Site.read(page).select("img[src*=architecture]");
			assertThat(pictures).as("architecture on " + page).isNotEmpty();
			Path parts = workshop.root()
				.resolve("docs/target/generated")
				.resolve(stage.name())
				.resolve("architecture.parts");
			assertThat(Files.readAllLines(parts)).as("parts in the alternative text of the architecture on " + page)
				.isNotEmpty()
				.allSatisfy((part) -> assertThat(String.valueOf(pictures.last())).contains(part));
		}
	}

}
