package com.example.docs.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class GuidePageTests {

	private final Path outside;

	private final Path folder;

	private final Shell shell;

	GuidePageTests(@TempDir Path outside) throws IOException {
		this.outside = outside;
		this.shell = new Shell(outside.resolve("home"), Duration.ofSeconds(20));
		this.folder = Files.createDirectory(this.shell.folder());
	}

	@AfterEach
	void close() {
		this.shell.close();
	}

	@Test
	void blocksRunInTheirOrderButThoseWithAReason() throws IOException {
		follow("""
				[source,shell]
				----
				echo 1 >>done
				----

				[source,shell,reason="costs money"]
				----
				echo 2 >>done
				----

				[source,shell]
				----
				echo 3 >>done
				cat done
				----

				[.output]
				----
				1
				3
				----
				""");

		assertThat(this.folder.resolve("done")).hasContent("1\n3\n");
	}

	@Test
	void theFirstFailureNamesItsPlaceAndEndsThePage() {
		assertFails(() -> follow("""
				= Page

				[source,shell]
				----
				echo before
				ls missing
				----

				[source,shell]
				----
				touch later
				----
				"""), "page.adoc:4: failed with exit code 2", "echo before", "before", "'missing'");
		assertThat(this.folder.resolve("later")).doesNotExist();
	}

	@Test
	void laterBlocksAreGivenThePortThatAStageHas() throws IOException {
		follow("""
				[source,shell]
				----
				echo "up 5 --port 8300"; echo "Postcards is at http://127.0.0.1:9999/"
				----

				[source,shell]
				----
				echo "http://127.0.0.1:8300/ http://127.0.0.1:8200/" > asked
				----
				""");

		assertThat(this.folder.resolve("asked")).hasContent("http://127.0.0.1:9999/ http://127.0.0.1:8200/");
	}

	@Test
	void aBlockThatMustFailFails() throws IOException {
		follow("[source,shell,expect=failure]\n----\nfalse\n----\n");

		assertFails(() -> follow("[source,shell,expect=failure]\n----\ntrue\n----\n"),
				"page.adoc:2: was expected to fail, but succeeded", "true");
	}

	@Test
	void otherOutputNamesTheLineOfThePage() {
		assertFails(() -> follow("""
				= Page

				[source,shell]
				----
				echo one
				echo two >&2
				----

				[.output]
				----
				one
				three
				----
				"""), "page.adoc:12: the page shows a line that was not printed there: three", "two");
	}

	@Test
	void aBlockThatHangsIsAFailure() throws IOException {
		try (Shell impatient = new Shell(this.outside.resolve("impatient"), Duration.ofSeconds(3))) {
			Files.createDirectories(impatient.folder());
			assertFails(() -> follow("[source,shell]\n----\necho begun; sleep 1000\n----\n", impatient),
					"page.adoc:2: did not end in time and was killed", "begun");
		}
	}

	@Test
	void anotherPortThanTheOneAskedForReplacesIt() throws IOException {
		follow("""
				[source,shell]
				----
				printf 'Postcards is at http://127.0.0.1:18081/\\n' # --port 8190
				----

				[source,shell]
				----
				echo http://127.0.0.1:8190/ http://127.0.0.1:8080/ >third
				----
				""");

		assertThat(this.folder.resolve("third")).hasContent("http://127.0.0.1:18081/ http://127.0.0.1:8080/");
	}

	@Test
	void theRealAddressReplacesTheWrittenOne() throws IOException {
		follow("""
				[source,shell]
				----
				echo http://127.0.0.1:8080/ >first
				printf 'Postcards is at \\033[32mhttp://127.0.0.1:18081/\\033[0m\\n'
				----

				[.output]
				----
				Postcards is at http://127.0.0.1:8080/
				----

				[source,shell]
				----
				echo http://127.0.0.1:8080/api 127.0.0.1:80801 >second
				----
				""");

		assertThat(this.folder.resolve("first")).hasContent("http://127.0.0.1:8080/");
		assertThat(this.folder.resolve("second")).hasContent("http://127.0.0.1:18081/api 127.0.0.1:80801");
	}

	private void follow(String text) throws IOException {
		follow(text, this.shell);
	}

	private void follow(String text, Shell reader) throws IOException {
		Path file = Files.writeString(this.outside.resolve("page.adoc"), text);
		new GuideParser(this.outside, Map.of()).read(file).follow(reader);
	}

	private static void assertFails(ThrowingCallable following, String beginning, String... parts) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(following)
			.withMessageStartingWith(beginning)
			.withMessageContainingAll(parts);
	}

}
