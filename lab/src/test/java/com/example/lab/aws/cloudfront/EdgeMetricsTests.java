package com.example.lab.aws.cloudfront;

import java.util.Map;
import java.util.stream.Collectors;

import com.example.lab.metric.Datum;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class EdgeMetricsTests {

	private final EdgeMetrics metrics = new EdgeMetrics("E1");

	@Test
	void measuresRequestsBytesAndErrors() {
		Request upload = new Request("POST", "/a", "", Fields.NONE, new byte[10], TestEdge.VIEWER);
		this.metrics.count(TestEdge.request("GET", "/a"), TestEdge.answer(200, "12345"));
		this.metrics.count(TestEdge.request("HEAD", "/a"), TestEdge.answer(200, "12345"));
		this.metrics.count(upload, TestEdge.answer(503, "no"));
		this.metrics.count(upload, TestEdge.answer(404, "no"));

		assertThat(values("Sum")).contains(entry("Requests", 4.0), entry("BytesDownloaded", 9.0),
				entry("BytesUploaded", 20.0));
	}

	@Test
	void ratesArePercentOfTheRequests() {
		for (int status : new int[] { 200, 200, 404, 403, 502 }) {
			this.metrics.count(TestEdge.request("GET", "/a"), TestEdge.answer(status, ""));
		}

		assertThat(values("Average")).contains(entry("4xxErrorRate", 40.0), entry("5xxErrorRate", 20.0),
				entry("TotalErrorRate", 60.0));
		assertThat(this.metrics.collect()).as("a minute without requests").isEmpty();
	}

	private Map<String, Double> values(String statistic) {
		return this.metrics.collect()
			.stream()
			.peek((datum) -> assertThat(datum.metric().dimensions()).containsOnly(entry("DistributionId", "E1"),
					entry("Region", "Global")))
			.collect(Collectors.toMap((Datum datum) -> datum.metric().name(),
					(datum) -> datum.statistics().value(statistic)));
	}

}
