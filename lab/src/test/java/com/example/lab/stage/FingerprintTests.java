package com.example.lab.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FingerprintTests {

	private final Path folder;

	private final String before;

	FingerprintTests(@TempDir Path temporary) throws IOException {
		this.folder = Files.createDirectory(temporary.resolve("folder"));
		FakeWorkshop.write(this.folder.resolve("a/one"), "1");
		FakeWorkshop.write(this.folder.resolve("two"), "2");
		this.before = now();
	}

	@Test
	void staysWhenNothingButTimesChange() throws IOException {
		Files.setLastModifiedTime(this.folder.resolve("two"), FileTime.fromMillis(0));

		assertThat(now()).isEqualTo(this.before).matches("[0-9a-f]{16}");
	}

	@Test
	void changesWithContent() throws IOException {
		FakeWorkshop.write(this.folder.resolve("a/one"), "3");

		assertThat(now()).isNotEqualTo(this.before);
	}

	@Test
	void changesWithAName() throws IOException {
		Files.move(this.folder.resolve("a/one"), this.folder.resolve("a/uno"));

		assertThat(now()).isNotEqualTo(this.before);
	}

	@Test
	void changesWhenAFileComesOrGoes() throws IOException {
		FakeWorkshop.write(this.folder.resolve("three"), "");
		String with = now();
		Files.delete(this.folder.resolve("two"));

		assertThat(with).isNotEqualTo(this.before);
		assertThat(now()).isNotEqualTo(with).isNotEqualTo(this.before);
	}

	@Test
	void keepsFilesApart() throws IOException {
		Path one = FakeWorkshop.write(this.folder.resolve("x/n"), "ab");
		Path two = FakeWorkshop.write(this.folder.resolve("y/na"), "b");

		assertThat(new Fingerprint().add(one).value()).isNotEqualTo(new Fingerprint().add(two).value());
		assertThat(new Fingerprint().add(one).add(two).value())
			.isNotEqualTo(new Fingerprint().add(two).add(one).value());
	}

	@Test
	void aFileThatIsNotThereCountsAsNone() {
		assertThat(new Fingerprint().add(this.folder).add(Path.of("nowhere")).value()).isEqualTo(this.before);
	}

	private String now() {
		return new Fingerprint().add(this.folder).value();
	}

}
