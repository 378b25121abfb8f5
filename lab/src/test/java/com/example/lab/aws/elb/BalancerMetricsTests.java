package com.example.lab.aws.elb;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import com.example.lab.metric.Metric;
import com.example.lab.metric.Statistics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A minute is a second. */
@Timeout(60)
class BalancerMetricsTests {

	/** More minutes than a test takes. */
	private static final int ALL = 600;

	private static final Duration SOON = Duration.ofSeconds(30);

	private Balanced balanced;

	private SmallHttpServer server;

	@BeforeEach
	void reserve(@TempDir Path temporary) throws Exception {
		this.balanced = new Balanced(temporary, 60);
		this.balanced.lab.metrics().remember(ALL);
		this.server = new SmallHttpServer(60_000, (request, out) -> {
			if (request.path().equals("/gone")) {
				out.close();
			}
			else {
				SmallHttpServer.answer(out, Integer.parseInt(request.path().substring(1)), new byte[0]);
			}
		});
	}

	@AfterEach
	void end() throws Exception {
		this.balanced.close();
		this.server.close();
	}

	@Test
	void countsWhatTargetsAnswer() throws Exception {
		this.balanced.start("").with("a", this.server);
		for (int status : new int[] { 200, 201, 302, 404, 404, 500 }) {
			assertThat(this.balanced.status("/" + status)).isEqualTo(status);
		}

		awaitSum("RequestCount", balancer(), 6);
		awaitSum("RequestCount", group(), 6);
		awaitSum("RequestCount", Map.of("LoadBalancer", name(), "AvailabilityZone", "us-east-1a"), 6);
		awaitSum("HTTPCode_Target_2XX_Count", balancer(), 2);
		awaitSum("HTTPCode_Target_3XX_Count", balancer(), 1);
		awaitSum("HTTPCode_Target_4XX_Count", group(), 2);
		awaitSum("HTTPCode_Target_5XX_Count", zone(), 1);
		assertThat(all("HTTPCode_ELB_4XX_Count", balancer())).isEmpty();
		Statistics times = all("TargetResponseTime", group()).orElseThrow();
		assertThat(times.value("SampleCount")).isEqualTo(6);
		assertThat(times.value("p50")).isPositive().isLessThanOrEqualTo(times.value("Maximum") * 1.01);
		assertThat(sum("RequestCountPerTarget", Map.of("TargetGroup", this.balanced.group.fullName()))).isEqualTo(6);
	}

	@Test
	void countsWhatItAnswersItself() throws Exception {
		this.balanced.start("");
		assertThat(this.balanced.status("/")).isEqualTo(503);
		this.balanced.with("a", this.server);
		assertThat(this.balanced.status("/gone")).isEqualTo(502);
		this.balanced.rule("Fixed", 1, "{\"Field\": \"path-pattern\", \"Values\": [\"/fixed\"]}", Balanced.answer(403));
		assertThat(this.balanced.status("/fixed")).isEqualTo(403);
		this.balanced.rule("Moved", 2, "{\"Field\": \"path-pattern\", \"Values\": [\"/moved\"]}",
				"{\"Type\": \"redirect\", \"RedirectConfig\": {\"StatusCode\": \"HTTP_301\", \"Host\": \"a\"}}");
		assertThat(this.balanced.status("/moved")).isEqualTo(301);

		awaitSum("HTTPCode_ELB_5XX_Count", balancer(), 2);
		awaitSum("HTTPCode_ELB_502_Count", balancer(), 1);
		awaitSum("HTTPCode_ELB_503_Count", balancer(), 1);
		awaitSum("HTTPCode_ELB_4XX_Count", balancer(), 1);
		awaitSum("HTTPCode_ELB_3XX_Count", balancer(), 1);
		awaitSum("HTTP_Fixed_Response_Count", balancer(), 1);
		awaitSum("HTTP_Redirect_Count", balancer(), 1);
		// Only a request that got a target counts.
		awaitSum("RequestCount", balancer(), 1);
		assertThat(all("HTTPCode_Target_5XX_Count", balancer())).isEmpty();
	}

	@Test
	void countsItsTargetsByTheirState() throws Exception {
		this.balanced.start("");
		assertThat(all("HealthyHostCount", group())).as("a group without targets").isEmpty();
		this.balanced.with("a", this.server);

		awaitLast("HealthyHostCount", group(), 1);
		awaitLast("UnHealthyHostCount", group(), 0);
		awaitLast("RequestCount", group(), 0);
		this.server.health = 500;
		awaitLast("UnHealthyHostCount", group(), 1);
		awaitLast("HealthyHostCount", zone(), 0);
	}

	private String name() {
		return this.balanced.balancer.attribute("LoadBalancerFullName");
	}

	private Map<String, String> balancer() {
		return Map.of("LoadBalancer", name());
	}

	private Map<String, String> group() {
		return Map.of("LoadBalancer", name(), "TargetGroup", this.balanced.group.fullName());
	}

	private Map<String, String> zone() {
		return Map.of("LoadBalancer", name(), "TargetGroup", this.balanced.group.fullName(), "AvailabilityZone",
				"us-east-1a");
	}

	private void awaitSum(String metric, Map<String, String> dimensions, double sum) {
		Awaitility.await(metric).atMost(SOON).untilAsserted(() -> assertThat(sum(metric, dimensions)).isEqualTo(sum));
	}

	private void awaitLast(String metric, Map<String, String> dimensions, double value) {
		Awaitility.await(metric)
			.atMost(SOON)
			.untilAsserted(() -> assertThat(latest(metric, dimensions, 1).map((last) -> last.value("Maximum")))
				.hasValue(value));
	}

	private double sum(String metric, Map<String, String> dimensions) {
		return all(metric, dimensions).map((statistics) -> statistics.value("Sum")).orElse(0.0);
	}

	private Optional<Statistics> all(String metric, Map<String, String> dimensions) {
		return latest(metric, dimensions, ALL);
	}

	private Optional<Statistics> latest(String metric, Map<String, String> dimensions, int minutes) {
		return this.balanced.lab.metrics()
			.latest(new Metric(BalancerMetrics.NAMESPACE, metric, dimensions), minutes, 1)
			.get(0);
	}

}
