package com.example.docs;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;

import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class FiguresTests {

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	@ParameterizedTest
	@MethodSource("stages")
	void publishedFiguresAreThoseOfTheSources(StageFolder stage) {
		Path file = Path.of("src/docs/figures", stage.name() + ".json");
		assertThat(Figures.read(file).faults(stage)).as("The figures in docs/%s", file).isEmpty();
	}

	@Test
	void aFigureBecomesAnAttribute() {
		Figures figures = new Figures(LocalDate.of(2026, 11, 23), "2 processors", "",
				Map.of("kill", JSON.objectNode().put("millis", 4532).put("sentWhileNothingRan", 80)), "");

		assertThat(figures.attributes().lines()).contains(":figures-taken: 2026-11-23", ":kill-millis: 4532",
				":kill-seconds: 4.5", ":kill-sent-while-nothing-ran: 80");
	}

	@Test
	void aLoadHasItsFailuresAndTheUsersWhoWereSignedOut() {
		ObjectNode load = JSON.objectNode();
		load.putObject("failures").put("HTTP 401", 31).put("connection reset", 47).put("HTTP 503", 2);
		Figures figures = new Figures(LocalDate.of(2026, 11, 23), "", "",
				Map.of("kill", JSON.objectNode().set("load", load)), "");

		assertThat(figures.attributes().lines()).contains(":kill-load-failed: 49", ":kill-load-signed-out: 31");
	}

	static Iterable<StageFolder> stages() {
		return new Stages(Workshop.find()).withGuide();
	}

}
