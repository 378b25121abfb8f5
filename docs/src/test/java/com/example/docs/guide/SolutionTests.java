package com.example.docs.guide;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.docs.Exercise;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The solution of a task on a page has the result that the page shows, and the stage
 * without it has not.
 */
@Order(2)
class SolutionTests {

	private static final Path FOLDER = Guide.ROOT.resolve("docs/src/docs/solutions");

	private static final List<Exercise> EXERCISES = Exercise.in(FOLDER);

	@TestFactory
	Stream<DynamicTest> solutions() {
		return EXERCISES.stream().map((exercise) -> DynamicTest.dynamicTest(exercise.name(), () -> solve(exercise)));
	}

	@Test
	void everyTaskIsOnThePageOfItsStage() throws Exception {
		List<GuidePage> pages = Guide.pages();
		for (Exercise exercise : EXERCISES) {
			String include = "include::{generated}/exercises/%s.adoc[]".formatted(exercise.name());
			assertThat(pages).anySatisfy((page) -> {
				assertThat(page.name()).startsWith("stages/" + exercise.name().split("-")[0]);
				assertThat(Files.readString(page.file())).contains(include);
			});
		}
	}

	private static void solve(Exercise exercise) throws Exception {
		try (Shell reader = Guide.reader()) {
			BuiltCopy.make(Guide.ROOT, reader.folder());
			WrittenPorts ports = new WrittenPorts(reader);
			String before = text(run(exercise, ports));
			Shell.Result applied = reader
				.run("git apply -p1 '%s'".formatted(FOLDER.resolve(exercise.name() + ".patch")));
			assertThat(applied.exitCode()).as(applied.output()).isZero();
			List<Shell.Result> results = run(exercise, ports);
			String after = text(results);

			assertThat(results).allSatisfy((result) -> assertThat(result.exitCode()).as(result.output()).isZero());
			assertThat(exercise.expect()).isNotEmpty().allSatisfy((line) -> {
				assertThat(after).as("with the solution").contains(line);
				assertThat(before).as("without the solution").doesNotContain(line);
			});
		}
	}

	/** One command after the other: the address of a stage is known once it is up. */
	private static List<Shell.Result> run(Exercise exercise, WrittenPorts ports) {
		return Stream.of(exercise.run().split(" && ")).map(ports::run).toList();
	}

	private static String text(List<Shell.Result> results) {
		return results.stream()
			.map((result) -> result.output().replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").replaceAll("\\s+", " "))
			.collect(Collectors.joining(" "));
	}

}
