package com.example.lab.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.process.Threads;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/**
 * The metrics of one local cloud. Each minute it collects what the sources have measured,
 * sends a copy to LocalStack's CloudWatch, and then calls the followers. Time is counted
 * in these minutes, so that a minute that the clock shortens is a minute for all. Safe
 * for use by many threads.
 */
public final class Metrics {

	/** Unless more is asked for. */
	private static final int REMEMBERED = 15;

	/** LocalStack keeps the times of metrics in whole seconds. */
	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private final Events events;

	private final Duration minute;

	private final Map<Metric, NavigableMap<Long, Statistics>> kept = new HashMap<>();

	private final Set<String> namespaces = new HashSet<>();

	private final Set<MetricSource> sources = new HashSet<>();

	private final Set<Runnable> followers = new HashSet<>();

	private int remembered = REMEMBERED;

	private long minutes;

	private boolean troubled;

	private @Nullable ScheduledExecutorService ticker;

	private @Nullable LocalStack localStack;

	private @Nullable CloudWatchClient client;

	/**
	 * Metrics without a source.
	 * @param events gets a warning when LocalStack does not accept them
	 * @param minute how long a minute takes here; one second at least
	 */
	public Metrics(Events events, Duration minute) {
		this.events = events;
		this.minute = (minute.compareTo(SHORTEST) > 0) ? minute : SHORTEST;
	}

	/**
	 * Sends copies to LocalStack from now on.
	 * @param running a running LocalStack
	 */
	public synchronized void connect(LocalStack running) {
		this.localStack = running;
	}

	/**
	 * The client of LocalStack's CloudWatch.
	 * @return the same each time
	 * @throws IllegalStateException before LocalStack is known
	 */
	public synchronized CloudWatchClient cloudWatch() {
		LocalStack running = this.localStack;
		if (running == null) {
			throw new IllegalStateException("LocalStack is not known yet: use its CloudWatch once the stand-in starts");
		}
		CloudWatchClient existing = this.client;
		if (existing == null) {
			existing = running.client(CloudWatchClient.builder());
			this.client = existing;
		}
		return existing;
	}

	/**
	 * How long a minute takes here.
	 * @return one second at least
	 */
	public Duration minute() {
		return this.minute;
	}

	/**
	 * Makes known that the metrics of a namespace are measured here.
	 * @param namespace such as {@code AWS/ApplicationELB}
	 */
	public synchronized void keep(String namespace) {
		this.namespaces.add(namespace);
	}

	/**
	 * Whether the metrics of a namespace are measured here.
	 * @param namespace such as {@code AWS/ApplicationELB}
	 * @return false for those that others send to CloudWatch
	 */
	public synchronized boolean keeps(String namespace) {
		return this.namespaces.contains(namespace);
	}

	/**
	 * Keeps the metrics that are measured here for a time.
	 * @param wanted minutes; the longest time that was asked for counts
	 */
	public synchronized void remember(int wanted) {
		this.remembered = Math.max(this.remembered, wanted);
	}

	/**
	 * Adds a source.
	 * @param source is asked each minute
	 */
	public synchronized void add(MetricSource source) {
		this.sources.add(source);
		adjust();
	}

	/**
	 * Takes a source out.
	 * @param source any source
	 */
	public synchronized void remove(MetricSource source) {
		this.sources.remove(source);
		adjust();
	}

	/**
	 * Adds a follower.
	 * @param follower is called each minute when its metrics are there
	 */
	public synchronized void follow(Runnable follower) {
		this.followers.add(follower);
		adjust();
	}

	/**
	 * Takes a follower out.
	 * @param follower any follower
	 */
	public synchronized void unfollow(Runnable follower) {
		this.followers.remove(follower);
		adjust();
	}

	/**
	 * The last periods of a metric that is measured here.
	 * @param metric which one
	 * @param minutesOfPeriod how many minutes a period has
	 * @param periods how many periods
	 * @return the oldest first; empty where nothing was measured
	 */
	public synchronized List<Optional<Statistics>> latest(Metric metric, int minutesOfPeriod, int periods) {
		NavigableMap<Long, Statistics> values = this.kept.getOrDefault(metric, new TreeMap<>());
		List<Optional<Statistics>> latest = new ArrayList<>();
		for (int i = periods; i > 0; i--) {
			long begin = this.minutes - (long) i * minutesOfPeriod;
			latest.add(values.subMap(begin, begin + minutesOfPeriod).values().stream().reduce(Statistics::plus));
		}
		return latest;
	}

	/** One minute is over. */
	private void tick() {
		try {
			collect();
			followers().forEach(Runnable::run);
		}
		// An exception would end the ticker without a word.
		catch (RuntimeException ex) {
			this.events.publish(Event.Kind.WARNING, Events.LAB, "metrics of a minute are incomplete: " + ex);
		}
	}

	private void collect() {
		List<Datum> data = sources().stream().flatMap((source) -> source.collect().stream()).toList();
		synchronized (this) {
			for (Datum datum : data) {
				NavigableMap<Long, Statistics> values = this.kept.computeIfAbsent(datum.metric(),
						(unused) -> new TreeMap<>());
				values.merge(this.minutes, datum.statistics(), Statistics::plus);
				values.headMap(this.minutes - this.remembered).clear();
			}
			this.minutes++;
		}
		copy(data.stream().filter(Datum::copied).toList());
	}

	private synchronized List<MetricSource> sources() {
		return List.copyOf(this.sources);
	}

	private synchronized List<Runnable> followers() {
		return List.copyOf(this.followers);
	}

	private synchronized boolean connected() {
		return this.localStack != null;
	}

	private void copy(List<Datum> data) {
		if (data.isEmpty() || !connected()) {
			return;
		}
		try {
			Instant now = Instant.now();
			for (String namespace : data.stream().map((datum) -> datum.metric().namespace()).distinct().toList()) {
				cloudWatch().putMetricData((request) -> request.namespace(namespace)
					.metricData(data.stream()
						.filter((datum) -> datum.metric().namespace().equals(namespace))
						.map((datum) -> CloudWatchData.of(datum, now))
						.toList()));
			}
			this.troubled = false;
		}
		catch (SdkException ex) {
			if (!this.troubled) {
				this.events.publish(Event.Kind.WARNING, Events.LAB,
						"LocalStack's CloudWatch does not take metrics: " + ex.getMessage());
			}
			this.troubled = true;
		}
	}

	/**
	 * Runs while there is something to do.
	 */
	private void adjust() {
		boolean needed = !this.sources.isEmpty() || !this.followers.isEmpty();
		ScheduledExecutorService running = this.ticker;
		if (needed && running == null) {
			running = Executors.newSingleThreadScheduledExecutor(Threads.daemon("metrics"));
			running.scheduleAtFixedRate(this::tick, this.minute.toNanos(), this.minute.toNanos(), TimeUnit.NANOSECONDS);
			this.ticker = running;
		}
		else if (!needed && running != null) {
			running.shutdown();
			this.ticker = null;
		}
	}

}
