package com.example.lab.box;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.example.lab.event.Event;
import com.example.lab.process.JavaCommand;
import com.example.lab.process.OwnedProcess;
import org.jspecify.annotations.Nullable;

/**
 * A service unit that runs on a box: what systemd does with it. Its program is a JVM.
 */
final class Service {

	private static final Duration LISTEN_LIMIT = Duration.ofSeconds(90);

	private final Box box;

	private final Unit unit;

	private @Nullable OwnedProcess process;

	private boolean wanted;

	Service(Box box, Unit unit) {
		this.box = box;
		this.unit = unit;
	}

	Unit unit() {
		return this.unit;
	}

	synchronized @Nullable OwnedProcess process() {
		return this.process;
	}

	synchronized void start() {
		this.wanted = true;
		if (this.process != null && this.process.alive()) {
			return;
		}
		Disk disk = this.box.disk();
		List<String> words = this.unit.execStart();
		if (!words.get(0).endsWith("/java") || !words.contains("-jar")) {
			throw new IllegalArgumentException(
					"%s: the lab runs java -jar only, not %s".formatted(this.unit.name(), words.get(0)));
		}
		int jarWord = words.indexOf("-jar") + 1;
		FastStart.Start how = this.box.fastStart().of(disk.at(words.get(jarWord)));
		List<String> command = JavaCommand.of();
		words.subList(1, jarWord - 1).forEach((word) -> command.add(disk.localise(word)));
		Path temporary = disk.at("/tmp");
		command.add("-Djava.io.tmpdir=" + temporary);
		command.addAll(how.options());
		command.addAll(List.of("-jar", how.jar().toString()));
		words.subList(jarWord + 1, words.size()).forEach((word) -> command.add(disk.localise(word)));
		Map<String, String> environment = environment();
		try {
			Files.createDirectories(temporary);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		OwnedProcess started = this.box.processes()
			.startIsolated(this.box.processName(this.unit.name()), command, environment, disk.root());
		this.process = started;
		this.box.publish(Event.Kind.STARTED, "%s, process %d".formatted(this.unit.name(), started.pid()));
		started.exit().thenAccept((code) -> ended(started, code));
		watch(started, how);
	}

	void stop() {
		stop(this.unit.stopLimit());
	}

	/** Ends with the lab, in which nobody is left to drain for. */
	void end() {
		stop(Duration.ZERO);
	}

	private void stop(Duration limit) {
		OwnedProcess running;
		synchronized (this) {
			this.wanted = false;
			running = this.process;
		}
		if (running != null && running.alive()) {
			running.stop(limit);
		}
	}

	boolean runs() {
		OwnedProcess running = process();
		return running != null && running.alive();
	}

	/** Kills the process; systemd then does what the unit says. */
	void kill() {
		OwnedProcess running = process();
		if (running == null || !running.alive()) {
			throw new IllegalStateException(this.unit.name() + " does not run");
		}
		running.kill();
	}

	/** Ends with the box: nothing starts again. */
	synchronized void loseBox() {
		this.wanted = false;
		if (this.process != null) {
			this.process.kill();
		}
	}

	Map<String, String> environment() {
		Map<String, String> environment = new LinkedHashMap<>();
		this.unit.environment(this.box.disk())
			.forEach((name, value) -> environment.put(name, this.box.localise(name, value)));
		environment.put("SERVER_ADDRESS", "127.0.0.1");
		environment.putAll(this.box.environment());
		return environment;
	}

	private void watch(OwnedProcess started, FastStart.Start how) {
		String port = this.unit.environment(this.box.disk()).get("SERVER_PORT");
		if (port != null) {
			CompletableFuture.runAsync(() -> {
				if (this.box.awaitListening(Integer.parseInt(port), started, LISTEN_LIMIT)) {
					how.archive(this.box.processes(), started);
					this.box.publish(Event.Kind.HEALTHY, "%s listens on port %s".formatted(this.unit.name(), port));
				}
			});
		}
	}

	private synchronized void ended(OwnedProcess ended, int code) {
		if (ended.toldToStop()) {
			this.box.publish(Event.Kind.STOPPED, "%s stopped".formatted(this.unit.name()));
			return;
		}
		this.box.publish(Event.Kind.DIED, "%s ended with %d, see %s".formatted(this.unit.name(), code, ended.log()));
		if (this.wanted && this.unit.restartsAfter(code)) {
			CompletableFuture.delayedExecutor(this.unit.restartDelay().toMillis(), TimeUnit.MILLISECONDS)
				.execute(this::startAgain);
		}
	}

	private synchronized void startAgain() {
		if (this.wanted && this.box.running()) {
			start();
		}
	}

}
