package com.example.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class CachedFolderTests {

	private final AtomicInteger made = new AtomicInteger();

	private final Path folder;

	CachedFolderTests(@TempDir Path temporary) {
		this.folder = temporary.resolve("cache/programs");
	}

	@Test
	void makesAFolderOnce() throws IOException {
		make();
		make();

		assertThat(this.made).hasValue(1);
		assertThat(this.folder.resolve("bin/program")).hasContent("program");
	}

	@Test
	void recreatesItWhenAFileIsTruncated() throws IOException {
		make();
		Files.writeString(this.folder.resolve("bin/program"), "");

		make();

		assertThat(this.made).hasValue(2);
		assertThat(this.folder.resolve("bin/program")).hasContent("program");
	}

	@Test
	void recreatesItWhenAFileIsMissingOrAFolder() throws IOException {
		make();
		Files.delete(this.folder.resolve("bin/program"));
		make();
		Files.delete(this.folder.resolve("bin/program"));
		Files.createDirectories(this.folder.resolve("bin/program/inside"));
		make();

		assertThat(this.made).hasValue(3);
		assertThat(this.folder.resolve("bin/program")).isRegularFile();
	}

	@Test
	void recreatesItWhenAFileIsInItsPlace() throws IOException {
		Files.createDirectories(this.folder.resolveSibling("other"));
		Files.writeString(this.folder, "not a folder");

		make();

		assertThat(this.folder.resolve("bin/program")).hasContent("program");
	}

	@Test
	void leavesNothingOfATryThatFails() throws IOException {
		// As a run that was killed in the middle leaves it.
		Files.createDirectories(this.folder.resolveSibling("programs.making/half"));

		assertThatIOException().isThrownBy(() -> CachedFolder.of(this.folder, (empty) -> {
			assertThat(empty).isEmptyDirectory();
			Files.writeString(empty.resolve("half"), "half");
			throw new IOException("No space left on device");
		})).withMessage("No space left on device");

		assertThat(this.folder).doesNotExist();
		assertThat(this.folder.resolveSibling("programs.making")).doesNotExist();
	}

	@Test
	void isMadeByOneThreadOnly() {
		IntStream.range(0, 8).parallel().forEach((unused) -> {
			try {
				make();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});

		assertThat(this.made).hasValue(1);
	}

	private void make() throws IOException {
		CachedFolder.of(this.folder, (empty) -> {
			this.made.incrementAndGet();
			Files.writeString(Files.createDirectory(empty.resolve("bin")).resolve("program"), "program");
		});
	}

}
