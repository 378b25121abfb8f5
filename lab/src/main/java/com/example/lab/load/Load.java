package com.example.lab.load;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Load that runs in the background. It is open: each request is sent at its intended
 * time, however many are still without an answer, and its latency counts from that time.
 * So a server that stops for a second is charged for every request of that second: there
 * is no coordinated omission.
 */
public final class Load implements AutoCloseable {

	/** One for all, because it has no end of its own before Java 21. */
	private static final HttpClient HTTP = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	/** How soon the sender sees that it was stopped. */
	private static final long SOON_NANOS = 50_000_000;

	private final Traffic traffic;

	private final Plan plan;

	private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

	private final AtomicLong sent = new AtomicLong();

	/** A permit for each request that has ended. */
	private final Semaphore ended = new Semaphore(0);

	private final CountDownLatch over = new CountDownLatch(1);

	private final Instant start = Instant.now();

	private final long startNanos = System.nanoTime();

	private volatile boolean stopped;

	private volatile @Nullable Instant end;

	private Load(Traffic traffic, Plan plan) {
		this.traffic = traffic;
		this.plan = plan;
	}

	/**
	 * Begins to send.
	 * @param traffic the requests
	 * @param plan which of them, and when
	 * @return the running load
	 */
	public static Load start(Traffic traffic, Plan plan) {
		Load load = new Load(traffic, plan);
		Thread sender = new Thread(load::run, "load");
		sender.setDaemon(true);
		sender.start();
		return load;
	}

	/**
	 * The outcomes of the requests that have ended so far.
	 * @return in the order in which they ended
	 */
	public List<Outcome> outcomes() {
		return List.copyOf(this.outcomes);
	}

	/**
	 * How many requests were sent and wait for their answer.
	 * @return 0 once the load is over
	 */
	public long waiting() {
		return Math.max(0, this.sent.get() - this.outcomes.size());
	}

	/**
	 * The figures so far.
	 * @return the final ones once the load is over
	 */
	public Figures figures() {
		return Figures.of(outcomes(), this.start, Objects.requireNonNullElseGet(this.end, Instant::now));
	}

	/**
	 * Waits for the end: the plan's time is over and each request has an answer or has
	 * failed.
	 * @param limit how long to wait
	 * @return whether the load is over
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	public boolean awaitEnd(Duration limit) throws InterruptedException {
		return this.over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Sends no more, and waits for the requests under way: no longer than the timeout.
	 */
	@Override
	public void close() {
		this.stopped = true;
		try {
			this.over.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		int sent = 0;
		try {
			List<String> round = this.plan.mix().round();
			while (sent < this.plan.requests() && awaitTime(intended(sent))) {
				send(this.traffic.next(round.get(sent % round.size())), intended(sent));
				sent++;
			}
		}
		finally {
			// Each request ends within its timeout, so this ends too.
			this.ended.acquireUninterruptibly(sent);
			this.end = Instant.now();
			this.over.countDown();
		}
	}

	private long intended(int request) {
		return this.startNanos + (long) (request * 1e9 / this.plan.rate());
	}

	/**
	 * Waits for a time.
	 * @return false if the load was stopped before
	 */
	private boolean awaitTime(long nanoTime) {
		for (long left = nanoTime - System.nanoTime(); left > 0 && !this.stopped; left = nanoTime - System.nanoTime()) {
			LockSupport.parkNanos(Math.min(SOON_NANOS, left));
		}
		return !this.stopped;
	}

	private void send(Request request, long intended) {
		long sent = System.nanoTime();
		this.sent.incrementAndGet();
		CompletableFuture<HttpResponse<String>> exchange = HTTP.sendAsync(request.http(), BodyHandlers.ofString());
		exchange.copy()
			.orTimeout(this.plan.timeout().toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((response, failure) -> {
				try {
					ended(request, intended, sent, response, failure);
				}
				finally {
					exchange.cancel(true);
					this.ended.release();
				}
			});
	}

	private void ended(Request request, long intended, long sent, @Nullable HttpResponse<String> response,
			@Nullable Throwable failure) {
		this.outcomes
			.add(new Outcome(request, at(intended), at(sent), at(System.nanoTime()), failure(response, failure),
					(response != null) ? response.headers().firstValue("Location").orElse(null) : null));
		if (response != null) {
			request.answered().accept(response.statusCode());
		}
	}

	private Instant at(long nanoTime) {
		return this.start.plusNanos(nanoTime - this.startNanos);
	}

	private static @Nullable String failure(@Nullable HttpResponse<String> response, @Nullable Throwable failure) {
		if (response != null) {
			return (response.statusCode() / 100 == 2) ? null : "HTTP " + response.statusCode();
		}
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
		if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
			return Outcome.TIMEOUT;
		}
		boolean reset = String.valueOf(cause).contains("reset");
		if (cause instanceof ConnectException) {
			return reset ? "connection reset" : "connection refused";
		}
		if (cause instanceof IOException) {
			return reset ? "connection reset" : "connection closed";
		}
		return String.valueOf(cause);
	}

	/**
	 * Which requests, and when.
	 *
	 * @param rate requests per second
	 * @param mix how often each kind comes
	 * @param duration how long; null until the load is closed
	 * @param timeout the time after which a request without a response has failed
	 */
	public record Plan(double rate, Mix mix, @Nullable Duration duration, Duration timeout) {

		private long requests() {
			return (this.duration != null) ? Math.round(this.duration.toNanos() / 1e9 * this.rate) : Integer.MAX_VALUE;
		}

	}

}
