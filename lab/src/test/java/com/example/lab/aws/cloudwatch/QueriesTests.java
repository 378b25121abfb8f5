package com.example.lab.aws.cloudwatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import com.example.lab.event.Events;
import com.example.lab.metric.Datum;
import com.example.lab.metric.Metric;
import com.example.lab.metric.MetricSource;
import com.example.lab.metric.Metrics;
import com.example.lab.metric.Statistics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class QueriesTests {

	private static final String SIMPLE = """
			{"Namespace": "Ours", "MetricName": "Errors", "Statistic": "Sum", "Period": 60,
			"Dimensions": [{"Name": "Part", "Value": "a"}]}""";

	private static final Duration SOON = Duration.ofSeconds(30);

	private final Metrics metrics = new Metrics(new Events(), Duration.ofSeconds(1));

	private final MetricSource source = () -> List.of(datum("Errors", "a", 2), datum("Errors", "b", 5),
			datum("Requests", "a", 8));

	@BeforeEach
	void measure() {
		this.metrics.keep("Ours");
		this.metrics.add(this.source);
	}

	@AfterEach
	void end() {
		this.metrics.remove(this.source);
	}

	@Test
	void oneMetricIsReadWithItsDimensionsAndStatistic() {
		assertThat(last(SIMPLE)).hasValue(2);
		assertThat(last(SIMPLE.replace("\"a\"", "\"b\""))).hasValue(5);
	}

	@Test
	void aPeriodMayHaveSeveralMinutes() {
		Queries queries = queries(SIMPLE.replace("60", "120"));

		Awaitility.await().atMost(SOON).until(() -> queries.compared().latest(1).get(0).equals(OptionalDouble.of(4)));
	}

	@Test
	void anExpressionIsReadFromItsMetrics() {
		assertThat(
				last("""
						{"Metrics": [
						{"Id": "percent", "Expression": "rate * 100", "ReturnData": true},
						{"Id": "rate", "Expression": "e / r", "ReturnData": false},
						{"Id": "e", "ReturnData": false, "MetricStat": {"Stat": "Sum", "Period": 60, "Metric": {"Namespace": "Ours",
						"MetricName": "Errors", "Dimensions": [{"Name": "Part", "Value": "a"}]}}},
						{"Id": "r", "ReturnData": false, "MetricStat": {"Stat": "Sum", "Period": 60, "Metric": {"Namespace": "Ours",
						"MetricName": "Requests", "Dimensions": [{"Name": "Part", "Value": "a"}]}}}]}"""))
			.hasValue(25);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"{\"Namespace\": \"Ours\", \"MetricName\": \"M\", \"Statistic\": \"Sum\", \"Period\": 30} | Period is 30",
			"{\"Namespace\": \"Ours\", \"MetricName\": \"M\", \"ExtendedStatistic\": \"tm99\", \"Period\": 60} | The statistic of M is 'tm99'",
			"{\"Namespace\": \"Theirs\", \"MetricName\": \"M\", \"ExtendedStatistic\": \"p99\", \"Period\": 60} | LocalStack has no statistic p99 of M",
			"{\"Metrics\": [{\"Id\": \"e\", \"Expression\": \"m1 * 2\"}]} | Metrics: [e] have ids that are not among []",
			"{\"Metrics\": [{\"Id\": \"e\", \"Expression\": \"1\"}, {\"Id\": \"f\", \"Expression\": \"2\"}]} | Metrics has 2 entries with ReturnData" })
	void refusesWhatItDoesNotKnow(String properties, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> queries(properties).compared())
			.withMessageStartingWith(message);
	}

	@Test
	void localStackGetsAFormThatItDoesNotEvaluate() {
		assertThat(queries(SIMPLE).toApi()).singleElement().satisfies((query) -> {
			assertThat(query.metricStat().metric().metricName()).isEqualTo("Errors");
			assertThat(query.metricStat().metric().dimensions()).hasSize(1);
			assertThat(query.metricStat().stat()).isEqualTo("Sum");
			assertThat(query.returnData()).isTrue();
		});
	}

	private OptionalDouble last(String properties) {
		DataPoints points = queries(properties).compared();
		return Awaitility.await().atMost(SOON).until(() -> points.latest(1).get(0), OptionalDouble::isPresent);
	}

	private Queries queries(String properties) {
		JsonNode json = JsonMapper.shared().readTree(properties);
		return Queries.of(json, this.metrics, 3);
	}

	private static Datum datum(String name, String part, double value) {
		return new Datum(new Metric("Ours", name, Map.of("Part", part)), Statistics.of(value), "Count", true);
	}

}
