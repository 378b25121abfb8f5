package com.example.lab.aws.elb;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.undertow.conduits.BytesReceivedStreamSourceConduit;
import io.undertow.conduits.BytesSentStreamSinkConduit;
import io.undertow.server.HttpServerExchange;
import org.xnio.XnioExecutor;

/** Reports when no byte of a request or of its answer has moved for the idle timeout. */
final class IdleTimer {

	private final HttpServerExchange exchange;

	private final long timeout;

	private final Runnable expired;

	private long received;

	private long lastBytes = System.nanoTime();

	private XnioExecutor.Key key;

	/**
	 * Begins to look.
	 * @param exchange whose bytes count
	 * @param timeout how long nothing may move
	 * @param expired called once, unless it is stopped before
	 */
	IdleTimer(HttpServerExchange exchange, Duration timeout, Runnable expired) {
		this.exchange = exchange;
		this.timeout = timeout.toNanos();
		this.expired = expired;
		exchange
			.addRequestWrapper((factory, unused) -> new BytesReceivedStreamSourceConduit(factory.create(), (bytes) -> {
				this.received += bytes;
				this.lastBytes = System.nanoTime();
			}));
		exchange.addResponseWrapper((factory, unused) -> new BytesSentStreamSinkConduit(factory.create(),
				(bytes) -> this.lastBytes = System.nanoTime()));
		this.key = after(this.timeout);
	}

	/**
	 * The bytes of the request's body so far.
	 */
	long received() {
		return this.received;
	}

	void stop() {
		this.key.remove();
	}

	private XnioExecutor.Key after(long nanos) {
		return this.exchange.getIoThread().executeAfter(this::look, nanos, TimeUnit.NANOSECONDS);
	}

	private void look() {
		long left = this.lastBytes + this.timeout - System.nanoTime();
		if (left > 0) {
			this.key = after(left);
		}
		else {
			this.expired.run();
		}
	}

}
