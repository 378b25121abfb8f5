package com.example.lab.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import com.example.lab.assembly.Assembly;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.Detached;
import com.example.lab.process.JavaCommand;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.WorkshopException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code up}: starts a stage and prints its address. */
@Command(name = "up", mixinStandardHelpOptions = true,
		description = "Builds a stage, synthesises its CDK template and runs that template on this computer.")
final class UpCommand implements Callable<Integer> {

	/** Some way below the highest of all: the port for TLS is counted from it. */
	private static final int HIGHEST_PORT = 65_000;

	@Mixin
	private StageArgument argument = new StageArgument();

	@Option(names = "--fresh",
			description = "Start without data, even if an update is possible (default: update); the stage's data is deleted.")
	private boolean fresh;

	@Option(names = { "-y", "--yes" }, description = "Delete data without asking (default: ask).")
	private boolean yes;

	@Option(names = "--timings", description = "Also show the duration of each phase and the memory of each process.")
	private boolean timings;

	@Option(names = "--verbose", description = "Show every event (default: phases, progress and warnings).")
	private boolean verbose;

	@Option(names = "--port", defaultValue = "8080", paramLabel = "PORT",
			description = "Port on this computer to try first (default: ${DEFAULT-VALUE}).")
	private int port;

	@Option(names = "--clock", defaultValue = "1", paramLabel = "N",
			description = "Speed-up factor for the template's long delays, such as the day between two "
					+ "snapshots (default: ${DEFAULT-VALUE}).")
	private double clock;

	@Option(names = { "-c", "--context" }, paramLabel = "NAME=VALUE",
			description = "A context value for the CDK code, like -c of cdk; the stage's README lists the names (default: none).")
	private Map<String, String> context = new TreeMap<>();

	private final Instant begin = Instant.now();

	@Override
	public Integer call() throws IOException, InterruptedException {
		if (this.port < 1 || this.port > HIGHEST_PORT) {
			throw new WorkshopException(
					"--port must be from 1 to %d, not %d. Nothing was started.".formatted(HIGHEST_PORT, this.port));
		}
		if (!(this.clock >= 1)) {
			throw new WorkshopException(
					"--clock must be 1 or more, such as 10 for ten times as fast, not %s. Nothing was started."
						.formatted(this.clock));
		}
		StageFolder stage = this.argument.stage;
		Freshness freshness = Freshness.of(stage, this.context);
		Optional<CloudState> running = CloudState.running(stage.data());
		if (running.isPresent()) {
			if (running.get().port() == 0) {
				throw new WorkshopException(comingUp(stage));
			}
			if (freshness.unchanged() && !this.fresh) {
				System.out.println(stage.name() + " is up already.");
				show(ControlClient.of(stage).status());
				return 0;
			}
			StageUpdate update = new StageUpdate(stage, this.context, this.yes);
			Assembly wanted = update.check(this::show);
			switch (update.decide(wanted, this.fresh)) {
				case NOTHING -> {
					return 1;
				}
				case UPDATE -> {
					return update(stage, wanted, freshness);
				}
				case START_AGAIN -> DownCommand.stop(stage);
			}
		}
		return bringUp(stage, freshness);
	}

	/**
	 * What has not changed runs on; a failure leaves the stage as it was.
	 */
	private int update(StageFolder stage, Assembly wanted, Freshness freshness) throws IOException {
		freshness.forget();
		String url;
		try (InputStream events = ControlClient.of(stage).update(wanted.folder())) {
			url = follow(events, () -> {
			});
		}
		if (url.isEmpty()) {
			throw new WorkshopException(
					"The lab stopped during the update. %s shows the reason. Run ./workshop down, then ./workshop up again."
						.formatted(stage.data().resolve("lab.log")));
		}
		freshness.remember();
		show(ControlClient.of(stage).status());
		return 0;
	}

	/**
	 * The error of a second {@code up} while the first one runs.
	 */
	static String comingUp(StageFolder stage) {
		return "%s is already starting. Wait until it is up, or run ./workshop down %d to stop it."
			.formatted(stage.name(), stage.number());
	}

