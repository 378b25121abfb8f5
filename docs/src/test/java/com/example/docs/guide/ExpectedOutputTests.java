package com.example.docs.guide;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExpectedOutputTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			1 of 20 requests in 3.5 s,       7 of 4000 requests in 12 s
			1 request,                       '4,000 request'
			at http://127.0.0.1:8080/,       at http://127.0.0.1:45835/
			NAME  TYPE,                      'NAME          TYPE   '
			up in 9.1 s,                     up in \u001b[32m10\u001b[0m s
			""")
	void numbersGapsAndColoursMayDiffer(String expected, String printed) {
		assertThat(output(expected).difference(printed)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "1 request, 1 requests", "up, down", "a b, ab", "up, UP" })
	void wordsMayNotDiffer(String expected, String printed) {
		assertThat(output(expected).difference(printed)).isNotNull();
	}

	@Test
	void threeDotsStandForAnyNumberOfLines() {
		assertThat(output("...").difference("")).isNull();
		assertThat(output("...", "end").difference("end")).isNull();
		assertThat(output("...", "end").difference("a\nend\nb\nend\n\n")).isNull();
		assertThat(output("a", "...", "c", "...", "e").difference("a\nb\nc\nc\nd\ne")).isNull();
		assertThat(output("a", "...").difference("a\nb\nc")).isNull();
		assertThat(output("a", "...", "e").difference("a\nb\nc")).isNotNull();
		assertThat(output("...", "c").difference("a\nb\nc\nd")).isNotNull();
	}

	@Test
	void threeDotsInALineStandForAnyText() {
		assertThat(output("JDK ... ok").difference("JDK   17.0.15+6-Debian   ok")).isNull();
		assertThat(output("failed ...").difference("failed   613")).isNull();
		assertThat(output("failed ...").difference("succeeded 1")).isNotNull();
		assertThat(output("(a ...").difference("(a) b")).isNotNull();
	}

	@Test
	void aDifferenceNamesTheFirstLineThatWasNotPrinted() {
		ExpectedOutput.Difference difference = output("a", "...", "c", "d", "e").difference("a\nb\nc\nx\ne");

		assertThat(difference).isNotNull()
			.extracting(ExpectedOutput.Difference::place, ExpectedOutput.Difference::text)
			.containsExactly("page.adoc:13",
					"the page shows a line that was not printed there: d\n--- the page shows ---\na\n...\nc\nd\ne");
	}

	@Test
	void lessAndMoreThanIsShownAreDifferences() {
		ExpectedOutput.Difference less = output("a", "b").difference("a\n");
		ExpectedOutput.Difference more = output("a").difference("a\nb\n");

		assertThat(less).isNotNull().extracting(ExpectedOutput.Difference::place).isEqualTo("page.adoc:11");
		assertThat(more).isNotNull()
			.extracting(ExpectedOutput.Difference::text)
			.asString()
			.startsWith("more was printed than the page shows");
	}

	private static ExpectedOutput output(String... lines) {
		return new ExpectedOutput("page.adoc", 10, List.of(lines));
	}

}
