package com.example.postcards.move;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Prints the step of the move, at its beginning and each second until the next. */
class Progress implements AutoCloseable {

	private final PrintStream out;

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "progress");
		thread.setDaemon(true);
		return thread;
	});

	private String step = "";

	Progress(PrintStream out) {
		this.out = out;
		this.timer.scheduleAtFixedRate(this::print, 1, 1, TimeUnit.SECONDS);
	}

	/**
	 * Begins a step.
	 */
	synchronized void step(String name) {
		this.step = name;
		print();
	}

	/**
	 * Adds to the state of the same step, which the next line prints.
	 */
	synchronized void now(String state) {
		this.step = state;
	}

	/**
	 * Asks: nothing else is printed until the next step.
	 */
	synchronized void ask(String question) {
		this.step = "";
		this.out.print(question);
		this.out.flush();
	}

	private synchronized void print() {
		if (!this.step.isEmpty()) {
			this.out.println(this.step);
		}
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

}
