package com.example.postcards.infra;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** What a server runs at its first boot, and at each. */
class BootScriptTests {

	@TempDir
	private Path folder;

	@Test
	void userDataPassesShellcheck() throws Exception {
		require("shellcheck");
		Path script = Files.writeString(this.folder.resolve("user-data.sh"), userData());

		assertThat(run("shellcheck", script.toString())).isEmpty();
	}

	@Test
	void signalsTheResultOfTheBootToCloudFormation() {
		assertThat(userData()).startsWith("#!/bin/bash\n")
			.containsSubsequence("cfn-init ", " -c default", "cfn-signal -e $?", "cat /var/log/cfn-init.log");
	}

	@Test
	void systemdUnderstandsTheUnit() throws Exception {
		assumeThat(isInstalled("systemd-analyze")).as("systemd-analyze is installed").isTrue();
		Path unit = this.folder.resolve("postcards.service");
		Files.copy(Path.of("src/main/resources/postcards.service"), unit);

		// Its programs are on the server, not here.
		assertThat(run("systemd-analyze", "verify", "--man=no", unit.toString()).lines()
			.filter((line) -> !line.contains("is not executable"))).isEmpty();
	}

	/** With a word for each value that only CloudFormation knows. */
	private static String userData() {
		Map<String, Object> encoded = Synthesis.get(Synthesis.properties("AWS::EC2::Instance"), "UserData");
		Map<String, Object> join = Synthesis.get(encoded, "Fn::Base64");
		return Synthesis.<List<List<Object>>>get(join, "Fn::Join")
			.get(1)
			.stream()
			.map((part) -> (part instanceof String text) ? text : "value")
			.collect(Collectors.joining());
	}

	private String run(String... command) throws IOException, InterruptedException {
		Path output = this.folder.resolve("output");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
		return Files.readString(output);
	}

	/** Skips the tests that need the tool where it is missing, but fails them in CI. */
	private static void require(String tool) {
		if (System.getenv("CI") == null) {
			assumeThat(isInstalled(tool)).as("%s is installed", tool).isTrue();
		}
		assertThat(isInstalled(tool)).as("%s is installed", tool).isTrue();
	}

	private static boolean isInstalled(String tool) {
		return Pattern.compile(File.pathSeparator)
			.splitAsStream(System.getenv("PATH"))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, tool)));
	}

}
