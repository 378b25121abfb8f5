package com.example.lab.box;

import java.util.List;

import com.example.lab.box.UserData.Statement;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UserDataTests {

	@Test
	void splitsCommandsIntoWordsAndKeepsQuotes() {
		assertThat(only("  install -d  'a b'\"c d\"e\tf\\ g $(openssl rand -hex 24) ").words())
			.containsExactly("install", "-d", "'a b'\"c d\"e", "f\\ g", "$(openssl rand -hex 24)");
	}

	@Test
	void readsAssignments() {
		assertThat(only("A_1='x=y z'").words()).containsExactly("=", "A_1", "'x=y z'");
		assertThat(only("EMPTY=").words()).containsExactly("=", "EMPTY", "");
		assertThat(only("P=$(openssl rand -hex 24)").words()).containsExactly("=", "P", "$(openssl rand -hex 24)");
	}

	@Test
	void skipsComments() {
		assertThat(UserData.parse("#!/bin/bash\n\n# note \\\nuseradd a # why\n  # indented\nuseradd 'b#c' d#e\n")
			.statements()).extracting(Statement::line, Statement::words)
			.containsExactly(Tuple.tuple(4, List.of("useradd", "a")),
					Tuple.tuple(6, List.of("useradd", "'b#c'", "d#e")));
	}

	@Test
	void joinsContinuedLinesAsTheShellDoes() {
		Statement statement = only("curl --output \\\n  /opt/a.jar \\\n\thttps://example.com/a\\\nb");

		assertThat(statement.line()).isEqualTo(1);
		assertThat(statement.words()).containsExactly("curl", "--output", "/opt/a.jar", "https://example.com/ab");
	}

	@Test
	void readsHereDocuments() {
		List<Statement> statements = UserData.parse("""
				cat >/etc/a <<'EOF'
				# kept | as $it is

				EOF
				cat > /etc/b <<EOF
				EOF
				cat >/etc/c <<-"END"
					indented
					END
				useradd x
				""").statements();

		assertThat(statements).extracting(Statement::line).containsExactly(1, 5, 7, 10);
		assertThat(statements).extracting(Statement::target).containsExactly("/etc/a", "/etc/b", "/etc/c", null);
		assertThat(statements).extracting(Statement::document)
			.containsExactly("# kept | as $it is\n\n", "", "indented\n", null);
		assertThat(statements).extracting(Statement::expanded).containsExactly(false, true, false, false);
	}

	@Test
	void aHereDocumentWithoutItsEndIsAnErrorOfItsFirstLine() {
		assertThatExceptionOfType(UserDataException.class)
			.isThrownBy(() -> UserData.parse("useradd a\ncat >/etc/a <<EOF\ntext\n EOF\n"))
			.withMessage("User data, line 2: the here document has no end EOF");
	}

	@ParameterizedTest
	@ValueSource(strings = { "for i in 1 2", "while true", "if useradd a", "case $x in", "until false", "function f",
			"f() {", "{ useradd a", "[[ -f /a ]]", "! useradd a", "time useradd a", "a | b", "'a'|b", "$(hostname)|b",
			"a; b", "A=1; B=2", "a && b", "a &", "a >/b 2>&1", "a >>/b", "a < /b", "a <<<b", "(a)", "`a`", "A=`b`",
			"A=1 useradd a", "install -d /a/{b,c}", "install -d /a/*", ">/etc/a", "cat >/a >/b", "A=$(a)$(b|c)|d" })
	void refusesWhatIsNoSimpleCommandWithItsLine(String line) {
		assertThatExceptionOfType(UserDataException.class).isThrownBy(() -> UserData.parse("useradd a\n" + line + "\n"))
			.withMessageStartingWith("User data, line 2: the lab follows simple commands")
			.withMessageEndingWith(line);
	}

	@ParameterizedTest
	@ValueSource(strings = { "useradd 'a", "useradd \"a", "A=\"b", "A=$(hostname", "useradd \"a\\\"" })
	void refusesAnUnfinishedQuote(String line) {
		assertThatExceptionOfType(UserDataException.class).isThrownBy(() -> UserData.parse("\n" + line))
			.withMessageStartingWith("User data, line 2: a quote or a command substitution has no end");
	}

	@ParameterizedTest
	@ValueSource(strings = { "useradd 'a|b'", "useradd \"a;b\"", "useradd \\;", "useradd ${A}", "useradd done",
			"useradd \"a\\\"b\"", "curl -o /a \"https://example.com/?a=1&b=2\"" })
	void followsWhatOnlyLooksLikeMore(String line) {
		assertThat(only(line).words()).hasSizeGreaterThan(1);
	}

	private static Statement only(String line) {
		List<Statement> statements = UserData.parse(line).statements();
		assertThat(statements).hasSize(1);
		return statements.get(0);
	}

}
