package com.example.lab.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import com.example.lab.assembly.Assembly;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.process.Processes;
import com.example.lab.stage.Build;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Synthesis;
import com.example.lab.standin.Lab;
import org.jspecify.annotations.Nullable;

/**
 * A launched stage: everything that was started for it, and the time each phase took.
 * LocalStack starts while the stage is built and synthesised.
 */
public final class Launch implements AutoCloseable {

	private final Events events;

	private final Processes processes;

	private final List<Phase> phases = new ArrayList<>();

	private @Nullable LocalStack localStack;

	private @Nullable LocalCloud cloud;

	private Launch(Events events, Processes processes) {
		this.events = events;
		this.processes = processes;
	}

	/**
	 * Builds, synthesises, deploys and starts a stage, and waits for its first page.
	 * @param stage the stage
	 * @param options how
	 * @param events where everything is told while it happens
	 * @return the running stage
	 * @throws RuntimeException whose message is for a person, after everything that was
	 * started has ended
	 */
	public static Launch of(StageFolder stage, LaunchOptions options, Events events) {
		Launch launch = new Launch(events, new Processes(options.logs()));
		try {
			launch.start(stage, options);
			return launch;
		}
		catch (RuntimeException ex) {
			launch.close();
			throw ex;
		}
	}

	/**
	 * The running architecture.
	 * @return never null after a launch
	 */
	public LocalCloud cloud() {
		if (this.cloud == null) {
			throw new IllegalStateException("The stage is not up yet");
		}
		return this.cloud;
	}

	/**
	 * The processes that were started and still run.
	 * @return their owner
	 */
	public Processes processes() {
		return this.processes;
	}

	/**
	 * The phases so far.
	 * @return in the order in which they ended
	 */
	public List<Phase> phases() {
		return List.copyOf(this.phases);
	}

	@Override
	public void close() {
		try (Processes owned = this.processes; LocalStack stack = this.localStack; LocalCloud running = this.cloud) {
			this.events.publish(Event.Kind.PROGRESS, Events.LAB,
					"stopping %d processes".formatted(owned.running().size()));
		}
	}

	private void start(StageFolder stage, LaunchOptions options) {
		makeHome(options);
		CompletableFuture<LocalStack> starting = CompletableFuture.supplyAsync(() -> phase("LocalStack",
				() -> LocalStack.start(stage.workshop().data(), this.processes, options.home(), this.events)));
		starting.whenComplete((stack, failure) -> this.localStack = stack);
		try {
			phase("build", () -> new Build(stage, this.processes, this.events).run());
			Assembly assembly = phase("synthesis", () -> new Synthesis(stage, this.processes).run());
			LocalCloud.check(assembly);
			LocalStack stack = join(starting);
			Lab lab = new Lab(options.home(), stage.workshop().cache(), this.processes, this.events, options.clock(),
					options.wantedPorts());
			LocalCloud started = phase("deployment", () -> LocalCloud.start(assembly, stage.jar(), lab, stack));
			this.cloud = started;
			phase("first page", started::awaitFirstPage);
		}
		finally {
			// A failure above must not leave a LocalStack behind that is still starting.
			starting.exceptionally((failure) -> null).join();
		}
	}

	private void makeHome(LaunchOptions options) {
		try {
			Files.createDirectories(this.processes.own(options.home()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot make the folder " + options.home(), ex);
		}
	}

	private <T> T phase(String name, Supplier<T> work) {
		long begin = System.nanoTime();
		T result = work.get();
		Phase phase = new Phase(name, (System.nanoTime() - begin) / 1_000_000);
		synchronized (this.phases) {
			this.phases.add(phase);
		}
		this.events.publish(Event.Kind.PHASE, Events.LAB,
				String.format(Locale.ROOT, "%s %.1f s", name, phase.millis() / 1_000.0));
		return result;
	}

	private static <T> T join(CompletableFuture<T> future) {
		try {
			return future.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	/**
	 * A phase of a launch.
	 *
	 * @param name a word or two
	 * @param millis how long it took, in milliseconds
	 */
	public record Phase(String name, long millis) {
	}

}
