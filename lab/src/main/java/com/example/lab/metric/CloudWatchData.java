package com.example.lab.metric;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/** Metrics in the words of CloudWatch's API. */
public final class CloudWatchData {

	private CloudWatchData() {
	}

	/**
	 * Dimensions.
	 * @param byName values by name
	 * @return the same
	 */
	public static List<Dimension> dimensions(Map<String, String> byName) {
		return byName.entrySet()
			.stream()
			.map((entry) -> Dimension.builder().name(entry.getKey()).value(entry.getValue()).build())
			.toList();
	}

	static MetricDatum of(Datum datum, Instant time) {
		Statistics statistics = datum.statistics();
		return MetricDatum.builder()
			.metricName(datum.metric().name())
			.dimensions(dimensions(datum.metric().dimensions()))
			.timestamp(time)
			.unit(datum.unit())
			.statisticValues(StatisticSet.builder()
				.sampleCount(statistics.count())
				.sum(statistics.sum())
				.minimum(statistics.minimum())
				.maximum(statistics.maximum())
				.build())
			.build();
	}

}
