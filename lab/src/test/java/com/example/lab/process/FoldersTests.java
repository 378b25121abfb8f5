package com.example.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class FoldersTests {

	private final Path temporary;

	FoldersTests(@TempDir Path temporary) {
		this.temporary = temporary;
	}

	@Test
	void deletesEverythingInAFolderButFollowsNoLink() throws IOException {
		Path elsewhere = Files.createDirectory(this.temporary.resolve("elsewhere"));
		Path kept = Files.writeString(elsewhere.resolve("file"), "kept");
		Path folder = this.temporary.resolve("folder");
		Files.createDirectories(folder.resolve("deep/deeper"));
		Files.writeString(folder.resolve("deep/file"), "text");
		Files.createSymbolicLink(folder.resolve("link"), elsewhere);
		Files.createSymbolicLink(folder.resolve("dangling"), this.temporary.resolve("nowhere"));

		Folders.delete(folder);

		assertThat(folder).doesNotExist();
		assertThat(kept).hasContent("kept");
	}

	@Test
	void deletesAFileAndADanglingLinkInThePlaceOfAFolder() throws IOException {
		Path file = Files.writeString(this.temporary.resolve("file"), "text");
		Path link = Files.createSymbolicLink(this.temporary.resolve("link"), this.temporary.resolve("nowhere"));

		Folders.delete(file);
		Folders.delete(link);

		assertThat(this.temporary).isEmptyDirectory();
	}

	@Test
	void hasNothingToDoWhereNothingIs() {
		assertThatCode(() -> Folders.delete(this.temporary.resolve("nowhere"))).doesNotThrowAnyException();
	}

	@Test
	void copiesTimesPermissionsAndLinks() throws IOException {
		Path from = this.temporary.resolve("from");
		Path file = Files.writeString(Files.createDirectories(from.resolve("inside")).resolve("file"), "text");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
		Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
		Files.createSymbolicLink(from.resolve("link"), Path.of("inside/file"));

		Path to = this.temporary.resolve("to");
		Folders.copy(from, to);

		assertThat(to.resolve("inside/file")).hasContent("text");
		assertThat(Files.getLastModifiedTime(to.resolve("inside/file")).toMillis()).isEqualTo(1_000_000);
		assertThat(Files.getPosixFilePermissions(to.resolve("inside/file")))
			.isEqualTo(PosixFilePermissions.fromString("rw-------"));
		assertThat(Files.readSymbolicLink(to.resolve("link"))).isEqualTo(Path.of("inside/file"));
	}

}
