package com.example.lab.aws.cloudfront;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.example.lab.metric.Accumulator;
import com.example.lab.metric.Datum;
import com.example.lab.metric.Metric;
import com.example.lab.metric.MetricSource;

/**
 * Measures what viewers get of a distribution. Thread-safe.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html">Get
 * metrics using the API</a>
 */
final class EdgeMetrics implements MetricSource {

	static final String NAMESPACE = "AWS/CloudFront";

	/** Where CloudFront's metrics are, wherever the stack is. */
	static final String REGION = "us-east-1";

	private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

	private final Map<String, String> dimensions;

	/** Since the last minute. */
	private Map<String, Accumulator> values = new LinkedHashMap<>();

	/**
	 * Begins to measure.
	 * @param distribution its id
	 */
	EdgeMetrics(String distribution) {
		this.dimensions = Map.of("DistributionId", distribution, "Region", "Global");
	}

	/** Counts an answer. */
	synchronized void count(Request request, Answer answer) {
		boolean client = answer.isError() && answer.status() < 500;
		boolean server = answer.status() >= 500;
		add("Requests", 1);
		add("BytesDownloaded", request.method().equals("HEAD") ? 0 : answer.body().length);
		add("BytesUploaded", WITH_BODY.contains(request.method()) ? request.body().length : 0);
		add("4xxErrorRate", client ? 100 : 0);
		add("5xxErrorRate", server ? 100 : 0);
		add("TotalErrorRate", (client || server) ? 100 : 0);
	}

	private void add(String name, double value) {
		this.values.computeIfAbsent(name, (unused) -> Accumulator.plain()).add(value);
	}

	/** Nothing in a minute without requests, as on AWS. */
	@Override
	public List<Datum> collect() {
		Map<String, Accumulator> minute;
		synchronized (this) {
			minute = this.values;
			this.values = new LinkedHashMap<>();
		}
		List<Datum> data = new ArrayList<>();
		minute.forEach((name, values) -> data.add(new Datum(new Metric(NAMESPACE, name, this.dimensions),
				values.statistics(), name.endsWith("Rate") ? "Percent" : "None", true)));
		return data;
	}

}
