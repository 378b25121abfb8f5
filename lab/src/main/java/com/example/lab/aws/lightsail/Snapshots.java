package com.example.lab.aws.lightsail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import com.example.lab.box.Box;
import com.example.lab.event.Event;
import com.example.lab.process.Folders;
import com.example.lab.process.Threads;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of one box's disk. Lightsail keeps the last seven automatic ones.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/lightsail/latest/userguide/amazon-lightsail-configuring-automatic-snapshots.html">Automatic
 * snapshots</a>
 */
final class Snapshots implements AutoCloseable {

	private static final int KEPT = 7;

	private final String name;

	private final Box box;

	private final LabContext lab;

	private final Deque<Path> taken = new ArrayDeque<>();

	private final ScheduledExecutorService schedule = Executors
		.newSingleThreadScheduledExecutor(Threads.daemon("snapshots"));

	private int count;

	private final Path folder;

	private @Nullable ScheduledFuture<?> automatic;

	Snapshots(String name, Box box, LabContext lab) {
		this.name = name;
		this.box = box;
		this.lab = lab;
		this.folder = lab.folder("snapshots", name);
	}

	/** Ends, and deletes all. */
	void delete() {
		close();
		Folders.delete(this.folder);
	}

	/** Takes snapshots by the drill only. */
	void none() {
		ScheduledFuture<?> before = this.automatic;
		if (before != null) {
			before.cancel(false);
		}
	}

	void each(Duration period) {
		Duration shortened = this.lab.clock().shorten(period);
		this.automatic = this.schedule.scheduleAtFixedRate(this::takeIfRunning, shortened.toMillis(),
				shortened.toMillis(), TimeUnit.MILLISECONDS);
		this.lab.events()
			.publish(Event.Kind.STARTED, this.name, "a snapshot of the disk each %d h; here each %d s"
				.formatted(period.toHours(), shortened.toSeconds()));
	}

	synchronized void take() {
		Path snapshot = folder().resolve("snapshot-" + ++this.count);
		try {
			this.box.snapshot(snapshot);
		}
		catch (RuntimeException ex) {
			Folders.delete(snapshot);
			throw ex;
		}
		this.taken.addLast(snapshot);
		if (this.taken.size() > KEPT) {
			Folders.delete(this.taken.removeFirst());
		}
	}

	synchronized Path last() {
		Path last = this.taken.peekLast();
		if (last == null) {
			throw new IllegalStateException("There is no snapshot of %s yet".formatted(this.name));
		}
		return last;
	}

	Path folder() {
		return this.folder;
	}

	@Override
	public void close() {
		this.schedule.shutdownNow();
	}

	private void takeIfRunning() {
		try {
			if (this.box.running()) {
				take();
			}
		}
		catch (RuntimeException ex) {
			this.lab.events().publish(Event.Kind.WARNING, this.name, "no snapshot: " + ex.getMessage());
		}
	}

}
