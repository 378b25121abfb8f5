package com.example.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class JavaCommandTests {

	@Test
	void remainsOfAnArchiveAreNone(@TempDir Path folder) throws IOException {
		Path archive = folder.resolve("classes.jsa");
		assertThat(JavaCommand.isArchive(archive)).isFalse();
		Files.writeString(archive, "broken");
		assertThat(JavaCommand.isArchive(archive)).isFalse();
		Files.write(archive, new byte[2_000_000]);
		assertThat(JavaCommand.isArchive(archive)).isTrue();
	}

}
