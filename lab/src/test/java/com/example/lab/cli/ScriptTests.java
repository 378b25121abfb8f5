package com.example.lab.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.example.lab.stage.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The script {@code workshop}, with a Maven and a Java that say how they are called. */
@DisabledOnOs(OS.WINDOWS)
class ScriptTests {

	private static final String JAVA = """
			#!/bin/sh
			if [ "$1" = -version ]; then
			  echo 'Picked up JAVA_TOOL_OPTIONS: -Dx=1' >&2
			  echo 'openjdk version "%s" 2025-04-15' >&2
			  exit
			fi
			echo "locale=${LC_ALL:-}"
			for argument in "$@"; do echo "<$argument>"; done
			""";

	private static final String MAVEN = """
			#!/bin/sh
			while [ "$1" != -f ]; do shift; done
			root=$(dirname "$2")
			mkdir -p "$root/lab/target"
			touch "$root/lab/target/lab.jar"
			echo library.jar >"$root/lab/target/classpath.txt"
			""";

	private final Map<String, String> environment = new TreeMap<>(
			Map.of("PATH", System.getenv("PATH"), "LANG", "en_US.UTF-8"));

	private final Path temporary;

	ScriptTests(@TempDir Path temporary) throws IOException {
		this.temporary = temporary.toRealPath();
		write(this.temporary.resolve("java/bin/java"), JAVA.formatted("17.0.15"));
		this.environment.put("JAVA_HOME", this.temporary.resolve("java").toString());
		this.environment.put("HOME", this.temporary.resolve("home").toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "workshop", "with a blank", "it's", "\uc5fd\uc11c" })
	void worksInAFolderOfAnyName(String name) throws Exception {
		Path root = checkout(name);

		assertThat(run(root, "./workshop", "diff", "a b", "")).contains("<-Dworkshop.root=%s>".formatted(root),
				"<-cp>\n<%s/.workshop/command-line/lab.jar:library.jar>\n<com.example.lab.cli.Main>\n<diff>\n<a b>\n<>"
					.formatted(root));
	}

	@Test
	void theArchiveOfItsJavaIsUsed() throws Exception {
		Path root = checkout("with a blank");
		String first = run(root, "./workshop", "up");
		String archive = first.replaceFirst("(?s).*<-Dlab.archive=(.*?)>.*", "$1");
		Files.createFile(Path.of(archive));

		assertThat(run(root, "./workshop", "up")).contains("<-XX:SharedArchiveFile=%s>".formatted(archive));
	}

	@Test
	void itIsCalledFromAnywhereThroughLinksAndWithACdPath() throws Exception {
		Path root = checkout("checkout");
		Path bin = Files.createDirectory(this.temporary.resolve("bin"));
		Files.createSymbolicLink(bin.resolve("inner"), Path.of("../checkout/workshop"));
		Files.createSymbolicLink(bin.resolve("outer"), bin.resolve("inner"));
		this.environment.put("CDPATH", this.temporary.toString());

		String expected = "<-Dworkshop.root=%s>".formatted(root);
		assertThat(run(this.temporary, bin.resolve("outer").toString(), "status")).contains(expected);
		assertThat(run(this.temporary, "checkout/workshop", "status")).contains(expected);
	}

	@Test
	void aLocaleWithoutLettersIsReplacedAndAnyOtherKept() throws Exception {
		Path root = checkout("checkout");
		assertThat(run(root, "./workshop", "status")).contains("locale=\n");
		this.environment.put("LC_ALL", "C");
		assertThat(run(root, "./workshop", "status")).contains("locale=C.UTF-8\n");
		this.environment.put("LC_ALL", "de_DE.utf8");
		assertThat(run(root, "./workshop", "status")).contains("locale=de_DE.utf8\n");
	}

	@Test
	void anOldJavaIsNamedWithItsPlace() throws Exception {
		Path root = checkout("checkout");
		for (String old : List.of("11.0.2", "1.8.0_402")) {
			write(this.temporary.resolve("java/bin/java"), JAVA.formatted(old));
			assertThat(run(root, "./workshop", "up"))
				.startsWith("JDK 17 or newer is needed; found Java %s by JAVA_HOME, %s. "
					.formatted(old.replaceFirst("\\..*", ""), this.temporary.resolve("java")));
		}
		this.environment.put("JAVA_HOME", "/nowhere");
		assertThat(run(root, "./workshop", "up")).contains("found no Java by JAVA_HOME, /nowhere. ").hasLineCount(1);
	}

	@Test
	void aHomeThatCannotBeWrittenMattersOnlyToABuild() throws Exception {
		Path root = checkout("checkout");
		this.environment.remove("HOME");
		assertThat(run(root, "./workshop", "up")).contains("HOME, which is not set, cannot be written").hasLineCount(1);
		this.environment.put("HOME", "/proc/nowhere");
		assertThat(run(root, "./workshop", "up")).contains("/proc/nowhere/.m2 cannot be written").hasLineCount(1);
		this.environment.put("MAVEN_USER_HOME", this.temporary.resolve("maven").toString());
		assertThat(run(root, "./workshop", "up")).contains("<up>");
		this.environment.remove("MAVEN_USER_HOME");
		assertThat(run(root, "./workshop", "up")).contains("<up>");
	}

	@Test
	void aColonInThePathIsRefused() throws Exception {
		assertThat(run(checkout("one:two"), "./workshop", "up")).contains("move the workshop to a folder without one");
	}

	private Path checkout(String name) throws IOException {
		Path root = Files.createDirectories(this.temporary.resolve(name));
		write(root.resolve("workshop"), Files.readString(Workshop.find().root().resolve("workshop")));
		write(root.resolve("mvnw"), MAVEN);
		write(root.resolve("pom.xml"), "");
		write(root.resolve("lab/pom.xml"), "");
		Files.createDirectories(root.resolve("lab/src/main"));
		return root;
	}

	private static void write(Path file, String text) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private String run(Path folder, String... command) throws IOException, InterruptedException {
		ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command))).directory(folder.toFile())
			.redirectErrorStream(true);
		builder.environment().clear();
		builder.environment().putAll(this.environment);
		Process process = builder.start();
		process.getOutputStream().close();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return said;
	}

}
