package com.example.lab.aws.cloudwatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import com.example.lab.metric.Metrics;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an alarm watches: the metrics and expressions of its {@code Metrics}, or its one
 * metric in the same form.
 */
final class Queries {

	private static final String ONLY = "m1";

	private static final String STATISTICS = "MetricStat";

	private static final String EXPRESSION = "Expression";

	private final ArrayNode described;

	private final Map<String, DataPoints> byId = new LinkedHashMap<>();

	private Queries(ArrayNode described, Metrics metrics, int range) {
		this.described = described;
		Map<String, Expression> expressions = new LinkedHashMap<>();
		for (JsonNode query : described) {
			String id = query.path("Id").asString("");
			if (query.has(EXPRESSION)) {
				expressions.put(id, Expression.of(query.path(EXPRESSION).asString("")));
			}
			else {
				JsonNode wanted = query.path(STATISTICS);
				this.byId.put(id, MetricDataPoints.of(metrics, wanted.path("Metric"), wanted.path("Stat").asString(""),
						wanted.path("Period").asInt(0), range));
			}
		}
		while (!expressions.isEmpty()) {
			String id = expressions.entrySet()
				.stream()
				.filter((entry) -> this.byId.keySet().containsAll(entry.getValue().ids()))
				.map(Map.Entry::getKey)
				.findFirst()
				.orElseThrow(() -> new IllegalArgumentException("Metrics: %s have ids that are not among %s."
					.formatted(expressions.keySet(), this.byId.keySet())));
			this.byId.put(id, points(Objects.requireNonNull(expressions.remove(id))));
		}
	}

	/**
	 * Reads the properties of an alarm.
	 * @param range how many periods the alarm looks at
	 * @throws IllegalArgumentException if the lab does not know something in them
	 */
	static Queries of(JsonNode properties, Metrics metrics, int range) {
		JsonNode several = properties.path("Metrics");
		return new Queries((several instanceof ArrayNode array) ? array : one(properties), metrics, range);
	}

	/**
	 * What is compared with the threshold.
	 */
	DataPoints compared() {
		List<DataPoints> returned = this.described.valueStream()
			.filter((query) -> query.path("ReturnData").asBoolean(true))
			.map((query) -> points(query.path("Id").asString("")))
			.toList();
		if (returned.size() != 1) {
			throw new IllegalArgumentException(
					"Metrics has %d entries with ReturnData; an alarm needs one.".formatted(returned.size()));
		}
		return returned.get(0);
	}

	/**
	 * The same for LocalStack, in the form whose evaluation it leaves to others.
	 */
	List<MetricDataQuery> toApi() {
		return this.described.valueStream().map(Queries::toApi).toList();
	}

	private static MetricDataQuery toApi(JsonNode query) {
		MetricDataQuery.Builder builder = MetricDataQuery.builder()
			.id(query.path("Id").asString(""))
			.returnData(query.path("ReturnData").asBoolean(true));
		if (query.has(EXPRESSION)) {
			return builder.expression(query.path(EXPRESSION).asString("")).build();
		}
		JsonNode wanted = query.path(STATISTICS);
		JsonNode metric = wanted.path("Metric");
		return builder
			.metricStat((statistics) -> statistics.period(wanted.path("Period").asInt(0))
				.stat(wanted.path("Stat").asString(""))
				.metric((named) -> named.namespace(metric.path("Namespace").asString(""))
					.metricName(metric.path("MetricName").asString(""))
					.dimensions(metric.path("Dimensions")
						.valueStream()
						.map((dimension) -> Dimension.builder()
							.name(dimension.path("Name").asString(""))
							.value(dimension.path("Value").asString(""))
							.build())
						.toList())))
			.build();
	}

	private static ArrayNode one(JsonNode properties) {
		ArrayNode queries = JsonMapper.shared().createArrayNode();
		ObjectNode query = queries.addObject().put("Id", ONLY).putObject(STATISTICS);
		ObjectNode metric = query.putObject("Metric");
		List.of("Namespace", "MetricName", "Dimensions")
			.stream()
			.filter(properties::has)
			.forEach((name) -> metric.set(name, properties.get(name)));
		query.put("Period", properties.path("Period").asInt(0));
		query.put("Stat", properties.path("Statistic").asString(properties.path("ExtendedStatistic").asString("")));
		return queries;
	}

	private DataPoints points(Expression expression) {
		return (periods) -> {
			Map<String, List<OptionalDouble>> values = new HashMap<>();
			expression.ids().forEach((id) -> values.put(id, points(id).latest(periods)));
			List<OptionalDouble> results = new ArrayList<>();
			IntStream.range(0, periods).forEach((i) -> {
				Map<String, OptionalDouble> period = new HashMap<>();
				values.forEach((id, all) -> period.put(id, all.get(i)));
				results.add(expression.value(period));
			});
			return results;
		};
	}

	private DataPoints points(String id) {
		return Objects.requireNonNull(this.byId.get(id));
	}

}
