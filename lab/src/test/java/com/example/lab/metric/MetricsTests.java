package com.example.lab.metric;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import org.assertj.core.data.Offset;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(30)
class MetricsTests {

	private static final Metric METRIC = new Metric("Ours", "Errors", Map.of());

	private final Events events = new Events();

	/** A second is the shortest minute. */
	private final Metrics metrics = new Metrics(this.events, Duration.ofMillis(1));

	@Test
	void aFollowerFindsTheMinuteThatIsOver() throws Exception {
		AtomicInteger minute = new AtomicInteger();
		MetricSource source = () -> List.of(new Datum(METRIC, Statistics.of(minute.incrementAndGet()), "Count", false));
		CompletableFuture<List<Optional<Statistics>>> third = new CompletableFuture<>();
		Runnable follower = () -> {
			if (minute.get() == 3) {
				third.complete(this.metrics.latest(METRIC, 2, 2));
			}
		};
		this.metrics.add(source);
		this.metrics.follow(follower);

		assertThat(third.get(20, TimeUnit.SECONDS)).extracting((period) -> period.map(Statistics::sum))
			.containsExactly(Optional.of(1.0), Optional.of(5.0));
		this.metrics.remove(source);
		this.metrics.unfollow(follower);
		assertThat(this.metrics.minute()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void continuesAfterASourceHasFailed() throws Exception {
		CompletableFuture<Void> again = new CompletableFuture<>();
		AtomicInteger calls = new AtomicInteger();
		MetricSource failing = () -> {
			if (calls.incrementAndGet() == 1) {
				throw new IllegalStateException("broken");
			}
			again.complete(null);
			return List.of();
		};
		this.metrics.add(failing);

		again.get(20, TimeUnit.SECONDS);
		this.metrics.remove(failing);
		assertThat(this.events.since(0)).extracting(Event::kind, Event::message)
			.containsExactly(Tuple.tuple(Event.Kind.WARNING,
					"metrics of a minute are incomplete: java.lang.IllegalStateException: broken"));
	}

	@Test
	void knowsNoCloudWatchBeforeLocalStackIsThere() {
		assertThatIllegalStateException().isThrownBy(this.metrics::cloudWatch);
	}

	@Test
	void statisticsAddUp() {
		Accumulator accumulator = Accumulator.withPercentiles();
		for (int i = 1; i <= 100; i++) {
			accumulator.add(i / 1_000.0);
		}
		Statistics all = accumulator.statistics().plus(Accumulator.withPercentiles().statistics());

		assertThat(all.value("SampleCount")).isEqualTo(100);
		assertThat(all.value("Sum")).isCloseTo(5.05, Offset.offset(1e-9));
		assertThat(all.value("Average")).isCloseTo(0.0505, Offset.offset(1e-9));
		assertThat(all.value("Minimum")).isEqualTo(0.001);
		assertThat(all.value("Maximum")).isEqualTo(0.1);
		assertThat(all.value("p90")).isCloseTo(0.09, Offset.offset(0.001));
		assertThatIllegalArgumentException().isThrownBy(() -> Statistics.of(1).value("p90"));
		assertThat(Statistics.known("p99.9")).isTrue();
		assertThat(Statistics.known("tm99")).isFalse();
	}

}
