package com.example.lab.aws.elb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import com.example.lab.metric.Accumulator;
import com.example.lab.metric.Datum;
import com.example.lab.metric.Metric;
import com.example.lab.metric.MetricSource;
import com.example.lab.metric.Statistics;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/**
 * Measures what goes through a load balancer, and how its targets are. The zone of a
 * request is that of its target. Thread-safe.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html">CloudWatch
 * metrics for your Application Load Balancer</a>
 */
final class BalancerMetrics implements MetricSource {

	static final String NAMESPACE = "AWS/ApplicationELB";

	private static final String BALANCER = "LoadBalancer";

	private static final String GROUP = "TargetGroup";

	private static final String ZONE = "AvailabilityZone";

	private static final String COUNT = "Count";

	private static final String REQUESTS = "RequestCount";

	/** Those that have a metric each. */
	private static final Set<Integer> OWN_FAILURES = Set.of(500, 502, 503, 504);

	private static final String RESPONSE_TIME = "TargetResponseTime";

	private final String balancer;

	private final Supplier<List<TargetGroup>> groups;

	/** Since the last minute. */
	private Map<Measured, Accumulator> values = new HashMap<>();

	/**
	 * Begins to measure.
	 * @param balancer the load balancer's full name
	 * @param groups those that it uses
	 */
	BalancerMetrics(String balancer, Supplier<List<TargetGroup>> groups) {
		this.balancer = balancer;
		this.groups = groups;
	}

	/**
	 * Counts each request that a handler has ended.
	 */
	HttpHandler around(HttpHandler handler) {
		return (exchange) -> {
			exchange.addExchangeCompleteListener((ended, next) -> {
				count(ended);
				next.proceed();
			});
			handler.handleRequest(exchange);
		};
	}

	@Override
	public List<Datum> collect() {
		Map<Measured, Statistics> minute = take();
		List<Datum> data = new ArrayList<>();
		Map<Metric, Statistics> sums = new HashMap<>();
		minute.forEach((measured, statistics) -> {
			Map<String, String> most = measured.dimensions(this.balancer);
			data.add(datum(measured.name(), most, statistics, true));
			measured.otherDimensions(this.balancer)
				.forEach((fewer) -> sums.merge(new Metric(NAMESPACE, measured.name(), fewer), statistics,
						Statistics::plus));
		});
		List<TargetGroup> used = this.groups.get();
		used.forEach((group) -> measure(group, minute, sums, data));
		if (!used.isEmpty()) {
			sums.putIfAbsent(new Metric(NAMESPACE, REQUESTS, Map.of(BALANCER, this.balancer)), Statistics.of(0));
		}
		sums.forEach((metric, statistics) -> data.add(datum(metric.name(), metric.dimensions(), statistics, false)));
		return data;
	}

	private void count(HttpServerExchange ended) {
		Forwarding forwarding = ended.getAttachment(Forwarding.KEY);
		Target target = (forwarding != null) ? forwarding.target() : null;
		int status = (forwarding != null) ? forwarding.targetStatus() : 0;
		if (forwarding != null && target != null) {
			add(new Measured(REQUESTS, forwarding.groupName(), target.zone()), 1);
			if (status != 0) {
				add(new Measured("HTTPCode_Target_" + status / 100 + "XX_Count", forwarding.groupName(), target.zone()),
						1);
				add(new Measured(RESPONSE_TIME, forwarding.groupName(), target.zone()), forwarding.times()[1]);
			}
		}
		if (status == 0) {
			countOwn(ended.getStatusCode(), ended.getAttachment(Actions.TYPE));
		}
	}

	/**
	 * Counts an answer to a request whose header is not complete or not supported.
	 */
	void refused(int status) {
		countOwn(status, null);
	}

