package com.example.lab.aws.cloudwatch;

import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AlarmRuleTests {

	private static final Map<String, AlarmState> STATES = Map.of("arn:aws:cloudwatch:us-east-1:000000000000:alarm:red",
			AlarmState.ALARM, "green", AlarmState.OK, "grey", AlarmState.INSUFFICIENT_DATA);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "(ALARM(\"arn:aws:cloudwatch:us-east-1:000000000000:alarm:red\") OR ALARM(\"green\")) | true",
					"(ALARM(\"arn:aws:cloudwatch:us-east-1:000000000000:alarm:red\") AND ALARM(\"green\")) | false",
					"ALARM(green) | false", "OK(green) AND INSUFFICIENT_DATA(grey) | true", "NOT OK(\"green\") | false",
					"NOT (OK(green) AND FALSE) | true", "TRUE | true", "FALSE OR TRUE AND FALSE | false" })
	void holdsAsItsAlarmsAre(String text, boolean holds) {
		assertThat(AlarmRule.of(text).holds((name) -> Objects.requireNonNull(STATES.get(name)))).isEqualTo(holds);
	}

	@Test
	void knowsItsAlarms() {
		assertThat(AlarmRule.of("ALARM(\"b\") OR (OK(a) AND NOT ALARM(b))").names()).containsExactly("a", "b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ALARM(a) OR", "(ALARM(a)", "ALARM(a) ALARM(b)", "AT_LEAST(2, ALARM, (a, b))" })
	void refusesWhatItDoesNotKnow(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> AlarmRule.of(text))
			.withMessageStartingWith("AlarmRule '%s': the lab does not know ".formatted(text));
	}

}
