package com.example.lab.box;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class VariablesTests {

	private final Variables variables = new Variables("box", "its %s"::formatted);

	VariablesTests() {
		this.variables.set("A", "'x y'");
		this.variables.set("PRICE", "'$5 \\'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "plain | plain", "$A | x y", "${A}b | x yb", "\"$A\" | x y", "'$A' | $A", "a'b'\"c\"d | abcd",
					"\"say \\\"hi\\\" \\$A \\n\" | say \"hi\" $A \\n", "\\$A\\ b | $A b", "$PRICE | $5 \\",
					"$(hostname) | box", "Id=$(cloud-init query instance_id) | Id=its instance_id",
					"\"on $(hostname)!\" | on box!", "a$ | a$", "\"100 $\" | 100 $" })
	void expandsWordsAsTheShellDoes(String word, String expanded) {
		assertThat(this.variables.expandWord(word)).isEqualTo(expanded);
	}

	@Test
	void expandsDocumentsAsTheShellDoes() {
		assertThat(this.variables.expandDocument("""
				{"a": $A, 'b': "${A}"} on $(hostname)
				price \\$5, path \\\\, tab \\t, go \\
				on
				""")).isEqualTo("""
				{"a": x y, 'b': "x y"} on box
				price $5, path \\, tab \\t, go on
				""");
	}

	@Test
	void makesASecretOfTheWantedLengthEachTime() {
		String first = this.variables.expandWord("$(openssl rand -hex 24)");

		assertThat(first).matches("[0-9a-f]{48}");
		assertThat(this.variables.expandWord("$(openssl rand -hex 24)")).isNotEqualTo(first);
	}

	@Test
	void aVariableThatIsNotSetIsAnError() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.variables.expandDocument("a $NOWHERE b"))
			.withMessage("the variable NOWHERE is not set");
		assertThatIllegalArgumentException().isThrownBy(() -> this.variables.set("B", "\"$NOWHERE\""));
		assertThat(this.variables.expandWord("'$NOWHERE'")).isEqualTo("$NOWHERE");
	}

	@ParameterizedTest
	@ValueSource(strings = { "${A:-b}", "${#A}", "$1", "$@", "$?", "$((1+1))", "$(date)", "\"$(cat /etc/passwd)\"",
			"`date`" })
	void otherExpansionsAreErrors(String word) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.variables.expandWord(word))
			.withMessageStartingWith("the lab does not know the");
	}

}
