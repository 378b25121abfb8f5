package com.example.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ClassArchiveTests {

	@Test
	void remainsOfAnArchiveAreNone(@TempDir Path folder) throws IOException {
		Path archive = folder.resolve("classes.jsa");
		assertThat(new ClassArchive(archive, folder.resolve("written.jsa")).usable()).isFalse();
		Files.writeString(archive, "broken");
		assertThat(new ClassArchive(archive, folder.resolve("written.jsa")).usable()).isFalse();
		Files.write(archive, new byte[2_000_000]);
		assertThat(new ClassArchive(archive, folder.resolve("written.jsa")).usable()).isTrue();
	}

	@Test
	void oneJvmIsToWriteItUnlessItIsThere(@TempDir Path folder) throws IOException {
		Path archive = folder.resolve("classes.jsa");
		ClassArchive first = new ClassArchive(archive, folder.resolve("first.jsa"));
		ClassArchive second = new ClassArchive(archive, folder.resolve("second.jsa"));
		assertThat(first.option()).isEqualTo("-XX:ArchiveClassesAtExit=" + first.written());
		assertThat(second.option()).isEqualTo("-XX:ArchiveClassesAtExit=" + second.written());
		assertThat(first.claim()).isTrue();
		assertThat(second.claim()).isFalse();
		Files.writeString(first.written(), "half of it");
		first.forget();
		assertThat(first.written()).doesNotExist();

		assertThat(second.claim()).isTrue();
		Files.write(second.written(), new byte[2_000_000]);
		second.keep();
		assertThat(first.claim()).isFalse();
		assertThat(first.option()).isEqualTo("-XX:SharedArchiveFile=" + archive);
	}

}
