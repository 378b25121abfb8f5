package com.example.lab.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code down}: stops a stage and leaves only its logs. */
@Command(name = "down", mixinStandardHelpOptions = true,
		description = "Stops a stage (default: all running stages), deletes its data and keeps its logs.")
final class DownCommand implements Callable<Integer> {

	/** Longer than what a service on a box may take to stop, by its unit. */
	private static final long LIMIT_SECONDS = 60;

	@Parameters(index = "0", arity = "0..1", paramLabel = "STAGE",
			description = "A stage: 1, 01 or the folder's name (default: all running stages).")
	private @Nullable String wanted;

	@Override
	public Integer call() {
		Workshop workshop = Workshop.find();
		List<StageFolder> stages = (this.wanted != null) ? List.of(workshop.stage(this.wanted)) : workshop.stages();
		long stopped = stages.stream().filter(DownCommand::stop).count();
		if (stopped == 0) {
			System.out.println("No stage is running.");
		}
		return 0;
	}

	/**
	 * Stops a stage.
	 * @return false when it was not up
	 */
	static boolean stop(StageFolder stage) {
		Optional<ProcessHandle> daemon = CloudState.running(stage.data()).flatMap(CloudState::process);
		if (daemon.isPresent()) {
			System.out.println("Stopping %s.".formatted(stage.name()));
			end(daemon.get());
			System.out.println(stage.name() + " is down.");
		}
		// Leftovers of a lab that was killed before its guard could clean up.
		CloudState.delete(stage.data());
		LabArchive.keep(stage);
		RunFolder.deleteAll(stage.data());
		return daemon.isPresent();
	}

	private static void end(ProcessHandle daemon) {
		daemon.destroy();
		if (!ends(daemon, LIMIT_SECONDS)) {
			// Its guard ends what it owned.
			daemon.destroyForcibly();
			ends(daemon, LIMIT_SECONDS);
		}
	}

	private static boolean ends(ProcessHandle daemon, long seconds) {
		try {
			daemon.onExit().get(seconds, TimeUnit.SECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
