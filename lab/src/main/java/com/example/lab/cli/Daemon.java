package com.example.lab.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.launch.Launch;
import com.example.lab.launch.LaunchOptions;
import com.example.lab.process.Folders;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import com.example.lab.standin.LabClock;
import org.jspecify.annotations.Nullable;

/**
 * The background process of a stage that is up: it owns everything that was started.
 * While the stage comes up its events go to standard output, one line of JSON each; the
 * last line tells how it ended.
 */
final class Daemon {

	private static final int HTTP = 80;

	private static final int HTTPS = 443;

	private final StageFolder stage;

	private final Events events = new Events();

	private final Wire wire = new Wire(System.out);

	private volatile @Nullable Launch launch;

	private Daemon(StageFolder stage) {
		this.stage = stage;
	}

	/**
	 * Runs a stage until it is told to stop.
	 * @param args the stage's folder name, the clock's speed, the wanted port
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		System.exit(
				new Daemon(Workshop.find().stage(args[0])).run(Double.parseDouble(args[1]), Integer.parseInt(args[2])));
	}

	private int run(double speed, int port) throws IOException, InterruptedException {
		Path data = this.stage.data();
		Files.createDirectories(data);
		try (FileChannel channel = FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock lock = channel.tryLock()) {
			if (lock == null) {
				this.wire.failed("%s is coming up already. Wait for it, or run ./workshop down %d."
					.formatted(this.stage.name(), this.stage.number()));
				return 1;
			}
			return runAlone(data, new LabClock(speed), port);
		}
	}

	private int runAlone(Path data, LabClock clock, int port) throws IOException, InterruptedException {
		Folders.delete(data.resolve("logs"));
		this.events.listen(this.wire::event);
		Thread closing = new Thread(this::close, "down");
		Runtime.getRuntime().addShutdownHook(closing);
		CloudState state = CloudState.ofThisProcess();
		state.write(data);
		LaunchOptions options = new LaunchOptions(data.resolve("run"), data.resolve("logs"), clock,
				Map.of(HTTP, port, HTTPS, port + HTTPS - HTTP));
		Folders.delete(options.home());
		try {
			Launch launched = Launch.of(this.stage, options, this.events);
			this.launch = launched;
			try (ControlServer control = new ControlServer(launched, state.token())) {
				state.withPort(control.port()).write(data);
				this.wire.up(launched.cloud().url().toString());
				new CountDownLatch(1).await();
			}
			return 0;
		}
		catch (RuntimeException ex) {
			ex.printStackTrace();
			this.wire.failed(Objects.requireNonNullElse(ex.getMessage(), ex.toString()));
			return 1;
		}
		finally {
			CloudState.delete(data);
		}
	}

	private void close() {
		Launch running = this.launch;
		if (running != null) {
			running.close();
		}
		CloudState.delete(this.stage.data());
		this.events.publish(Event.Kind.STOPPED, Events.LAB, "down");
	}

}
