package com.example.lab.localstack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@DisabledOnOs(OS.WINDOWS)
class PythonTests {

	private final Path folder;

	PythonTests(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void isThePythonBehindTheNameOnThePath() throws IOException {
		FakePython.answering(this.folder, "python3", "3", "12", "4", "/opt/python/bin/python3.12", "complete");
		Python python = Python.find(this.folder.toString());
		assertThat(python.program()).isEqualTo(Path.of("/opt/python/bin/python3.12"));
		assertThat(python.finding()).isEqualTo("Python 3.12.4 at /opt/python/bin/python3.12");
	}

	@Test
	void isAnOlderOneWhereTheFirstIsTooNew() throws IOException {
		FakePython.answering(this.folder.resolve("new"), "python3", "3", "14", "0", "/new/python3", "complete");
		FakePython.answering(this.folder.resolve("old"), "python3.11", "3", "11", "2", "/old/python3.11", "complete");
		Python python = Python
			.find(this.folder.resolve("new") + File.pathSeparator + this.folder.resolve("old").toString());
		assertThat(python.program()).isEqualTo(Path.of("/old/python3.11"));
	}

	@Test
	void saysWhichVersionDoesNotFit() throws IOException {
		FakePython.answering(this.folder, "python3", "3", "8", "2", "/usr/bin/python3", "complete");
		assertThat(Python.find(this.folder.toString())).isEqualTo(new Python(null, "Python 3.8.2 at /usr/bin/python3"));
	}

	@Test
	void saysWhatToInstallWhereDebianLeavesVenvOut() throws IOException {
		FakePython.answering(this.folder, "python3", "3", "11", "2", "/usr/bin/python3");
		Python python = Python.find(this.folder.toString());
		assertThat(python.program()).isNull();
		assertThat(python.finding()).contains("apt install python3-venv");
	}

	@Test
	void saysThatThereIsNone() {
		assertThat(Python.find(this.folder.toString())).isEqualTo(new Python(null, "no python3 on the PATH"));
	}

}
