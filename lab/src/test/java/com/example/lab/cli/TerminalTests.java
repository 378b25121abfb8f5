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
	void hasNoColoursWhereThereIsNoTerminal() {
		assertThat(Terminal.red("a") + Terminal.bold("b") + Terminal.faint("c")).isEqualTo("abc");
	}

	@Test
	void cutsLinesThatAreLongerThanATerminal() {
		assertThat(Terminal.shorten("x".repeat(100))).hasSize(100).endsWith("x");
		assertThat(Terminal.shorten("x".repeat(101))).hasSize(100).endsWith("x…");
	}

}
