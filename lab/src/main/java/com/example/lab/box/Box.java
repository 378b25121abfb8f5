package com.example.lab.box;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import com.example.lab.event.Event;
import com.example.lab.postgres.PostgresServer;
import com.example.lab.process.OwnedProcess;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;

/**
 * One server: a disk and its units. Its ports are private ports of this computer;
 * {@link #listener} returns them.
 */
public final class Box {

	private final Host host;

	private final Units units;

	private boolean frozen;

	/**
	 * A box that is switched off, with an empty disk.
	 * @param name the construct it stands for
	 * @param lab where it lives
	 */
	public Box(String name, LabContext lab) {
		this.host = new Host(name, lab);
		this.units = new Units(this.host);
	}

	/**
	 * Boots for the first time and runs the user data.
	 * @param userData a shell script
	 * @throws UserDataException if a line of it fails or is not known
	 */
	public synchronized void firstBoot(String userData) {
		UserData script = UserData.parse(userData);
		switchOn();
		new Shell(this.host, this.units).run(script);
	}

	/**
	 * Boots for the first time and applies init metadata.
	 * @param init what cfn-init would do
	 * @param downloads is given the address and the target of each file with a source
	 * @throws IllegalArgumentException if a part of it fails or is not known
	 */
	public synchronized void firstBoot(Init init, BiConsumer<String, Path> downloads) {
		switchOn();
		init.apply(this.host, this.units, downloads);
	}

	private void switchOn() {
		try {
			Files.createDirectories(this.host.disk().root());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot make a disk", ex);
		}
		this.host.running(true);
		this.host.publish(Event.Kind.STARTED, "booted for the first time");
	}

	/**
	 * Gives every process that starts from now on these variables, whatever its unit
	 * says.
	 * @param variables as the process is to see them
	 */
	public void environment(Map<String, String> variables) {
		this.host.environment(variables);
	}

	/**
	 * Gives the box its instance id.
	 * @param id as the metadata service returns it
	 */
	public void instanceId(String id) {
		this.host.instanceId(id);
	}

	/**
	 * Puts the box into an Availability Zone.
	 * @param zone such as {@code us-east-1a}, as the metadata service returns it
	 */
	public void zone(String zone) {
		this.host.zone(zone);
	}

	/**
	 * Boots from the disk: starts what was enabled.
	 * @throws IllegalStateException if it runs already or the disk is lost
	 */
	public synchronized void boot() {
		if (this.host.running()) {
			throw new IllegalStateException(this.host.name() + " runs already");
		}
		if (this.host.disk().lost()) {
			throw new IllegalStateException(this.host.name() + " has no disk; restore it from a snapshot first");
		}
		this.host.running(true);
		this.host.publish(Event.Kind.STARTED, "booted");
		this.units.startEnabled();
	}

	/** Shuts down gracefully; the disk stays. */
	public void shutDown() {
		shutDown(Service::stop);
	}

	/** Ends with the lab: as {@link #shutDown}, but without waiting. */
	public void end() {
		shutDown(Service::end);
	}

	private synchronized void shutDown(Consumer<Service> stop) {
		if (!this.host.running()) {
			return;
		}
		if (this.frozen) {
			// A halted process does not receive the signal to stop.
			thaw();
		}
		// A service that drains takes connections until it stops.
		this.units.stopAll(stop);
		this.host.running(false);
		this.host.publish(Event.Kind.STOPPED, "shut down");
	}

	/** Shuts down gracefully, and deletes its disk. */
	public void delete() {
		shutDown();
		this.host.disk().lose();
	}

	/** Loses its power: every process is killed at once; the disk stays. */
	public synchronized void kill() {
		this.host.running(false);
		this.frozen = false;
		this.units.losePower();
		this.host.publish(Event.Kind.DIED, "lost its power");
	}

	/** Loses its disk, and with it everything that runs. */
	public synchronized void loseDisk() {
		kill();
		this.host.disk().lose();
		this.host.publish(Event.Kind.DISK, "lost its disk");
	}

	/** Halts every process until {@link #thaw}. */
	synchronized void freeze() {
		this.frozen = true;
		processesNow().forEach(OwnedProcess::halt);
		this.host.publish(Event.Kind.UNHEALTHY, "frozen");
	}

	/** Continues the processes after {@link #freeze}. */
	synchronized void thaw() {
		this.frozen = false;
		processesNow().forEach(OwnedProcess::resume);
		this.host.publish(Event.Kind.HEALTHY, "runs again after the freeze");
	}

	/**
	 * Copies the disk at one instant, as a volume's snapshot does: what was written is in
	 * it, what was only in memory is not.
	 * @param folder where the copy goes
	 */
	public synchronized void snapshot(Path folder) {
		if (this.host.disk().lost()) {
			throw new IllegalStateException(this.host.name() + " has no disk to copy");
		}
		List<OwnedProcess> halted = processesNow();
		halted.forEach(OwnedProcess::halt);
		try {
			this.host.disk().copyTo(folder);
		}
		finally {
			if (!this.frozen) {
				halted.forEach(OwnedProcess::resume);
			}
		}
		this.host.publish(Event.Kind.SNAPSHOT, "disk copied");
	}

	/**
	 * Becomes a new box whose disk is a copy of a snapshot, and boots.
	 * @param folder the snapshot
	 */
	public synchronized void restore(Path folder) {
		kill();
		this.host.disk().restoreFrom(folder);
		this.host.publish(Event.Kind.DISK, "disk restored from a snapshot");
		boot();
	}

	/**
	 * The faults that can be injected into any box.
	 * @return drills that need nothing but the box
	 */
	public List<Drill> drills() {
		return BoxDrills.of(this);
	}

	/**
	 * Whether the box is switched on.
	 * @return false after a loss of power or a shutdown
	 */
	public boolean running() {
		return this.host.running();
	}

	/**
	 * Where what listens on a port of the box is reached.
	 * @param port a port of the box
	 * @return null when nothing runs that could listen there
	 */
	public @Nullable InetSocketAddress listener(int port) {
		return this.host.running() ? this.host.ports().address(port) : null;
	}

	/**
	 * The processes on the box that run now.
	 * @return in no order
	 */
	public List<OwnedProcess> processesNow() {
		return this.units.processes();
	}

	/**
	 * The variables of its services, as they are on this computer.
	 * @return of all services together
	 */
	public synchronized Map<String, String> serviceVariables() {
		return this.units.variables();
	}

	/**
	 * Its PostgreSQL server, which the user data makes and starts.
	 * @return a server that may not run
	 */
	public synchronized PostgresServer postgres() {
		return this.units.postgres();
	}

	/**
	 * A file on its disk.
	 * @param path absolute
	 * @return where it is on this computer
	 */
	public Path file(String path) {
		return this.host.disk().at(path);
	}

	Host host() {
		return this.host;
	}

	Units units() {
		return this.units;
	}

}
