package com.example.lab.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import com.example.lab.stage.Application;
import com.example.lab.stage.Build;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Synthesis;
import com.example.lab.stage.WorkshopException;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;

/**
 * A launched stage: everything that was started for it, and the time each phase took.
 * LocalStack starts while the stage is built and synthesised.
 */
public final class Launch implements AutoCloseable {

	/** With less, an error is blamed on the disk. */
	private static final long LEAST_MEGABYTES = 20;

	private final StageFolder stage;

	private final LaunchOptions options;

	private final Events events;

	private final Processes processes;

	private final List<Phase> phases = new ArrayList<>();

	private volatile @Nullable LocalStack localStack;

	private volatile @Nullable LocalCloud cloud;

	private volatile @Nullable Assembly assembly;

	private Launch(StageFolder stage, LaunchOptions options, Events events) {
		this.stage = stage;
		this.options = options;
		this.events = events;
		this.processes = new Processes(options.logs());
	}

	/**
	 * Builds, synthesises, deploys and starts a stage, and waits for its first page.
	 * @param stage the stage
	 * @param options how
	 * @param events gets everything that happens
	 * @return the running stage
	 * @throws RuntimeException whose message is for a person, after everything that was
	 * started has ended
	 */
	public static Launch of(StageFolder stage, LaunchOptions options, Events events) {
		Launch launch = begin(stage, options, events);
		launch.start();
		return launch;
	}

	/**
	 * A launch that has started nothing yet; another thread may close it at any time.
	 * @param stage the stage
	 * @param options how
	 * @param events gets everything that happens
	 * @return a launch to start
	 */
	public static Launch begin(StageFolder stage, LaunchOptions options, Events events) {
		return new Launch(stage, options, events);
	}

	/**
	 * Does the work of {@link #of}.
	 * @throws RuntimeException whose message is for a person, after everything that was
	 * started has ended
	 */
	public void start() {
		try {
			run();
		}
		catch (RuntimeException ex) {
			// Asked before everything of this run is deleted.
			long free = this.options.logs().toFile().getUsableSpace() >> 20;
			close();
			throw (free >= LEAST_MEGABYTES) ? ex
					: new WorkshopException(
							"The disk is full: %d MB were free in %s. Free some space, then try again.\n%s"
								.formatted(free, this.options.logs(), ex.getMessage()));
		}
	}

	/**
	 * The running architecture.
	 * @return never null after a launch
	 */
	public LocalCloud cloud() {
		LocalCloud running = this.cloud;
		if (running == null) {
			throw new IllegalStateException("The stage is not up yet");
		}
		return running;
	}

	/**
	 * What runs.
	 * @return the assembly of the last deployment that succeeded
	 */
	public Assembly assembly() {
		Assembly running = this.assembly;
		if (running == null) {
			throw new IllegalStateException("The stage is not up yet");
		}
		return running;
	}

	/**
	 * Updates the running stage with another assembly, and waits for its page.
	 * @param other synthesised from what is built now
	 * @throws RuntimeException whose message is for a person; the stage runs on, as it
	 * was if it is rolled back
	 */
	public synchronized void update(Assembly other) {
		phase("update", () -> {
			cloud().update(other, jars());
			this.assembly = other;
			return other;
		});
		phase("first page", cloud()::awaitFirstPage);
	}

	private List<Path> jars() {
		return this.stage.applications().stream().map(Application::jar).toList();
	}

	/**
	 * The stage.
	 * @return its folder
	 */
	public StageFolder stage() {
		return this.stage;
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
		synchronized (this.phases) {
			return List.copyOf(this.phases);
		}
	}

	@Override
	public void close() {
		try (Processes owned = this.processes; LocalStack stack = this.localStack; LocalCloud running = this.cloud) {
			this.events.publish(Event.Kind.PROGRESS, Events.LAB,
					"stopping %d processes".formatted(owned.running().size()));
		}
	}

	private void run() {
		makeHome();
		if (this.options.localStack() == null) {
			new Build(this.stage, this.processes, this.events).resolveDynamoDb();
		}
		CompletableFuture<LocalStack> starting = CompletableFuture
			.supplyAsync(() -> phase("LocalStack", this::localStack))
			.whenComplete((stack, failure) -> this.localStack = stack);
		try {
			phase("build", () -> new Build(this.stage, this.processes, this.events).run());
			Assembly assembly = phase("synthesis",
					() -> new Synthesis(this.stage, this.processes, this.options.context()).run());
			LocalCloud.check(assembly);
			this.assembly = assembly;
			LocalStack stack = join(starting);
			LabContext lab = new LabContext(this.options.home(), this.stage.workshop().cache(), this.processes,
					this.events, this.options.clock(), this.options.wantedPorts(), this.options.quickStart());
			LocalCloud started = phase("deployment", () -> LocalCloud.start(assembly, jars(), lab, stack));
			this.cloud = started;
			phase("first page", started::awaitFirstPage);
		}
		finally {
			// A failure above must not leave a LocalStack behind that is still starting.
			starting.exceptionally((failure) -> null).join();
		}
	}

	private LocalStack localStack() {
		LocalStack given = this.options.localStack();
		return (given != null) ? given
				: LocalStack.start(this.stage.workshop().data(), this.processes, this.options.home(), this.events);
	}

	private void makeHome() {
		try {
			Files.createDirectories(this.processes.own(this.options.home()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot make the folder " + this.options.home(), ex);
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
