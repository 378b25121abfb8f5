package com.example.lab.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.launch.Launch;
import com.example.lab.launch.LaunchOptions;
import com.example.lab.process.Folders;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import com.example.lab.standin.LabClock;

/**
 * The background process of a stage that is up: it owns everything that was started.
 * While the stage comes up its events go to standard output, one line of JSON each; the
 * last line reports how it ended.
 */
final class Daemon {

	private static final int HTTP = 80;

	private static final int HTTPS = 443;

	private final StageFolder stage;

	private final Events events = new Events();

	private final Wire wire = new Wire(System.out);

	private final Map<String, String> context;

	private Daemon(StageFolder stage, Map<String, String> context) {
		this.stage = stage;
		this.context = context;
	}

	/**
	 * Runs a stage until it is stopped.
	 * @param args the stage's folder name, the clock's speed, the wanted port, and
	 * context values as {@code name=value}
	 */
	public static void main(String[] args) throws InterruptedException {
		// Digits and letters as programs read them, whatever the user's language is.
		Locale.setDefault(Locale.ROOT);
		Map<String, String> context = Stream.of(args)
			.skip(3)
			.map((value) -> value.split("=", 2))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> pair[1]));
		System.exit(new Daemon(Workshop.find().stage(args[0]), context).run(Double.parseDouble(args[1]),
				Integer.parseInt(args[2])));
	}

	private int run(double speed, int port) throws InterruptedException {
		Path data = this.stage.data();
		try {
			Files.createDirectories(data);
			try (FileChannel channel = FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE); FileLock lock = channel.tryLock()) {
				if (lock == null) {
					this.wire.failed(UpCommand.comingUp(this.stage));
					return 1;
				}
				return runAlone(data, new LabClock(speed), port);
			}
		}
		catch (IOException | RuntimeException ex) {
			ex.printStackTrace();
			this.wire.failed(Explanation.of(ex, this.stage.workshop().data()));
			return 1;
		}
	}

	private int runAlone(Path data, LabClock clock, int port) throws InterruptedException {
		RunFolder.deleteAll(data);
		CloudState.delete(data);
		LaunchOptions options = new LaunchOptions(RunFolder.of(data), data.resolve("logs"), clock,
				Map.of(HTTP, port, HTTPS, port + HTTPS - HTTP), true, this.context, null);
		Folders.delete(options.logs());
		this.events.listen(this.wire::event);
		CloudState state = CloudState.ofThisProcess();
		state.write(data);
		Launch launch = Launch.begin(this.stage, options, this.events);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> close(launch), "down"));
		endWithTheCommandLine();
		try {
			launch.start();
			try (ControlServer control = new ControlServer(launch, state.token())) {
				state.withPort(control.port()).write(data);
				this.wire.up(launch.cloud().url().toString());
				new CountDownLatch(1).await();
			}
			return 0;
		}
		finally {
			CloudState.delete(data);
		}
	}

	/**
	 * Until the stage is up the command line waits for it and holds this process's
	 * standard input open. When that is closed, the command was interrupted.
	 */
	private void endWithTheCommandLine() {
		Thread waiting = new Thread(() -> {
			try {
				System.in.transferTo(OutputStream.nullOutputStream());
			}
			catch (IOException ex) {
				// As good as its end.
			}
			if (!this.wire.ended()) {
				System.exit(1);
			}
		}, "command-line");
		waiting.setDaemon(true);
		waiting.start();
	}

	private void close(Launch launch) {
		this.wire.failed(this.stage.name() + " was stopped before it was up.");
		launch.close();
		CloudState.delete(this.stage.data());
		this.events.publish(Event.Kind.STOPPED, Events.LAB, "down");
	}

}
