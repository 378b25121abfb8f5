package com.example.lab.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads that begin a step as soon as the one before has ended: what a system can do at
 * most. For latencies take a {@link Load}.
 */
public final class ClosedLoop {

	private ClosedLoop() {
	}

	/**
	 * Runs steps for a while.
	 * @param steps a thread repeats each of them
	 * @param duration how long
	 * @return steps per second, all threads together
	 * @throws Exception if a step fails; all threads then stop
	 */
	public static double perSecond(List<? extends Callable<?>> steps, Duration duration) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(steps.size());
		try {
			long start = System.nanoTime();
			long end = start + duration.toNanos();
			List<Future<Long>> counts = new ArrayList<>();
			for (Callable<?> step : steps) {
				counts.add(threads.submit(() -> repeat(step, end)));
			}
			long sum = 0;
			for (Future<Long> count : counts) {
				sum += count.get();
			}
			return sum * 1e9 / (System.nanoTime() - start);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static long repeat(Callable<?> step, long end) throws Exception {
		long count = 0;
		while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
			step.call();
			count++;
		}
		return count;
	}

}
