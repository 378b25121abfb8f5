package com.example.docs.guide;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
			Shell.Result before = reader.run(exercise.run());
			Shell.Result applied = reader
				.run("git apply -p1 '%s'".formatted(FOLDER.resolve(exercise.name() + ".patch")));
			Shell.Result after = reader.run(exercise.run());

			assertThat(applied.exitCode()).as(applied.output()).isZero();
			assertThat(after.exitCode()).as(after.output()).isZero();
			assertThat(exercise.expect()).isNotEmpty().allSatisfy((line) -> {
				assertThat(text(after)).as("with the solution").contains(line);
				assertThat(text(before)).as("without the solution").doesNotContain(line);
			});
		}
	}

	private static String text(Shell.Result result) {
		return result.output().replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").replaceAll("\\s+", " ");
	}

}
