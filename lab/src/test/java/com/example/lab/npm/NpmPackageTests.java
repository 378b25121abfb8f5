package com.example.lab.npm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.example.lab.aws.cognito.UserPool;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.stage.WorkshopException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NpmPackageTests {

	private final Path temporary;

	private final Processes processes;

	NpmPackageTests(@TempDir Path temporary) {
		this.temporary = temporary;
		this.processes = new Processes(temporary.resolve("logs"));
	}

	@AfterEach
	void end() {
		this.processes.close();
	}

	@Test
	void saysThatNpmIsMissing() {
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> of("no-such-npm").modules())
			.withMessageContaining("npm, which comes with Node.js, was not found")
			.withMessageEndingWith("then run ./workshop doctor.");
		assertThat(this.temporary.resolve("cache")).isDirectoryNotContaining(Files::isDirectory);
	}

	@Test
	void saysWhatNpmSaidWhenItFails() throws IOException {
		Path npm = npm("echo 'npm error code ENOTFOUND'; exit 1");

		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> of(npm.toString()).modules())
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

		Path modules = of(npm.toString()).modules();

		assertThat(modules.resolve("a.js")).exists();
		assertThat(modules.resolve("a.d.ts")).doesNotExist();
		assertThat(modules.resolve("aws-sdk/dist")).doesNotExist();
		assertThat(of(npm.toString()).modules()).isEqualTo(modules);
	}

	private NpmPackage of(String npm) {
		return new NpmPackage("cognito-local, for this test", UserPool.class, this.temporary.resolve("cache"),
				this.processes, new Events(), npm);
	}

	private Path npm(String script) throws IOException {
		Path npm = Files.writeString(this.temporary.resolve("npm"), "#!/bin/sh\n" + script);
		assertThat(npm.toFile().setExecutable(true)).isTrue();
		return npm;
	}

}
