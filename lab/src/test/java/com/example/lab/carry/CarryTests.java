package com.example.lab.carry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.example.lab.carry.Carried.Kind;
import com.example.lab.process.Programs;
import com.example.lab.stage.Workshop;
import com.example.lab.stage.WorkshopException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

class CarryTests {

	private static final String LINES = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";

	private final Path root;

	CarryTests(@TempDir Path root) {
		this.root = root;
	}

	@BeforeEach
	void makeStages() throws IOException {
		Assumptions.assumeTrue(Programs.onPath("git"), "git is not on the path");
		for (String stage : List.of("stage-01-a", "stage-02-b", "stage-03-c")) {
			write(stage + "/app/Same.java", LINES);
			write(stage + "/app/Data.bin", "\0" + stage);
		}
		write("stage-01-a/app/Own.java", LINES);
		write("stage-02-b/app/Own.java", LINES.replace("seven", "sieben"));
		write("stage-03-c/app/Own.java", LINES.replace("six", "sechs").replace("seven", "sieben"));
		write("stage-01-a/app/Dropped.java", LINES);
		write("stage-02-b/changes.yaml", "app/Dropped.java: It is not used any more.\n");
		git("init", "-q");
		git("config", "core.autocrlf", "false");
		git("add", "-A");
		git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "Begin");
	}

	@Test
	void appliesTheChangeToIdenticalFilesOfLaterStages() throws IOException {
		write("stage-01-a/app/Same.java", LINES.replace("two", "zwei"));

		assertThat(carry()).extracting(Carried::kind).containsExactly(Kind.CHANGED, Kind.CHANGED);
		assertThat(read("stage-02-b/app/Same.java")).isEqualTo(read("stage-01-a/app/Same.java"));
		assertThat(read("stage-03-c/app/Same.java")).isEqualTo(read("stage-01-a/app/Same.java"));
	}

	@Test
	void mergesTheChangeIntoFilesThatDiffer() throws IOException {
		write("stage-01-a/app/Own.java", LINES.replace("two", "zwei"));

		assertThat(carry()).extracting(Carried::kind).containsExactly(Kind.MERGED, Kind.MERGED);
		assertThat(read("stage-02-b/app/Own.java")).isEqualTo(LINES.replace("two", "zwei").replace("seven", "sieben"));
		assertThat(read("stage-03-c/app/Own.java"))
			.isEqualTo(LINES.replace("two", "zwei").replace("six", "sechs").replace("seven", "sieben"));
		assertThat(carry()).as("the second time").isEmpty();
	}

	@Test
	void aNewFileIsAddedAndADeletedOneDeleted() throws IOException {
		write("stage-01-a/app/new folder/Größe.java", "new");
		Files.delete(this.root.resolve("stage-01-a/app/Same.java"));

		assertThat(carry()).extracting(Carried::kind)
			.containsExactly(Kind.DELETED, Kind.DELETED, Kind.ADDED, Kind.ADDED);
		assertThat(read("stage-03-c/app/new folder/Größe.java")).isEqualTo("new");
		assertThat(this.root.resolve("stage-02-b/app/Same.java")).doesNotExist();
	}

	@Test
	void aConflictIsListedWithItsLinesAndLeftAlone() throws IOException {
		write("stage-01-a/app/Own.java", "zero\n" + LINES.replace("six", "6").replace("seven", "7"));

		assertThat(carry()).extracting(Carried::kind, (carried) -> carried.stage().name(), Carried::why)
			.containsExactly(tuple(Kind.LEFT, "stage-02-b", "conflict in lines 6-7"),
					tuple(Kind.LEFT, "stage-03-c", "conflict in lines 6-7"));
		assertThat(read("stage-02-b/app/Own.java")).isEqualTo(LINES.replace("seven", "sieben"));
	}

	@Test
	void listsAFileThatALaterStageDroppedWithTheReason() throws IOException {
		write("stage-01-a/app/Dropped.java", LINES + "eight\n");

		assertThat(carry()).extracting(Carried::why)
			.containsOnly("is not in this stage: It is not used any more.")
			.hasSize(2);
		assertThat(this.root.resolve("stage-02-b/app/Dropped.java")).doesNotExist();
	}

	@Test
	void keepsUncommittedChangesOfALaterStage() throws IOException {
		write("stage-01-a/app/Same.java", LINES.replace("two", "zwei"));
		write("stage-02-b/app/Same.java", LINES.replace("seven", "mine"));
		write("stage-03-c/app/Same.java", LINES.replace("two", "mine"));

		assertThat(carry()).extracting(Carried::kind).containsExactly(Kind.MERGED, Kind.LEFT);
		assertThat(read("stage-02-b/app/Same.java")).isEqualTo(LINES.replace("two", "zwei").replace("seven", "mine"));
		assertThat(read("stage-03-c/app/Same.java")).isEqualTo(LINES.replace("two", "mine"));
	}

	@Test
	void deletedHereAndChangedThereIsLeft() throws IOException {
		Files.delete(this.root.resolve("stage-01-a/app/Own.java"));

		assertThat(carry()).extracting(Carried::why).containsOnly("is deleted in stage-01-a and different here");
		assertThat(this.root.resolve("stage-02-b/app/Own.java")).exists();
	}

	@Test
	void newHereAndThereWithOtherContentIsLeft() throws IOException {
		write("stage-01-a/app/New.java", "new");
		write("stage-02-b/app/New.java", "other");

		assertThat(carry()).extracting(Carried::kind).containsExactly(Kind.LEFT, Kind.ADDED);
		assertThat(read("stage-02-b/app/New.java")).isEqualTo("other");
	}

	@Test
	void aBinaryFileThatDiffersIsLeft() throws IOException {
		write("stage-01-a/app/Data.bin", "\0changed");

		assertThat(carry()).extracting(Carried::why).containsOnly("is binary and different here").hasSize(2);
	}

	@Test
	void bytesThatAreNoTextFollowAsTheyAre() throws IOException {
		byte[] bytes = { 0, (byte) 0xFF, '\r', '\n', '\r', (byte) 0xC3 };
		Files.write(this.root.resolve("stage-01-a/app/Picture.png"), bytes);

		carry();

		assertThat(this.root.resolve("stage-02-b/app/Picture.png")).hasBinaryContent(bytes);
	}

	@Test
	void theEndsOfLinesOfTheLaterStageStay() throws IOException {
		write("stage-01-a/app/Own.java", LINES.replace("two", "zwei"));
		write("stage-02-b/app/Own.java", LINES.replace("seven", "sieben").replace("\n", "\r\n"));

		carry();

		assertThat(read("stage-02-b/app/Own.java"))
			.isEqualTo(LINES.replace("two", "zwei").replace("seven", "sieben").replace("\n", "\r\n"));
	}

	@Test
	void aDryRunSaysTheSameAndWritesNothing() throws IOException {
		write("stage-01-a/app/Own.java", LINES.replace("two", "zwei"));
		write("stage-01-a/app/New.java", "new");
		Files.delete(this.root.resolve("stage-01-a/app/Same.java"));

		assertThat(carry("HEAD", false)).extracting(Carried::kind)
			.containsExactly(Kind.MERGED, Kind.MERGED, Kind.DELETED, Kind.DELETED, Kind.ADDED, Kind.ADDED);
		assertThat(read("stage-02-b/app/Own.java")).isEqualTo(LINES.replace("seven", "sieben"));
		assertThat(this.root.resolve("stage-02-b/app/Same.java")).exists();
		assertThat(this.root.resolve("stage-02-b/app/New.java")).doesNotExist();
	}

	@Test
	void aCommittedChangeIsCarriedSinceAnOlderCommit() throws IOException {
		write("stage-01-a/app/Same.java", LINES.replace("two", "zwei"));
		git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-a", "-m", "Change");

		assertThat(carry("HEAD", true)).isEmpty();
		assertThat(carry("HEAD~1", true)).hasSize(2);
	}

	@Test
	void doesNotCarryFilesOfOneStageAndIgnoredFiles() throws IOException {
		write("stage-01-a/README.adoc", "about");
		write("stage-01-a/app/target/built", "built");
		write(".gitignore", "target/\n");

		assertThat(carry()).isEmpty();
	}

	@Test
	void anUnknownCommitIsAnErrorWithTheWordsOfGit() {
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> carry("nowhere", true))
			.withMessageContaining("git refused")
			.withMessageContaining("nowhere");
	}

	@Test
	void aFolderThatIsNoRepositoryIsAnError(@TempDir Path elsewhere) throws IOException {
		Files.createDirectories(elsewhere.resolve("stage-01-a"));
		Workshop workshop = new Workshop(elsewhere);

		assertThatExceptionOfType(WorkshopException.class)
			.isThrownBy(() -> new Carry(workshop.stage("1"), "HEAD", true).run())
			.withMessageContaining("git");
	}

	private List<Carried> carry() {
		return carry("HEAD", true);
	}

	private List<Carried> carry(String commit, boolean write) {
		return new Carry(new Workshop(this.root).stage("1"), commit, write).run();
	}

	private void git(String... arguments) {
		Git.Result result = Git
			.run(Stream.concat(Stream.of("git", "-C", this.root.toString()), Stream.of(arguments)).toList());
		assertThat(result.exitCode()).as(result.error()).isZero();
	}

	private String read(String name) throws IOException {
		return Files.readString(this.root.resolve(name), StandardCharsets.UTF_8);
	}

	private void write(String name, String text) throws IOException {
		Path file = this.root.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

}
