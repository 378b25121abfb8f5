package com.example.lab.aws.cloudwatch;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EvaluationTests {

	/**
	 * The tables of CloudWatch's guide: X is breaching, 0 is not, - is missing; then what
	 * comes of it when missing data is treated as missing, ignored, breaching and not
	 * breaching.
	 */
	@ParameterizedTest
	@CsvSource({ "3, 0 - X - X, OK, OK, OK, OK", //
			"3, 0 - - - -, OK, OK, OK, OK", //
			"3, - - - - -, INSUFFICIENT_DATA, before, ALARM, OK", //
			"3, 0 X X - X, ALARM, ALARM, ALARM, ALARM", //
			"3, - - X - -, ALARM, before, ALARM, OK", //
			"3, X - - - -, ALARM, before, ALARM, OK", //
			"3, - - - - X, INSUFFICIENT_DATA, before, ALARM, OK", //
			"2, 0 - X - X, ALARM, ALARM, ALARM, ALARM", //
			"2, 0 0 X 0 X, ALARM, ALARM, ALARM, ALARM", //
			"2, 0 - X - -, OK, OK, ALARM, OK", //
			"2, - - - - 0, OK, OK, ALARM, OK", //
			"2, - - - - X, INSUFFICIENT_DATA, before, ALARM, OK" })
	void decidesAsCloudWatchDoes(int breaching, String points, String missing, String ignore, String treatedAsBreaching,
			String notBreaching) {
		assertThat(state(breaching, points, "missing")).isEqualTo(missing);
		assertThat(state(breaching, points, "ignore")).isEqualTo(ignore);
		assertThat(state(breaching, points, "breaching")).isEqualTo(treatedAsBreaching);
		assertThat(state(breaching, points, "notBreaching")).isEqualTo(notBreaching);
	}

	private static String state(int breaching, String text, String treatment) {
		Evaluation evaluation = new Evaluation("GreaterThanThreshold", 1, 3, breaching, treatment);
		List<OptionalDouble> points = points(text);
		assertThat(points).hasSize(evaluation.range());
		AlarmState after = evaluation.state(points, AlarmState.OK);
		boolean kept = after != evaluation.state(points, AlarmState.ALARM);
		return kept ? "before" : after.name();
	}

	private static List<OptionalDouble> points(String text) {
		return Arrays.stream(text.split(" "))
			.map((point) -> point.equals("-") ? OptionalDouble.empty() : OptionalDouble.of(point.equals("X") ? 2 : 0))
			.toList();
	}

	@ParameterizedTest
	@CsvSource({ "GreaterThanThreshold, 1.5, OK", "GreaterThanOrEqualToThreshold, 1.5, ALARM",
			"LessThanThreshold, 1.5, OK", "LessThanOrEqualToThreshold, 1.5, ALARM", "LessThanThreshold, 1.4, ALARM" })
	void comparesWithTheThreshold(String comparison, double value, AlarmState state) {
		Evaluation evaluation = new Evaluation(comparison, 1.5, 1, 1, "missing");

		assertThat(evaluation.state(List.of(OptionalDouble.of(value)), AlarmState.OK)).isEqualTo(state);
	}

	@Test
	void givesItsReason() {
		Evaluation evaluation = new Evaluation("GreaterThanOrEqualToThreshold", 1, 2, 2, "notBreaching");

		assertThat(evaluation.reason(points("- 0 X X"), AlarmState.ALARM)).isEqualTo(
				"Threshold Crossed: of the last datapoints [0.0, 2.0, 2.0] 2 were greater than or equal to the threshold (1.0)");
		assertThat(evaluation.reason(points("- - - -"), AlarmState.OK)).isEqualTo(
				"Threshold Crossed: 0 datapoints were received for 4 periods, missing ones are treated as [notBreaching]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"{\"EvaluationPeriods\": 1, \"ComparisonOperator\": \"GreaterThanThreshold\"} | It has no Threshold",
			"{\"EvaluationPeriods\": 1, \"Threshold\": 1, \"ComparisonOperator\": \"GreaterThanUpperThreshold\"} | ComparisonOperator is 'GreaterThanUpperThreshold'",
			"{\"EvaluationPeriods\": 1, \"Threshold\": 1, \"ComparisonOperator\": \"GreaterThanThreshold\", \"TreatMissingData\": \"zero\"} | TreatMissingData is 'zero'",
			"{\"EvaluationPeriods\": 1, \"Threshold\": 1, \"ComparisonOperator\": \"GreaterThanThreshold\", \"DatapointsToAlarm\": 2} | DatapointsToAlarm is 2" })
	void refusesWhatItDoesNotKnow(String properties, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> Evaluation.of(JsonMapper.shared().readTree(properties)))
			.withMessageStartingWith(message);
	}

}
