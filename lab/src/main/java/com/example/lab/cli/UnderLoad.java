package com.example.lab.cli;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import com.example.lab.load.Figures;
import com.example.lab.load.Load;
import com.example.lab.load.Mix;
import com.example.lab.load.Traffic;
import com.example.lab.load.Workload;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.WorkshopException;
import picocli.CommandLine.Option;

/** Runs an action on a stage under load. */
final class UnderLoad {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final int USERS = 10;

	/** Seconds; so the figures show how it was before. */
	private static final int BEFORE = 3;

	@Option(names = "--load", defaultValue = "0", paramLabel = "SECONDS",
			description = "Run under load for SECONDS (default: no load); the action starts after 3 seconds. Prints a line each second.")
	private int seconds;

	@Option(names = "--rate", defaultValue = "50", paramLabel = "N",
			description = "Requests per second of this load (default: ${DEFAULT-VALUE}).")
	private double rate;

	/**
	 * Runs the action under load, or without load if none is requested.
	 * @param stage gets the load
	 * @param action what is done
	 * @return what it returns
	 * @throws Exception what it throws
	 */
	<T> T run(StageFolder stage, Callable<T> action) throws Exception {
		if (this.seconds == 0) {
			return action.call();
		}
		if (this.seconds <= BEFORE || !(this.rate > 0)) {
			throw new WorkshopException(
					"--load must be more than %d seconds, and --rate more than 0. Nothing was changed."
						.formatted(BEFORE));
		}
		Workload workload = Workload.find();
		Load.Plan plan = new Load.Plan(this.rate, Mix.parse("read=90,write=10", workload.kinds()),
				Duration.ofSeconds(this.seconds), TIMEOUT);
		ControlClient client = ControlClient.of(stage);
		Traffic traffic = workload.prepare(URI.create(client.status().url()), USERS);
		CompletableFuture<T> result = new CompletableFuture<>();
		try (Load load = Load.start(traffic, plan)) {
			follow(load, client, workload.signedOut(), result, new Thread(() -> complete(result, action), "action"));
			T value = result.get();
			System.out.print(LoadCommand.table(load.figures(), workload.signedOut()));
			return value;
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

	private static <T> void complete(CompletableFuture<T> result, Callable<T> action) {
		try {
			result.complete(action.call());
		}
		catch (Exception ex) {
			result.completeExceptionally(ex);
		}
	}

	/**
	 * Until the load ends, or the action fails.
	 */
	private static void follow(Load load, ControlClient client, String signedOut, CompletableFuture<?> result,
			Thread action) throws InterruptedException {
		Instant shown = Instant.now();
		for (int second = 1; !result.isCompletedExceptionally() && !load.awaitEnd(Duration.ofSeconds(1)); second++) {
			Instant now = Instant.now();
			System.out.println(line(second, load, shown, now, signedOut, client.status().conditions()));
			shown = now;
			if (second == BEFORE) {
				action.start();
			}
		}
	}

	/**
	 * The outcomes of the requests that ended in one second, users who were signed out,
	 * and the number of waiting requests if all hang.
	 */
	private static String line(int second, Load load, Instant from, Instant to, String signedOut,
			List<String> conditions) {
		Figures figures = Figures.of(load.outcomes()
			.stream()
			.filter((outcome) -> !outcome.ended().isBefore(from) && outcome.ended().isBefore(to))
			.toList(), from, to);
		String p99 = (figures.succeeded() > 0) ? "%.0f ms".formatted(figures.p99()) : "-";
		List<String> more = new ArrayList<>(conditions);
		long out = figures.failures().getOrDefault(signedOut, 0L);
		if (out > 0) {
			more.add(0, "%d signed out".formatted(out));
		}
		if (load.waiting() > figures.sent()) {
			more.add(0, "%d wait for a response".formatted(load.waiting()));
		}
		return Terminal.faint("%3d s  %4d requests, %3d failed, p99 %7s   %s"
			.formatted(second, figures.sent(), figures.failed() - out, p99, String.join(", ", more))
			.stripTrailing());
	}

}
