package com.example.lab.cli;

import java.time.Duration;
import java.util.stream.IntStream;

import com.example.lab.cloud.Answer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WhereCommandTests {

	private static final Answer A = new Answer(200,
			"{\"instance\":\"ServerA\",\"zone\":\"us-east-1a\",\"database\":{\"node\":\"db-1\",\"role\":\"primary\"}}");

	private static final Answer B = new Answer(200, "{\"instance\":\"ServerB\",\"zone\":null}");

	@Test
	void countsTheAnswersOfEachPlace() {
		assertThat(table(A, B, A)).isEqualToNormalizingNewlines("""
				INSTANCE  ZONE        DATABASE NODE  DATABASE ROLE  ANSWERS  SLOWEST
				ServerA   us-east-1a  db-1           primary        2        30 ms
				ServerB   -           -              -              1        20 ms
				""");
	}

	@Test
	void countsFailuresByKind() {
		assertThat(table(new Answer(503, ""), B, new Answer(0, ""), new Answer(503, "")))
			.isEqualToNormalizingNewlines("""
					INSTANCE  ZONE  ANSWERS  SLOWEST
					ServerB   -     1        20 ms
					HTTP 503: 2 of 4 requests
					no answer: 1 of 4 requests
					""");
	}

	@Test
	void showsAnAnswerThatIsNoJson() {
		assertThat(table(new Answer(200, "<p>busy</p>"))).contains("ANSWER", "<p>busy</p>");
	}

	/** The answers after 10, 20, 30 milliseconds and so on. */
	private static String table(Answer... answers) {
		return WhereCommand.table(IntStream.range(0, answers.length)
			.mapToObj((i) -> new WhereCommand.Asked(answers[i], Duration.ofMillis(10L * (i + 1))))
			.toList());
	}

}
