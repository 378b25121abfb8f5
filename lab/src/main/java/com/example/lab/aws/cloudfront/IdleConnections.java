package com.example.lab.aws.cloudfront;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/** Connections to origins that wait for their next request. Thread-safe. */
final class IdleConnections implements AutoCloseable {

	private final Map<String, Deque<OriginConnection>> all = new ConcurrentHashMap<>();

	private volatile boolean closed;

	/** The one that was used last, if the origin has not closed it; null without one. */
	@Nullable OriginConnection take(Endpoint endpoint) {
		Deque<OriginConnection> connections = to(endpoint);
		while (true) {
			OriginConnection last;
			synchronized (connections) {
				last = connections.pollLast();
			}
			if (last == null || last.usable()) {
				return last;
			}
			last.close();
		}
	}

	/** Keeps one for a time. */
	void keep(Endpoint endpoint, OriginConnection connection, Duration time) {
		connection.keepFor(time);
		Deque<OriginConnection> connections = to(endpoint);
		synchronized (connections) {
			OriginConnection oldest = connections.peekFirst();
			while (oldest != null && oldest.expired()) {
				connections.removeFirst();
				oldest.close();
				oldest = connections.peekFirst();
			}
			connections.add(connection);
		}
		if (this.closed) {
			cut();
		}
	}

	private Deque<OriginConnection> to(Endpoint endpoint) {
		return this.all.computeIfAbsent(endpoint.key(), (key) -> new ArrayDeque<>());
	}

	/** Closes all that wait. */
	void cut() {
		this.all.values().forEach((connections) -> {
			synchronized (connections) {
				connections.forEach(OriginConnection::close);
				connections.clear();
			}
		});
	}

	@Override
	public void close() {
		this.closed = true;
		cut();
	}

}
