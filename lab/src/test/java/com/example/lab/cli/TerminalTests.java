package com.example.lab.cli;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TerminalTests {

	@Test
	void linesUpColumnsWithoutSpacesAtTheEnd() {
		String table = Terminal.table(List.of("NAME", "", "WHAT"),
				List.of(List.of("a", "", "one"), List.of("longer", "", "")));

		assertThat(table.lines()).containsExactly("NAME       WHAT", "a          one", "longer");
	}

	@Test
	void cellsOfTheWidestColumnsTakeSeveralLinesWhereTheTerminalIsNarrow() {
		String table = Terminal.table(List.of("RESOURCE", "TYPE", "WHY"),
				List.of(List.of("Box", "AWS::EC2::Instance", "a stand-in with a long reason that takes some lines"),
						List.of("Pool", "AWS::Cognito::UserPool", "short")),
				60);

		assertThat(table.lines()).allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(60));
		assertThat(table.lines()).hasSizeGreaterThan(3).first().asString().startsWith("RESOURCE  TYPE");
		assertThat(table.replaceAll("\\s+", " ")).contains("AWS::EC2::Instance a stand-in").contains("short");
		assertThat(table.lines().filter((line) -> line.startsWith("Pool"))).hasSize(1);
	}

	@Test
	void aWordThatIsLongerThanItsColumnIsBroken() {
		String table = Terminal.table(List.of("ID"), List.of(List.of("arn:aws:" + "x".repeat(50))), 30);

		assertThat(table.replaceAll("\\s", "")).isEqualTo("IDarn:aws:" + "x".repeat(50));
		assertThat(table.lines()).allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(30));
	}

	@Test
	void hasNoColoursWhereThereIsNoTerminal() {
		assertThat(Terminal.red("a") + Terminal.bold("b") + Terminal.faint("c")).isEqualTo("abc");
	}

	@Test
	void cutsLinesThatAreLongerThanATerminal() {
		assertThat(Terminal.shorten("x".repeat(100))).hasSize(100).endsWith("x");
		assertThat(Terminal.shorten("x".repeat(101))).hasSize(100).endsWith("x…");
	}

}
