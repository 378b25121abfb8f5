package com.example.lab.aws.cloudwatch;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import com.example.lab.metric.CloudWatchData;
import com.example.lab.metric.Metric;
import com.example.lab.metric.Metrics;
import com.example.lab.metric.Statistics;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import tools.jackson.databind.JsonNode;

/**
 * A metric that an alarm watches. Those that the lab measures are read from the lab, in
 * its minutes; all others from LocalStack, in true time.
 */
final class MetricDataPoints {

	private static final int MINUTE = 60;

	/** LocalStack is not asked more often, whatever the clock says. */
	private static final Duration PAUSE = Duration.ofSeconds(10);

	private MetricDataPoints() {
	}

	/**
	 * Reads the description of a metric.
	 * @param metrics those of the lab
	 * @param described with {@code Namespace}, {@code MetricName} and {@code Dimensions}
	 * @param statistic such as {@code Sum}
	 * @param period in seconds
	 * @param range how many periods are looked at
	 * @throws IllegalArgumentException if the lab does not know such data points
	 */
	static DataPoints of(Metrics metrics, JsonNode described, String statistic, int period, int range) {
		Map<String, String> dimensions = new HashMap<>();
		described.path("Dimensions")
			.forEach((dimension) -> dimensions.put(dimension.path("Name").asString(""),
					dimension.path("Value").asString("")));
		Metric metric = new Metric(described.path("Namespace").asString(""), described.path("MetricName").asString(""),
				dimensions);
		if (period < MINUTE || period % MINUTE != 0) {
			throw new IllegalArgumentException(
					"Period is %d; the lab has metrics of whole minutes: a multiple of 60.".formatted(period));
		}
		if (!Statistics.known(statistic)) {
			throw new IllegalArgumentException(
					"The statistic of %s is '%s'; the lab knows Sum, Average, Minimum, Maximum, SampleCount and percentiles such as p99."
						.formatted(metric.name(), statistic));
		}
		if (metrics.keeps(metric.namespace())) {
			int minutes = period / MINUTE;
			metrics.remember(minutes * range);
			return (periods) -> metrics.latest(metric, minutes, periods)
				.stream()
				.map((values) -> values.map((each) -> OptionalDouble.of(each.value(statistic)))
					.orElse(OptionalDouble.empty()))
				.toList();
		}
		if (Statistic.fromValue(statistic) == Statistic.UNKNOWN_TO_SDK_VERSION) {
			throw new IllegalArgumentException(
					"LocalStack has no statistic %s of %s. Use another.".formatted(statistic, metric.name()));
		}
		return new FromLocalStack(metrics, metric, Statistic.fromValue(statistic), period);
	}

	/** A metric of which only LocalStack knows. */
	private static final class FromLocalStack implements DataPoints {

		private final Metrics metrics;

		private final Metric metric;

		private final Statistic statistic;

		private final int period;

		private List<OptionalDouble> last = List.of();

		private Instant asked = Instant.EPOCH;

		private FromLocalStack(Metrics metrics, Metric metric, Statistic statistic, int period) {
			this.metrics = metrics;
			this.metric = metric;
			this.statistic = statistic;
			this.period = period;
		}

		@Override
		public List<OptionalDouble> latest(int periods) {
			Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
			if (this.last.size() != periods || now.isAfter(this.asked.plus(PAUSE))) {
				this.last = ask(now, periods);
				this.asked = now;
			}
			return this.last;
		}

		private List<OptionalDouble> ask(Instant end, int periods) {
			Instant begin = end.minusSeconds((long) periods * this.period);
			List<OptionalDouble> points = new ArrayList<>(Collections.nCopies(periods, OptionalDouble.empty()));
			for (Datapoint point : this.metrics.cloudWatch()
				.getMetricStatistics((request) -> request.namespace(this.metric.namespace())
					.metricName(this.metric.name())
					.dimensions(CloudWatchData.dimensions(this.metric.dimensions()))
					.statistics(this.statistic)
					.period(this.period)
					.startTime(begin)
					.endTime(end))
				.datapoints()) {
				int index = (int) (Duration.between(begin, point.timestamp()).toSeconds() / this.period);
				if (index >= 0 && index < periods) {
					points.set(index, OptionalDouble.of(value(point)));
				}
			}
			return points;
		}

		private double value(Datapoint point) {
			return switch (this.statistic) {
				case SUM -> point.sum();
				case AVERAGE -> point.average();
				case MINIMUM -> point.minimum();
				case MAXIMUM -> point.maximum();
				default -> point.sampleCount();
			};
		}

	}

}
