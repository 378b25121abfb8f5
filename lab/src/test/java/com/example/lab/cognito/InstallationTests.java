package com.example.lab.cognito;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.stage.WorkshopException;
import com.example.lab.standin.Lab;
import com.example.lab.standin.LabClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InstallationTests {

	private final Path temporary;

	private final Processes processes;

	private final Lab lab;

	InstallationTests(@TempDir Path temporary) {
		this.temporary = temporary;
		this.processes = new Processes(temporary.resolve("logs"));
		this.lab = new Lab(temporary.resolve("run"), temporary.resolve("cache"), this.processes, new Events(),
				new LabClock(1), Map.of(), true);
	}

	@AfterEach
	void end() {
		this.processes.close();
	}

	@Test
	void saysThatNpmIsMissing() {
		assertThatExceptionOfType(WorkshopException.class)
			.isThrownBy(() -> new Installation(this.lab, "no-such-npm").modules())
			.withMessageContaining("needs npm")
			.withMessageEndingWith("then run ./workshop doctor.");
		assertThat(this.temporary.resolve("cache")).isDirectoryNotContaining(Files::isDirectory);
	}

	@Test
	void saysWhatNpmSaidWhenItFails() throws IOException {
		Path npm = npm("echo 'npm error code ENOTFOUND'; exit 1");

		assertThatExceptionOfType(WorkshopException.class)
			.isThrownBy(() -> new Installation(this.lab, npm.toString()).modules())
			.withMessageContaining("npm could not install cognito-local")
			.withMessageContaining("npm error code ENOTFOUND");
		assertThat(this.temporary.resolve("cache")).isDirectoryNotContaining(Files::isDirectory);
	}

	@Test
	void installsOnceByTheLockFileAndLeavesOutWhatIsNeverRead() throws IOException {
		Path npm = npm("""
				test "$1" = ci && grep -q '"cognito-local": "5.3.0"' package.json && test -s package-lock.json || exit 1
				mkdir -p node_modules/aws-sdk/dist && touch node_modules/a.js node_modules/a.d.ts
				test ! -e "%s" && touch "%s"
				""".formatted(this.temporary.resolve("once"), this.temporary.resolve("once")));

		Path modules = new Installation(this.lab, npm.toString()).modules();

		assertThat(modules.resolve("a.js")).exists();
		assertThat(modules.resolve("a.d.ts")).doesNotExist();
		assertThat(modules.resolve("aws-sdk/dist")).doesNotExist();
		assertThat(new Installation(this.lab, npm.toString()).modules()).isEqualTo(modules);
	}

	private Path npm(String script) throws IOException {
		Path npm = Files.writeString(this.temporary.resolve("npm"), "#!/bin/sh\n" + script);
		assertThat(npm.toFile().setExecutable(true)).isTrue();
		return npm;
	}

}