	/** Counts an answer of the load balancer itself. */
	private void countOwn(int status, @Nullable String action) {
		if (status >= 300) {
			add(new Measured("HTTPCode_ELB_" + status / 100 + "XX_Count", null, null), 1);
		}
		if (OWN_FAILURES.contains(status)) {
			add(new Measured("HTTPCode_ELB_" + status + "_Count", null, null), 1);
		}
		if ("redirect".equals(action)) {
			add(new Measured("HTTP_Redirect_Count", null, null), 1);
		}
		if ("fixed-response".equals(action)) {
			add(new Measured("HTTP_Fixed_Response_Count", null, null), 1);
		}
	}

	private synchronized void add(Measured measured, double value) {
		this.values.computeIfAbsent(measured,
				(unused) -> measured.name().equals(RESPONSE_TIME) ? Accumulator.withPercentiles() : Accumulator.plain())
			.add(value);
	}

	private Map<Measured, Statistics> take() {
		Map<Measured, Accumulator> taken;
		synchronized (this) {
			taken = this.values;
			this.values = new HashMap<>();
		}
		return taken.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue().statistics()));
	}

	/**
	 * A group without registered targets has no figures, as on AWS.
	 */
	private void measure(TargetGroup group, Map<Measured, Statistics> minute, Map<Metric, Statistics> sums,
			List<Datum> data) {
		List<TargetHealth> registered = group.targets()
			.stream()
			.filter((target) -> !target.state().equals("draining") && !target.state().equals("unused"))
			.toList();
		if (registered.isEmpty()) {
			return;
		}
		Map<String, String> dimensions = Map.of(BALANCER, this.balancer, GROUP, group.fullName());
		for (Map.Entry<String, String> state : Map.of("HealthyHostCount", "healthy", "UnHealthyHostCount", "unhealthy")
			.entrySet()) {
			data.add(datum(state.getKey(), dimensions, hosts(registered, state.getValue(), null), true));
			registered.stream()
				.map(TargetHealth::zone)
				.distinct()
				.forEach((zone) -> data
					.add(datum(state.getKey(), Map.of(BALANCER, this.balancer, GROUP, group.fullName(), ZONE, zone),
							hosts(registered, state.getValue(), zone), false)));
		}
		double requests = minute.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().name().equals(REQUESTS)
					&& group.fullName().equals(entry.getKey().group()))
			.mapToDouble((entry) -> entry.getValue().sum())
			.sum();
		Statistics perTarget = Statistics.of(requests / registered.size());
		data.add(datum("RequestCountPerTarget", dimensions, perTarget, true));
		data.add(datum("RequestCountPerTarget", Map.of(GROUP, group.fullName()), perTarget, false));
		sums.putIfAbsent(new Metric(NAMESPACE, REQUESTS, dimensions), Statistics.of(0));
	}

	private static Statistics hosts(List<TargetHealth> registered, String state, @Nullable String zone) {
		return Statistics.of(registered.stream()
			.filter((target) -> target.state().equals(state) && (zone == null || target.zone().equals(zone)))
			.count());
	}

	private static Datum datum(String name, Map<String, String> dimensions, Statistics statistics, boolean copied) {
		return new Datum(new Metric(NAMESPACE, name, dimensions), statistics,
				name.equals(RESPONSE_TIME) ? "Seconds" : COUNT, copied);
	}

	/**
	 * A metric with the most dimensions that it has.
	 *
	 * @param name its name
	 * @param group the full name of the target group; null for none
	 * @param zone the zone; null for none
	 */
	private record Measured(String name, @Nullable String group, @Nullable String zone) {

		Map<String, String> dimensions(String balancer) {
			return (this.group == null || this.zone == null) ? Map.of(BALANCER, balancer)
					: Map.of(BALANCER, balancer, GROUP, this.group, ZONE, this.zone);
		}

		List<Map<String, String>> otherDimensions(String balancer) {
			return (this.group == null || this.zone == null) ? List.of() : List.of(Map.of(BALANCER, balancer),
					Map.of(BALANCER, balancer, GROUP, this.group), Map.of(BALANCER, balancer, ZONE, this.zone));
		}

	}

}
