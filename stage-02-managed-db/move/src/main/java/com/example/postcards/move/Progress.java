package com.example.postcards.move;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prints the progress of the move, at the beginning and at the end of each step and each
 * second between.
 */
class Progress implements AutoCloseable {

	private final PrintStream out;

	private final AtomicLong done = new AtomicLong();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "progress");
		thread.setDaemon(true);
		return thread;
	});

	private String step = "";

	private long total = -1;

	Progress(PrintStream out) {
		this.out = out;
		this.timer.scheduleAtFixedRate(this::print, 1, 1, TimeUnit.SECONDS);
	}

	/**
	 * Begins a step without rows to count.
	 */
	synchronized void step(String name) {
		this.step = name;
		this.total = -1;
		print();
	}

	/**
	 * Begins to move the rows of a table.
	 */
	synchronized void table(String name, long rows) {
		this.step = name;
		this.total = rows;
		this.done.set(0);
		print();
	}

	/** Another row has moved. */
	void row() {
		if (this.done.incrementAndGet() == this.total) {
			print();
		}
	}

	private synchronized void print() {
		this.out
			.println((this.total < 0) ? this.step : "%-16s %d of %d".formatted(this.step, this.done.get(), this.total));
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

}
