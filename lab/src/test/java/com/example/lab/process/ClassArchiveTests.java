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
	void oneJvmAtATimeIsToWriteIt(@TempDir Path folder) throws IOException {
		Path archive = folder.resolve("classes.jsa");
		ClassArchive first = new ClassArchive(archive, folder.resolve("first.jsa"));
		ClassArchive second = new ClassArchive(archive, folder.resolve("second.jsa"));
		assertThat(first.options()).containsExactly("-XX:ArchiveClassesAtExit=" + first.written());
		assertThat(second.options()).isEmpty();
		second.keep();
		assertThat(second.options()).isEmpty();
		assertThat(first.awaited()).isTrue();
		assertThat(second.awaited()).isFalse();
		Files.writeString(first.written(), "half of it");
		first.forget();
		assertThat(first.written()).doesNotExist();
		assertThat(second.options()).containsExactly("-XX:ArchiveClassesAtExit=" + second.written());
		Files.write(second.written(), new byte[2_000_000]);
		second.keep();
		assertThat(first.options()).containsExactly("-XX:SharedArchiveFile=" + archive);
	}

}
