package com.example.docs.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class GuideParserTests {

	private final Path folder;

	private final GuideParser parser;

	GuideParserTests(@TempDir Path folder) {
		this.folder = folder;
		this.parser = new GuideParser(folder, Map.of("parts", folder.toString()));
	}

	@Test
	void blocksAreFoundAtAnyDepthInTheirOrder() throws IOException {
		GuidePage page = read("""
				= Page

				[source,shell]
				----
				echo 1
				----

				== Section

				. item
				+
				[source,bash]
				----
				echo 2
				----
				* deeper
				+
				====
				--
				```sh
				echo 3
				```
				--
				====

				term::
				+
				[,console]
				----
				echo 4
				----

				|===
				a|
				[source,shell]
				----
				echo 5
				----
				|===

				[source,java]
				----
				int no;
				----

				[%collapsible]
				====
				[source,shell]
				echo 6
				====
				""");

		assertThat(page.commands()).extracting(Command::script)
			.containsExactly("echo 1", "echo 2", "echo 3", "echo 4", "echo 5", "echo 6");
		assertThat(page.commands()).extracting(Command::place).startsWith("page.adoc:4", "page.adoc:13");
	}

	@Test
	void outputMayBeFoldedTogetherWithItsAnswer() throws IOException {
		GuidePage page = read("""
				= Page

				[source,shell]
				----
				echo 1
				----

				.Check your guess
				[%collapsible]
				====
				[source,text,role=output]
				----
				1
				----

				It prints one.

				[source,shell]
				----
				echo 2
				----
				====
				""");

		assertThat(page.commands()).extracting(Command::script).containsExactly("echo 1", "echo 2");
		assertThat(page.commands().get(0).output()).isEqualTo(new ExpectedOutput("page.adoc", 13, List.of("1")));
		assertThat(page.commands().get(1).output()).isNull();
	}

	@Test
	void aBlockWithAReasonDoesNotRun() throws IOException {
		GuidePage page = read("""
				[source,shell,reason="needs an AWS account"]
				----
				./workshop deploy 1
				----

				[source,powershell,reason="Windows"]
				----
				dir
				----

				[source,shell]
				----
				true
				----
				""");

		assertThat(page.commands()).extracting(Command::reason)
			.containsExactly("needs an AWS account", "Windows", null);
		assertThat(page.coverage()).isEqualTo("page.adoc: 1 of 3 command blocks run");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			[source,shell,reason=""]        | echo 1   | an empty reason
			[source,powershell]             | dir      | a block for Windows needs reason
			[source,cmd]                    | dir      | a block for Windows needs reason
			[source,shell,expect=success]   | echo 1   | expect=success is not known
			[source,console]                | $ echo 1 | a prompt
			[source,shell,subs=attributes+] | echo 1   | attributes are substituted
			""")
	void refusesAnUnrunnableBlockWithoutAReason(String attributes, String line, String error) {
		assertThatIllegalStateException().isThrownBy(() -> read("""
				= Page

				%s
				----
				%s
				----
				""".formatted(attributes, line))).withMessageStartingWith("page.adoc:4: " + error);
	}

	@Test
	void outputBelongsToTheBlockBeforeIt() throws IOException {
		GuidePage page = read("""
				* item
				+
				[source,shell,expect=failure]
				----
				false
				----
				+
				[.output]
				----
				one
				two
				----

				[source,shell]
				----
				true
				----
				""");

		assertThat(page.commands()).extracting(Command::output)
			.containsExactly(new ExpectedOutput("page.adoc", 10, List.of("one", "two")), null);
		assertThat(page.commands()).extracting(Command::mustFail).containsExactly(true, false);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[.output]\n----\nx\n----", "[source,text,role=output]\n----\nx\n----",
			"[.output]\n....\nx\n...." })
	void outputIsAListingOrALiteral(String output) throws IOException {
		GuidePage page = read("[source,shell]\n----\ntrue\n----\n\n" + output);

		assertThat(page.commands()).extracting(Command::output)
			.doesNotContainNull()
			.extracting(ExpectedOutput::lines)
			.containsExactly(List.of("x"));
	}

	@Test
	void outputShowsTheFiguresThatItRefersTo() throws IOException {
		GuidePage page = read("""
				= Page
				:kill-lost: 0

				[source,shell]
				----
				./count
				----

				[source,text,role=output,subs="attributes+"]
				----
				lost {kill-lost}, {unknown-figure}
				----
				""");

		assertThat(Objects.requireNonNull(page.commands().get(0).output()).lines())
			.containsExactly("lost 0, {unknown-figure}");
	}

	@Test
	void outputWithoutACommandIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> read("""
				[source,shell]
				----
				true
				----

				It prints:

				[.output]
				----
				x
				----
				""")).withMessageStartingWith("page.adoc:9: output that does not follow a command block");
	}

	@Test
	void blocksOfAnIncludedFileAreNamedByIt() throws IOException {
		Files.writeString(this.folder.resolve("_part.adoc"), "[source,shell]\n----\ntrue\n----\n");

		GuidePage page = read("= Page\n\ninclude::{parts}/_part.adoc[]\n");

		assertThat(page.commands()).extracting(Command::place).containsExactly("_part.adoc:2");
	}

	@Test
	void filesAndFoldersWithAnUnderscoreAreNoPages() throws IOException {
		for (String name : List.of("index.adoc", "stages/01.adoc", "_nav.adoc", "_parts/a.adoc", "x.txt")) {
			Files.createDirectories(this.folder.resolve(name).getParent());
			Files.writeString(this.folder.resolve(name), "");
		}

		assertThat(this.parser.files()).extracting(this.parser::name).containsExactly("index.adoc", "stages/01.adoc");
	}

	private GuidePage read(String text) throws IOException {
		return this.parser.read(Files.writeString(this.folder.resolve("page.adoc"), text));
	}

}
