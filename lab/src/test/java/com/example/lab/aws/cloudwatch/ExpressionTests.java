package com.example.lab.aws.cloudwatch;

import java.util.Map;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ExpressionTests {

	private static final Map<String, OptionalDouble> METRICS = Map.of("errors", OptionalDouble.of(3), "all",
			OptionalDouble.of(12), "zero", OptionalDouble.of(0), "none", OptionalDouble.empty());

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "errors | 3", "errors / all * 100 | 25", "1 + 2 * 3 | 7", "(1 + 2) * 3 | 9", "10 - 4 - 3 | 3",
					"-errors + 5 | 2", "2 ^ 3 | 8", "all > 10 | 1", "all <= 10 | 0",
					"IF(all > 10, errors / all, 0) | 0.25", "IF(all > 20, errors / all, 0) | 0", "FILL(none, 7) | 7",
					"FILL(errors, 7) | 3", "SUM([errors, all, none]) | 15", "MAX([errors, all]) | 12",
					"MIN([errors, all]) | 3", "AVG([errors, all]) | 7.5", "errors > 1 AND all > 20 | 0",
					"errors > 1 OR all > 20 | 1", "errors > 1 && all == 12 | 1", "100*(errors/all) | 25" })
	void calculates(String text, double value) {
		assertThat(Expression.of(text).value(METRICS)).hasValue(value);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "none", "errors / zero", "none + 1", "IF(all > 20, errors)", "SUM([none])", "zero / zero" })
	void hasNoValueWhereSomethingIsMissing(String text) {
		assertThat(Expression.of(text).value(METRICS)).isEmpty();
	}

	@Test
	void knowsItsMetrics() {
		assertThat(Expression.of("IF(b > 1, a / b, FILL(c, 0))").ids()).containsExactly("a", "b", "c");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "ANOMALY_DETECTION_BAND(m1) | ANOMALY_DETECTION_BAND", "SUM(METRICS()) | METRICS",
					"FILL(m1, REPEAT) | REPEAT", "m1 + | ", "(m1 | ", "m1 m2 | m2", "m1 ; m2 | ; m2",
					"IF(m1) | a function with 1 arguments" })
	void refusesWhatItDoesNotKnow(String text, String part) {
		assertThatIllegalArgumentException().isThrownBy(() -> Expression.of(text))
			.withMessage(
					"Expression '%s': the lab does not know '%s' there.".formatted(text, (part != null) ? part : ""));
	}

}
