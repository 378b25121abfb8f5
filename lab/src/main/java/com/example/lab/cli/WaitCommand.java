package com.example.lab.cli;

import java.time.Duration;
import java.util.concurrent.Callable;

import com.example.lab.load.Workload;
import com.example.lab.network.Ports;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.WorkshopException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wait}: waits until a stage serves. */
@Command(name = "wait", mixinStandardHelpOptions = true,
		description = { "Waits until a stage answers requests and all its servers are healthy.",
				"Use it after a drill. It resumes a paused database." })
final class WaitCommand implements Callable<Integer> {

	/** One good answer may come from one of two servers. */
	private static final int GOOD_ANSWERS = 4;

	@Mixin
	private StageArgument argument = new StageArgument();

	@Option(names = "--seconds", defaultValue = "120", paramLabel = "SECONDS",
			description = "Time limit (default: ${DEFAULT-VALUE}).")
	private int seconds;

	@Override
	public Integer call() {
		StageFolder stage = this.argument.stage;
		long waited = await(stage, Workload.find().where(), this.seconds);
		System.out.printf("%s answers after %d s; all its servers are healthy.%n", stage.name(), waited);
		return 0;
	}

	/**
	 * Waits for several good answers in a row.
	 * @return how many seconds that took
	 * @throws WorkshopException after the limit
	 */
	static long await(StageFolder stage, String path, int limit) {
		ControlClient client = ControlClient.of(stage);
		long begin = System.nanoTime();
		int good = 0;
		while (good < GOOD_ANSWERS) {
			Status status = client.status();
			good = (status.serves() && status.settled() && client.get(path).ok()) ? good + 1 : 0;
			if (good < GOOD_ANSWERS && seconds(begin) >= limit) {
				throw new WorkshopException(
						"%s does not answer with all its servers after %d s. ./workshop status %d shows why. %s"
							.formatted(stage.name(), limit, stage.number(), String.join(", ", status.conditions()))
							.strip());
			}
			if (good == 0) {
				Ports.pause();
			}
		}
		return seconds(begin);
	}

	private static long seconds(long begin) {
		return Duration.ofNanos(System.nanoTime() - begin).toSeconds();
	}

}