	private int bringUp(StageFolder stage, Freshness freshness) throws IOException, InterruptedException {
		Process daemon = startDaemon(stage);
		Thread interrupted = new Thread(() -> callOff(daemon));
		Runtime.getRuntime().addShutdownHook(interrupted);
		String url = follow(daemon.getInputStream(), () -> {
			try {
				daemon.waitFor();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		try {
			Runtime.getRuntime().removeShutdownHook(interrupted);
		}
		catch (IllegalStateException ex) {
			// Ctrl-C: the shutdown hook runs, and this process ends with it.
			new CountDownLatch(1).await();
		}
		if (url.isEmpty()) {
			throw new WorkshopException(
					"The lab stopped before the stage was up. %s shows the reason. Correct it, then run ./workshop up again."
						.formatted(stage.data().resolve("lab.log")));
		}
		freshness.remember();
		show(ControlClient.of(stage).status());
		return 0;
	}

	private Process startDaemon(StageFolder stage) throws IOException {
		Files.createDirectories(stage.data());
		List<String> command = new ArrayList<>(Detached.PREFIX);
		command.addAll(JavaCommand.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
		command.addAll(LabArchive.options(stage));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), Daemon.class.getName(), stage.name(),
				Double.toString(this.clock), Integer.toString(this.port)));
		this.context.forEach((name, value) -> command.add(name + "=" + value));
		return new ProcessBuilder(command).directory(stage.workshop().root().toFile())
			.redirectError(stage.data().resolve("lab.log").toFile())
			.start();
	}

	/**
	 * Shows what happens until the stage is up, or up again.
	 * @return its address; empty when the background process ended without a word
	 * @throws WorkshopException if the stage did not come up, with the reason
	 */
	private String follow(InputStream said, Runnable afterFailure) throws IOException {
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(said, StandardCharsets.UTF_8))) {
			for (String text = lines.readLine(); text != null; text = lines.readLine()) {
				Wire.Line line = Wire.read(text);
				if (line.event() != null) {
					show(line.event());
				}
				else if (!line.up().isEmpty()) {
					return line.up();
				}
				else if (!line.failed().isEmpty()) {
					afterFailure.run();
					throw new WorkshopException(line.failed());
				}
			}
			return "";
		}
	}

	/**
	 * Ctrl-C: what was started so far ends with the background process.
	 */
	private static void callOff(Process daemon) {
		if (!daemon.isAlive()) {
			return;
		}
		System.out.println();
		System.out.println("Interrupted; stopping everything that was started.");
		// Process.destroy() would also close what it still has to say.
		daemon.toHandle().destroy();
		try {
			daemon.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void show(Event event) {
		String subject = event.subject().equals(Events.LAB) ? "" : event.subject() + ": ";
		String line = String.format(Locale.ROOT, "%5.1f s  %s%s",
				Duration.between(this.begin, event.time()).toMillis() / 1_000.0, subject, event.message());
		switch (event.kind()) {
			case PHASE, PROGRESS -> System.out.println(Terminal.faint(Terminal.shorten(line)));
			case WARNING, REFUSED, DIED -> System.out.println(Terminal.yellow(line));
			default -> {
				if (this.verbose) {
					System.out.println(Terminal.faint(line));
				}
			}
		}
	}

	private void show(Status status) {
		System.out.println();
		System.out.print(Reports.ledger(Reports.summary(status.ledger())));
		if (this.timings) {
			System.out.println();
			System.out.print(Reports.timings(status));
			System.out.println();
			System.out.print(Reports.memory(status));
		}
		System.out.println();
		System.out.println(String.format(Locale.ROOT, "Postcards is at %s", Terminal.green(status.url())));
		if (status.url().startsWith("https:")) {
			System.out.println(
					"Its certificate is signed by the lab's own certificate authority, .workshop/cache/tls/ca.crt.");
		}
	}

}
