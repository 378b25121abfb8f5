package com.example.lab.box;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.example.lab.event.Event;
import com.example.lab.process.OwnedProcess;
import org.jspecify.annotations.Nullable;

/**
 * A service whose unit lies on the disk of its box: what systemd does with it.
 */
final class UnitService implements Service {

	private static final Duration LISTEN_LIMIT = Duration.ofSeconds(90);

	private final Host host;

	private final Unit unit;

	private final Program program;

	private volatile @Nullable OwnedProcess process;

	private boolean wanted;

	/**
	 * A service that does not run yet.
	 * @throws IllegalArgumentException if the lab does not run its program
	 */
	UnitService(Host host, Unit unit) {
		this.host = host;
		this.unit = unit;
		this.program = Programs.of(unit);
	}

	@Override
	public @Nullable OwnedProcess process() {
		return this.process;
	}

	@Override
	public synchronized void start() {
		this.wanted = true;
		if (runs()) {
			return;
		}
		Program.Start how = this.program.start(this.unit.execStart(), this.host);
		OwnedProcess started = this.host.processes()
			.startIsolated(this.host.processName(this.unit.name()), how.command(), environment(),
					this.host.disk().root());
		this.process = started;
		this.host.publish(Event.Kind.STARTED, "%s, process %d".formatted(this.unit.name(), started.pid()));
		started.exit().thenAccept((code) -> ended(started, code));
		watch(started, how);
	}

	@Override
	public void stop() {
		stop(this.unit.stopLimit());
	}

	@Override
	public void end() {
		stop(Duration.ZERO);
	}

	private void stop(Duration limit) {
		synchronized (this) {
			this.wanted = false;
		}
		OwnedProcess running = this.process;
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

	@Override
	public synchronized void losePower() {
		this.wanted = false;
		OwnedProcess running = this.process;
		if (running != null) {
			running.kill();
		}
	}

	/**
	 * Its variables as they are on this computer.
	 */
	Map<String, String> environment() {
		Map<String, String> variables = this.unit.environment(this.host.disk());
		Map<String, String> environment = new LinkedHashMap<>();
		variables.forEach((name, value) -> environment.put(name, this.program.portVariables().contains(name)
				? Integer.toString(this.host.ports().local(Integer.parseInt(value))) : this.host.localise(value)));
		environment.putAll(this.program.variables(variables, this.host));
		environment.putAll(this.host.environment());
		return environment;
	}

	private void watch(OwnedProcess started, Program.Start how) {
		Map<String, String> variables = this.unit.environment(this.host.disk());
		this.program.portVariables()
			.stream()
			.filter(variables::containsKey)
			.map(variables::get)
			.findFirst()
			.ifPresent((port) -> CompletableFuture.runAsync(() -> {
				if (this.host.ports().awaitListening(Integer.parseInt(port), started, LISTEN_LIMIT)) {
					how.listening().accept(started);
					this.host.publish(Event.Kind.HEALTHY, "%s listens on port %s".formatted(this.unit.name(), port));
				}
			}));
	}

	private synchronized void ended(OwnedProcess ended, int code) {
		if (ended.toldToStop()) {
			this.host.publish(Event.Kind.STOPPED, "%s stopped".formatted(this.unit.name()));
			return;
		}
		this.host.publish(Event.Kind.DIED, "%s ended with %d, see %s".formatted(this.unit.name(), code, ended.log()));
		if (this.wanted && this.unit.restartsAfter(code)) {
			CompletableFuture.delayedExecutor(this.unit.restartDelay().toMillis(), TimeUnit.MILLISECONDS)
				.execute(this::startAgain);
		}
	}

	private synchronized void startAgain() {
		if (this.wanted && this.host.running()) {
			start();
		}
	}

}
