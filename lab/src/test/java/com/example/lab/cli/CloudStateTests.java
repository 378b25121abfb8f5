package com.example.lab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CloudStateTests {

	private final Path data;

	private final Path file;

	CloudStateTests(@TempDir Path data) {
		this.data = data;
		this.file = data.resolve("cloud.json");
	}

	@Test
	void isFoundWhileItsProcessRuns() {
		CloudState state = CloudState.ofThisProcess().withPort(1234);
		state.write(this.data);

		assertThat(CloudState.running(this.data)).contains(state);
		assertThat(state.process()).contains(ProcessHandle.current());
		assertThat(state.token()).matches("[0-9a-f]{32}");

		CloudState.delete(this.data);
		assertThat(CloudState.running(this.data)).isEmpty();
		assertThat(this.data).isEmptyDirectory();
	}

	@Test
	void isReadableByItsUserOnly() throws IOException {
		CloudState.ofThisProcess().write(this.data);

		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.file))).isEqualTo("rw-------");
	}

	@Test
	void isStaleWhenItsProcessHasEnded() throws IOException, InterruptedException {
		Process ended = new ProcessBuilder("true").start();
		ended.waitFor();
		CloudState self = CloudState.ofThisProcess();
		new CloudState(ended.pid(), self.started(), 1, "").write(this.data);

		assertThat(CloudState.running(this.data)).isEmpty();
	}

	@Test
	void isStaleWhenAnotherProcessHasItsId() {
		CloudState self = CloudState.ofThisProcess();
		new CloudState(self.pid(), self.started() - 60_000, 1, "").write(this.data);

		assertThat(CloudState.running(this.data)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "null", "{", "[]", "{\"pid\": \"x\"}", "{}", "\u0000\u0001" })
	void isIgnoredWhenItIsDamaged(String content) throws IOException {
		Files.writeString(this.file, content);

		assertThat(CloudState.running(this.data)).isEmpty();
	}

	@Test
	void deletesAFolderInItsPlace() throws IOException {
		Files.createDirectories(this.file.resolve("inside"));
		assertThat(CloudState.running(this.data)).isEmpty();

		CloudState.delete(this.data);

		assertThat(this.file).doesNotExist();
	}

}
