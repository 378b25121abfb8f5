package com.example.lab.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EntriesTests {

	private final Path root;

	EntriesTests(@TempDir Path root) {
		this.root = root;
	}

	@Test
	void countsTheLinesThatAreOnlyInOneStage() throws IOException {
		Entry entry = entry("a\nb\nc\n", "a\nx\ny\nc\n");

		assertThat(entry.added()).isEqualTo(2);
		assertThat(entry.removed()).isEqualTo(1);
		assertThat(entry.note()).isEmpty();
	}

	@Test
	void aMissingNewlineAtTheEndIsALine() throws IOException {
		Entry entry = entry("a\n", "a");

		assertThat(entry.after()).containsExactly("a", "\\ No newline at end of file");
		assertThat(entry.added()).isEqualTo(1);
	}

	@Test
	void otherEndsOfLinesAreNotedAndNotShown() throws IOException {
		Entry entry = entry("a\nb\n", "a\r\nb\r\n");

		assertThat(entry.added() + entry.removed()).isZero();
		assertThat(entry.note()).contains("ends of its lines");
	}

	@Test
	void aBinaryFileHasItsSizesOnly() throws IOException {
		Entry entry = entry("text", "\0\1");

		assertThat(entry.note()).isEqualTo("Binary: 4 bytes before, 2 bytes now.");
		assertThat(entry.before()).isEmpty();
		assertThat(entry.after()).isEmpty();
	}

	@Test
	void treatsFilesThatAreNotUtf8AsBinary() throws IOException {
		write("after/Latin.txt", new byte[] { 'c', 'a', 'f', (byte) 0xE9 });

		assertThat(Entries.of(List.of(change("Latin.txt"))).get(0).note())
			.isEqualTo("Binary: nothing before, 4 bytes now.");
	}

	@Test
	void aFileThatIsGoneAndNewUnderAnotherNameIsRenamed() throws IOException {
		write("before/Old.java", "class Old {\n\tint one;\n\tint two;\n}\n".getBytes());
		write("before/Other.java", "class Other {\n\tlong far;\n}\n".getBytes());
		write("after/New.java", "class New {\n\tint one;\n\tint two;\n}\n".getBytes());

		List<Entry> entries = Entries.of(List.of(change("Old.java"), change("Other.java"), change("New.java")));

		assertThat(entries).extracting(Entry::name).containsExactly("Other.java", "New.java");
		assertThat(entries.get(1).kind()).isEqualTo("renamed from Old.java");
		assertThat(entries.get(1).added()).isEqualTo(1);
	}

	@Test
	void distinguishesTestsByTheHeading() {
		assertThat(Part.of("app/mail/package.json", "Tests")).isEqualTo(Part.TESTS);
		assertThat(Part.of("tests/pom.xml", "Build")).isEqualTo(Part.TESTS);
		assertThat(Part.of("infra/pom.xml", "Build")).isEqualTo(Part.INFRA);
		assertThat(Part.of("budget.yaml", "Architecture")).isEqualTo(Part.INFRA);
		assertThat(Part.of("move/pom.xml", "Build")).isEqualTo(Part.MOVE);
		assertThat(Part.of("move/src/test/java/MoveTests.java", "Tests")).isEqualTo(Part.TESTS);
		assertThat(Part.of("web/src/main/java/Web.java", "Application")).isEqualTo(Part.APP);
	}

	private Entry entry(String before, String after) throws IOException {
		write("before/File", before.getBytes());
		write("after/File", after.getBytes());
		return Entries.of(List.of(change("File"))).get(0);
	}

	private Change change(String file) {
		return new Change("", file, this.root.resolve("before").resolve(file), this.root.resolve("after").resolve(file),
				"why");
	}

	private void write(String name, byte[] content) throws IOException {
		Path file = this.root.resolve(name);
		Files.createDirectories(file.getParent());
		Files.write(file, content);
	}

}
