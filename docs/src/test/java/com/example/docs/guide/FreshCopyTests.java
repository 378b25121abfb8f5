package com.example.docs.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.example.lab.process.Programs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

@DisabledOnOs(OS.WINDOWS)
class FreshCopyTests {

	private final Path root;

	private final Path copy;

	FreshCopyTests(@TempDir Path folder) throws IOException {
		this.root = Files.createDirectory(folder.resolve("root"));
		this.copy = folder.resolve("copy");
	}

	@BeforeEach
	void makeRepository() throws Exception {
		assumeThat(Programs.onPath("git")).as("git is installed").isTrue();
		git("init", "-q");
		write("committed/file");
		write("deleted");
		Files.writeString(this.root.resolve(".gitignore"), ".workshop/\ntarget/\n");
		git("add", ".");
		Files.delete(this.root.resolve("deleted"));
	}

	@Test
	void copiesTrackedAndNewFiles() throws Exception {
		write("new");
		write("target/built");
		assertThat(this.root.resolve("new").toFile().setExecutable(true)).isTrue();

		FreshCopy.make(this.root, this.copy);

		assertThat(this.copy.resolve("committed/file")).hasSameTextualContentAs(this.root.resolve("committed/file"));
		assertThat(this.copy.resolve("new")).isExecutable();
		assertThat(this.copy.resolve(".workshop")).isEmptyDirectory();
		assertThat(this.copy).isDirectoryNotContaining("glob:**/{deleted,target,.git}");
	}

	@Test
	void theInstallationOfLocalStackIsLinked() throws Exception {
		write(".workshop/localstack-1/installed.txt");
		write(".workshop/localstack-1.lock");
		write(".workshop/stage-01/cloud.json");

		FreshCopy.make(this.root, this.copy);

		Path data = this.copy.resolve(".workshop");
		assertThat(data.resolve("localstack-1")).isSymbolicLink();
		assertThat(data.resolve("localstack-1/installed.txt")).hasContent("text");
		assertThat(data.resolve("localstack-1.lock")).isSymbolicLink();
		assertThat(data.resolve("stage-01")).doesNotExist();
	}

	@Test
	void aFolderThatGitDoesNotKnowIsRefused(@TempDir Path elsewhere) {
		assertThatIllegalStateException().isThrownBy(() -> FreshCopy.make(elsewhere, this.copy))
			.withMessageStartingWith("git cannot list the files of");
	}

	private void write(String name) throws IOException {
		Path file = this.root.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, "text");
	}

	private void git(String... arguments) throws IOException, InterruptedException {
		Process git = new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
			.directory(this.root.toFile())
			.start();
		assertThat(git.waitFor()).isZero();
	}

}
