package com.example.lab.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class CommandLineTests {

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	private final CommandLine line = Main.commandLine()
		.setOut(new PrintWriter(this.out))
		.setErr(new PrintWriter(this.err));

	static Stream<String> commands() {
		return Main.commandLine().getSubcommands().keySet().stream();
	}

	@ParameterizedTest
	@MethodSource("commands")
	void everyCommandHasHelp(String command) {
		assertThat(this.line.execute(command, "--help")).isZero();
		assertThat(this.out.toString()).contains("Usage: workshop " + command).doesNotContain("\u001b");
	}

	@Test
	void theHelpListsAllCommands() {
		assertThat(this.line.execute("--help")).isZero();
		assertThat(this.out.toString()).contains(commands().toList());
	}

	@Test
	void anUnknownCommandIsAnErrorWithTheUsage() {
		assertThat(this.line.execute("upp", "1")).isEqualTo(2);
		assertThat(this.err.toString()).contains("upp").contains("up");
	}

	@Test
	void noCommandIsAnErrorWithTheUsage() {
		assertThat(this.line.execute()).isEqualTo(2);
		assertThat(this.err.toString()).contains("Usage: workshop");
	}

	@Test
	void anUnknownStageIsAnErrorThatListsTheStages() {
		assertThat(this.line.execute("up", "77")).isEqualTo(2);
		assertThat(this.err.toString()).contains("There is no stage 77. Stages: stage-01-");
		assertThat(this.line.execute("up", "9")).isEqualTo(2);
		assertThat(this.err.toString()).contains("There is no stage 9 yet. Stages: stage-01-");
	}

	@Test
	void refusesAnInvalidPort() {
		assertThat(this.line.execute("up", "1", "--port", "70000")).isEqualTo(1);
		assertThat(this.err.toString()).contains("--port must be from 1 to 65000, not 70000. Nothing was started.")
			.doesNotContain("\tat ");
	}

	@Test
	void refusesAClockSpeedBelowOne() {
		for (String speed : List.of("0", "-3", "NaN")) {
			assertThat(this.line.execute("up", "1", "--clock", speed)).isEqualTo(1);
		}
		assertThat(this.err.toString()).contains("--clock must be 1 or more", "not 0.0.", "not NaN.")
			.doesNotContain("Exception", "\tat ");
	}

	@Test
	void anOptionWithoutItsFormIsAnErrorThatNamesIt() {
		assertThat(this.line.execute("up", "1", "--context", "zones")).isEqualTo(2);
		assertThat(this.err.toString()).contains("option '--context' (NAME=VALUE)", "./workshop up --help")
			.doesNotContain("option option", "\tat ");
	}

	@Test
	void aModuleThatAStageDoesNotHaveIsAnErrorThatListsItsModules() {
		assertThat(this.line.execute("test", "1", "--only", "lambda")).isEqualTo(1);
		assertThat(this.err.toString()).contains("has no module lambda. Modules: app, infra, tests.")
			.doesNotContain("\tat ");
	}

	@Test
	void refusesToAskZeroTimes() {
		assertThat(this.line.execute("where", "1", "--times", "0")).isEqualTo(1);
		assertThat(this.err.toString()).contains("--times must be 1 or more, not 0. No request was sent.")
			.doesNotContain("\tat ");
	}

	@Test
	void costWithoutStageAndUsersIsAnError() {
		assertThat(this.line.execute("cost")).isEqualTo(1);
		assertThat(this.err.toString()).contains("./workshop cost 1").doesNotContain("\tat ");
	}

	@Test
	void costOfARegionWithoutPricesIsAnErrorThatListsTheRegions() {
		assertThat(this.line.execute("cost", "1", "--region", "mars-1")).isEqualTo(1);
		assertThat(this.err.toString()).contains("us-east-1, ap-northeast-2").doesNotContain("\tat ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "deploy", "destroy" })
	void refusesAnUnknownRegion(String command) {
		assertThat(this.line.execute(command, "1", "--region", "mars-1")).isEqualTo(1);
		assertThat(this.err.toString()).contains("There is no Region mars-1. Regions: af-south-1")
			.doesNotContain("\tat ");
	}

	@Test
	void theVersionNamesTheJavaThatRunsIt() {
		assertThat(this.line.execute("--version")).isZero();
		assertThat(this.out.toString()).contains("workshop 1.0.0", "Java " + Runtime.version());
	}

}
