package com.example.lab.aws.cloudwatch;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/**
 * How an alarm decides on its state: by the latest data points that exist, and by how it
 * treats missing ones only when too few do.
 *
 * @param comparison such as {@code GreaterThanThreshold}
 * @param threshold what data points are compared with
 * @param periods how many data points count
 * @param breaching how many of them must be outside the threshold
 * @param missing how missing data points are treated, such as {@code notBreaching}
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html">Alarm
 * evaluation</a>
 */
record Evaluation(String comparison, double threshold, int periods, int breaching, String missing) {

	/**
	 * CloudWatch looks at more periods than it needs, and does not say at how many; its
	 * examples have five for three.
	 */
	private static final int MORE = 2;

	private static final Map<String, BiPredicate<Double, Double>> COMPARISONS = Map.of( //
			"GreaterThanThreshold", (value, threshold) -> value > threshold, //
			"GreaterThanOrEqualToThreshold", (value, threshold) -> value >= threshold, //
			"LessThanThreshold", (value, threshold) -> value < threshold, //
			"LessThanOrEqualToThreshold", (value, threshold) -> value <= threshold);

	private static final List<String> TREATMENTS = List.of("missing", "ignore", "breaching", "notBreaching");

	/** Checks what the lab knows. */
	Evaluation {
		if (!COMPARISONS.containsKey(comparison)) {
			throw new IllegalArgumentException("ComparisonOperator is '%s'; the lab knows %s.".formatted(comparison,
					COMPARISONS.keySet().stream().sorted().toList()));
		}
		if (!TREATMENTS.contains(missing)) {
			throw new IllegalArgumentException(
					"TreatMissingData is '%s'; it is one of %s.".formatted(missing, TREATMENTS));
		}
		if (breaching < 1 || breaching > periods) {
			throw new IllegalArgumentException(
					"DatapointsToAlarm is %d; it is a number from 1 to EvaluationPeriods, which is %d."
						.formatted(breaching, periods));
		}
	}

	/** Reads the properties of an alarm; the defaults are those of AWS. */
	static Evaluation of(JsonNode properties) {
		int periods = properties.path("EvaluationPeriods").asInt(0);
		if (!properties.has("Threshold")) {
			throw new IllegalArgumentException("It has no Threshold; the lab detects no anomalies.");
		}
		return new Evaluation(properties.path("ComparisonOperator").asString(""),
				properties.path("Threshold").asDouble(0), periods, properties.path("DatapointsToAlarm").asInt(periods),
				properties.path("TreatMissingData").asString("missing"));
	}

	/**
	 * How many periods it looks at.
	 */
	int range() {
		return this.periods + MORE;
	}

	/**
	 * Decides.
	 * @param points the last {@link #range()} periods, the oldest first
	 * @param before the state so far
	 */
	AlarmState state(List<OptionalDouble> points, AlarmState before) {
		List<Double> existing = existing(points);
		List<Double> counted = existing.subList(Math.max(0, existing.size() - this.periods), existing.size());
		long outside = counted.stream().filter(this::outside).count();
		int lacking = this.periods - counted.size();
		if (outside >= this.breaching) {
			return AlarmState.ALARM;
		}
		if (lacking == 0 || this.missing.equals("notBreaching")) {
			return AlarmState.OK;
		}
		if (this.missing.equals("breaching")) {
			return (outside + lacking >= this.breaching) ? AlarmState.ALARM : AlarmState.OK;
		}
		if (outside < counted.size()) {
			return AlarmState.OK;
		}
		if (this.missing.equals("ignore")) {
			return before;
		}
		return (age(points) >= this.breaching) ? AlarmState.ALARM : AlarmState.INSUFFICIENT_DATA;
	}

	/**
	 * Why, in the words of CloudWatch.
	 */
	String reason(List<OptionalDouble> points, AlarmState state) {
		List<Double> existing = existing(points);
		if (existing.isEmpty() || state == AlarmState.INSUFFICIENT_DATA) {
			return "%s: %d datapoints were received for %d periods, missing ones are treated as [%s]".formatted(
					(state == AlarmState.INSUFFICIENT_DATA) ? "Insufficient Data" : "Threshold Crossed",
					existing.size(), points.size(), this.missing);
		}
		return "Threshold Crossed: of the last datapoints [%s] %d %s (%s)".formatted(
				existing.stream().map(String::valueOf).collect(Collectors.joining(", ")),
				existing.stream().filter(this::outside).count(), words(), this.threshold);
	}

	private String words() {
		return switch (this.comparison) {
			case "GreaterThanThreshold" -> "were greater than the threshold";
			case "GreaterThanOrEqualToThreshold" -> "were greater than or equal to the threshold";
			case "LessThanThreshold" -> "were less than the threshold";
			default -> "were less than or equal to the threshold";
		};
	}

	private boolean outside(double value) {
		BiPredicate<Double, Double> test = COMPARISONS.get(this.comparison);
		return test != null && test.test(value, this.threshold);
	}

	private static List<Double> existing(List<OptionalDouble> points) {
		return points.stream().filter(OptionalDouble::isPresent).map(OptionalDouble::getAsDouble).toList();
	}

	/**
	 * How many periods ago the oldest data point was: only breaching ones with nothing
	 * after them may go to ALARM early, and not the first of a metric that begins.
	 */
	private static int age(List<OptionalDouble> points) {
		for (int i = 0; i < points.size(); i++) {
			if (points.get(i).isPresent()) {
				return points.size() - i;
			}
		}
		return 0;
	}

}
