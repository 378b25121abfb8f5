package com.example.lab.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import com.example.lab.stage.WorkshopException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

class ChangesTests {

	@TempDir
	private Path root;

	@BeforeEach
	void makeStages() throws IOException {
		write("stage-01-a/app/Same.java", "same");
		write("stage-02-b/app/Same.java", "same");
		write("stage-01-a/app/Changed.java", "one");
		write("stage-02-b/app/Changed.java", "two");
		write("stage-01-a/app/Gone.java", "gone");
		write("stage-02-b/app/New.java", "new");
		write("stage-02-b/app/target/built.txt", "built");
		write("stage-02-b/README.adoc", "about it");
	}

	@Test
	void aCompleteListHasNoFaultAndKeepsItsOrder() throws IOException {
		write("stage-02-b/changes.yaml", "app/New.java: a\napp/Gone.java: b\napp/Changed.java: c\n");

		assertThat(changes().faults()).isEmpty();
		assertThat(changes().list()).extracting(Change::file, Change::kind, Change::why)
			.containsExactly(tuple("app/New.java", "new", "a"), tuple("app/Gone.java", "gone", "b"),
					tuple("app/Changed.java", "changed", "c"));
	}

	@Test
	void aFileStandsUnderTheHeadingAboveIt() throws IOException {
		write("stage-02-b/changes.yaml", """
				# Only words.
				app/New.java: a
				# --- Tests, all of them ---------
				app/Gone.java: "b: with a colon"
				""");

		assertThat(changes().list()).extracting(Change::file, Change::heading)
			.containsExactly(tuple("app/New.java", ""), tuple("app/Gone.java", "Tests, all of them"));
	}

	@Test
	void aFolderIsAReasonForItsFilesWithoutOneOfTheirOwn() throws IOException {
		write("stage-02-b/app/more/First.java", "new");
		write("stage-02-b/app/more/Second.java", "new");
		write("stage-02-b/changes.yaml", """
				app/more/Second.java: its own
				# --- The rest ---
				app/: all
				""");

		assertThat(changes().faults()).isEmpty();
		assertThat(changes().list()).extracting(Change::file, Change::heading, Change::why)
			.containsExactly(tuple("app/more/Second.java", "", "its own"), tuple("app/Changed.java", "The rest", "all"),
					tuple("app/Gone.java", "The rest", "all"), tuple("app/New.java", "The rest", "all"),
					tuple("app/more/First.java", "The rest", "all"));
	}

	@Test
	void aFolderWithoutDifferencesIsAFault() throws IOException {
		write("stage-02-b/changes.yaml", "app/: all\nnothing/: none\n");

		assertThat(changes().faults()).containsExactly("nothing/ is in changes.yaml and does not differ");
	}

	@Test
	void namesUnlistedUnchangedAndUnexplainedFiles() throws IOException {
		write("stage-02-b/changes.yaml", "app/New.java:\napp/Gone.java: b\napp/Same.java: c\n");

		assertThat(changes().faults()).containsExactly(
				"app/Changed.java differs from stage-01-a and is not in changes.yaml",
				"app/New.java has no reason in changes.yaml", "app/Same.java is in changes.yaml and does not differ");
	}

	@Test
	void refusesAListThatNamesAFileTwiceOrIsNotThere() throws IOException {
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(this::changes)
			.withMessageContaining("changes.yaml");
		write("stage-02-b/changes.yaml", "app/New.java: a\napp/New.java: b\n");
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(this::changes).withMessageContaining("duplicate");
	}

	private Changes changes() {
		Workshop workshop = new Workshop(this.root);
		return new Changes(new StageFolder(workshop, this.root.resolve("stage-01-a")),
				new StageFolder(workshop, this.root.resolve("stage-02-b")));
	}

	private void write(String name, String text) throws IOException {
		Path file = this.root.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

}
