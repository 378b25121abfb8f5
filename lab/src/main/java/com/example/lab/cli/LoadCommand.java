package com.example.lab.cli;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.example.lab.load.Figures;
import com.example.lab.load.Load;
import com.example.lab.load.Mix;
import com.example.lab.load.Traffic;
import com.example.lab.load.Workload;
import com.example.lab.stage.WorkshopException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code load}: sends requests to a running stage. */
@Command(name = "load", mixinStandardHelpOptions = true,
		description = { "Sends requests to a running stage at a constant rate, even if the stage responds slowly.",
				"Latency is measured from the scheduled time of each request, and only for requests that succeed." })
final class LoadCommand implements Callable<Integer> {

	@Mixin
	private StageArgument argument = new StageArgument();

	@Option(names = "--rate", defaultValue = "50", paramLabel = "N",
			description = "Requests per second (default: ${DEFAULT-VALUE}).")
	private double rate;

	@Option(names = "--seconds", defaultValue = "10", paramLabel = "N",
			description = "Duration of the load (default: ${DEFAULT-VALUE}).")
	private int seconds;

	@Option(names = "--mix", defaultValue = "read=90,write=10", paramLabel = "MIX",
			description = "Share of each kind of request (default: ${DEFAULT-VALUE}).")
	private String mix = "";

	@Option(names = "--users", defaultValue = "10", paramLabel = "N",
			description = "Number of users to sign up (default: ${DEFAULT-VALUE}).")
	private int users;

	@Option(names = "--timeout", defaultValue = "5", paramLabel = "SECONDS",
			description = "Time after which a request without a response counts as failed (default: ${DEFAULT-VALUE}).")
	private int timeout;

	@Override
	public Integer call() throws InterruptedException {
		if (this.users < 1 || !(this.rate > 0)) {
			throw new WorkshopException("A load needs --users of 1 or more and a --rate above 0. No request was sent.");
		}
		Workload workload = Workload.find();
		Load.Plan plan = new Load.Plan(this.rate, Mix.parse(this.mix, workload.kinds()),
				Duration.ofSeconds(this.seconds), Duration.ofSeconds(this.timeout));
		URI url = URI.create(ControlClient.of(this.argument.stage).status().url());
		progress("signing up %d users".formatted(this.users));
		Traffic traffic = workload.prepare(url, this.users);
		try (Load load = Load.start(traffic, plan)) {
			for (int second = 1; !load.awaitEnd(Duration.ofSeconds(1)); second++) {
				Figures figures = load.figures();
				progress("%3d s  %d answered, %d failed".formatted(second, figures.sent(), figures.failed()));
			}
			System.out.print(table(load.figures(), workload.signedOut()));
		}
		return 0;
	}

	private static void progress(String line) {
		if (System.console() != null) {
			System.out.println(Terminal.faint("  " + line));
		}
	}

	/**
	 * The figures, with users who were signed out apart from requests that failed.
	 */
	static String table(Figures figures, String signedOut) {
		long out = figures.failures().getOrDefault(signedOut, 0L);
		List<List<String>> rows = new ArrayList<>();
		rows.add(List.of("requests", "%d, %.1f a second".formatted(figures.sent(), figures.rate())));
		rows.add(List.of("succeeded", Long.toString(figures.succeeded())));
		rows.add(List.of("failed", Long.toString(figures.failed() - out)));
		figures.failures()
			.entrySet()
			.stream()
			.filter((kind) -> !kind.getKey().equals(signedOut))
			.forEach((kind) -> rows.add(List.of("  " + kind.getKey(), kind.getValue().toString())));
		rows.add(List.of("signed out", Long.toString(out)));
		if (figures.starved() > 0) {
			rows.add(List.of("starved: this computer was too busy to measure", Long.toString(figures.starved())));
		}
		rows.add(List.of("p50", millis(figures.p50())));
		rows.add(List.of("p95", millis(figures.p95())));
		rows.add(List.of("p99", millis(figures.p99())));
		rows.add(List.of("max", millis(figures.max())));
		rows.add(List.of("longest gap without success", millis(figures.longestGap())));
		if (figures.firstFailure() != null && figures.lastFailure() != null) {
			rows.add(List.of("failures", "from %.1f s to %.1f s".formatted(figures.firstFailure() / 1_000.0,
					figures.lastFailure() / 1_000.0)));
		}
		rows.add(List.of("delay of the load generator", millis(figures.ownDelay())));
		return Terminal.table(List.of("FIGURE", "VALUE"), rows);
	}

	private static String millis(double millis) {
		return String.format(Locale.ROOT, "%.1f ms", millis);
	}

}
