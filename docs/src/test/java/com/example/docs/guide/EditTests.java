package com.example.docs.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Edits of a running stage, as a reader makes them. */
class EditTests {

	private static final String BOX = "stage-01-single-user/infra/src/main/java/com/example/postcards/infra/Box.java";

	@Test
	void anEditUpdatesTheStageAndABadOneLeavesItUp() throws Exception {
		try (Shell reader = Guide.reader()) {
			BuiltCopy.make(Guide.ROOT, reader.folder());
			Path box = reader.folder().resolve(BOX);
			assertThat(reader.run("./workshop up 1"))
				.satisfies((up) -> assertThat(up.exitCode()).as(up.output()).isZero());

			edit(box, "Stream.of(80, 443)", "Stream.of(80, 443, 8080)");
			assertThat(reader.run("./workshop up 1 --verbose")).satisfies((up) -> {
				assertThat(up.exitCode()).as(up.output()).isZero();
				assertThat(up.output()).containsPattern("changed +Box/Instance +AWS::Lightsail::Instance +Networking")
					.contains("Box/Instance: port 8080 is 127.0.0.1:")
					.doesNotContain("port 80 is");
			});

			edit(box, "class Box", "class");
			assertThat(reader.run("./workshop up 1 || ./workshop status 1")).satisfies((up) -> {
				assertThat(up.exitCode()).as(up.output()).isZero();
				assertThat(up.output()).contains("Box.java",
						"stage-01-single-user still runs as it was before the change.", "8080 at 127.0.0.1:");
			});

			edit(box, "class ", "class Box ");
			edit(box, "settings.bundle()", "\"medium_3_0\"");
			assertThat(reader.run("./workshop up 1 || ./workshop up 1 --yes")).satisfies((up) -> {
				assertThat(up.exitCode()).as(up.output()).isZero();
				assertThat(up.output())
					.contains(
							"Data is deleted. No terminal to confirm on. Nothing was changed. Pass --yes to continue.")
					.containsPattern("replaced, with its data +Box/Instance")
					.contains("Postcards is at http");
			});
		}
	}

	private static void edit(Path file, String from, String to) throws IOException {
		String text = Files.readString(file);
		assertThat(text).contains(from);
		Files.writeString(file, text.replaceFirst(Pattern.quote(from), to));
	}

}
