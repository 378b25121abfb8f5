package com.example.lab.aws.rds;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import com.example.lab.process.Threads;
import org.jspecify.annotations.Nullable;

/** Does one thing after the other, now or later, until it is closed. */
final class OneThread implements AutoCloseable {

	private final ScheduledExecutorService thread;

	OneThread(String name) {
		this.thread = Executors.newSingleThreadScheduledExecutor(Threads.daemon(name));
	}

	/**
	 * Does something later, unless it is closed before.
	 * @return null if it is closed already
	 */
	@Nullable ScheduledFuture<?> later(Duration wait, Runnable task) {
		try {
			return this.thread.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			return null;
		}
	}

	/**
	 * Does something in its turn and waits for its end.
	 * @throws IllegalStateException if it fails
	 */
	void await(Runnable task) throws InterruptedException {
		try {
			this.thread.submit(task).get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(Objects.requireNonNullElse(ex.getCause(), ex).getMessage(), ex);
		}
	}

	/** Does something again and again; a task that throws is not done again. */
	void each(Duration pause, Runnable task) {
		this.thread.scheduleWithFixedDelay(task, 0, pause.toNanos(), TimeUnit.NANOSECONDS);
	}

	boolean closed() {
		return this.thread.isShutdown();
	}

	/** Interrupts what is being done, and waits for its end. */
	@Override
	public void close() {
		this.thread.shutdownNow();
		try {
			this.thread.awaitTermination(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
