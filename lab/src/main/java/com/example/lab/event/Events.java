package com.example.lab.event;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The events of one local cloud, kept in the order in which they happened. Safe for use
 * by many threads.
 */
public final class Events {

	/** The subject of events that are about the lab as a whole. */
	public static final String LAB = "lab";

	private static final int KEPT = 20_000;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition published = this.lock.newCondition();

	private final List<Event> events = new ArrayList<>();

	private final List<Consumer<Event>> listeners = new ArrayList<>();

	private long forgotten;

	/**
	 * Adds an event and notifies the listeners.
	 * @param kind what kind of thing happened
	 * @param subject the construct id, or {@link #LAB}
	 * @param message one line for a person
	 */
	public void publish(Event.Kind kind, String subject, String message) {
		Event event;
		List<Consumer<Event>> told;
		this.lock.lock();
		try {
			event = new Event(Instant.now(), kind, subject, message);
			this.events.add(event);
			if (this.events.size() > KEPT) {
				this.events.remove(0);
				this.forgotten++;
			}
			told = List.copyOf(this.listeners);
			this.published.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		told.forEach((listener) -> listener.accept(event));
	}

	/**
	 * Notifies the listener of each event from now on, on the thread that publishes it.
	 * @param listener gets the events; must be fast and must not throw
	 */
	public void listen(Consumer<Event> listener) {
		this.lock.lock();
		try {
			this.listeners.add(listener);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The events since a position.
	 * @param position how many events the caller has seen already; 0 for all that are
	 * kept
	 * @return the events, oldest first
	 */
	public List<Event> since(long position) {
		this.lock.lock();
		try {
			int from = (int) Math.max(0, Math.min(position - this.forgotten, this.events.size()));
			return List.copyOf(this.events.subList(from, this.events.size()));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How many events have happened so far: the position to wait from.
	 * @return the number of events, those no longer kept included
	 */
	public long position() {
		this.lock.lock();
		try {
			return this.forgotten + this.events.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits for an event.
	 * @param position look only at events after this position
	 * @param wanted which event is waited for
	 * @param limit how long to wait
	 * @return the first such event
	 * @throws IllegalStateException if none came within the limit; it lists what came
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	public Event await(long position, Predicate<Event> wanted, Duration limit) throws InterruptedException {
		long nanos = limit.toNanos();
		this.lock.lock();
		try {
			while (true) {
				for (Event event : since(position)) {
					if (wanted.test(event)) {
						return event;
					}
				}
				if (nanos <= 0) {
					throw new IllegalStateException("The awaited event did not come within %d ms; came: %s"
						.formatted(TimeUnit.NANOSECONDS.toMillis(limit.toNanos()), since(position)));
				}
				nanos = this.published.awaitNanos(nanos);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
