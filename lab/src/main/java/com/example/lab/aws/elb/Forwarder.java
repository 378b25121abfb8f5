package com.example.lab.aws.elb;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.UndertowClient;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.XnioExecutor;

/**
 * Forwards requests to the targets of a group, each one once, over connections that stay
 * open until the idle timeout. A connection is used without another look at it, so a
 * target that closes it meanwhile fails the request, as on AWS. Everything happens on the
 * one I/O thread of the listener.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues">HTTP
 * 502</a>
 */
final class Forwarder implements HttpHandler {

	private final TargetGroup group;

	/** Asked for each request, since its attributes may change. */
	private final LoadBalancer balancer;

	private final boolean secure;

	private final Map<Target, Deque<Idle>> idle = new HashMap<>();

	Forwarder(TargetGroup group, LoadBalancer balancer, boolean secure) {
		this.group = group;
		this.balancer = balancer;
		this.secure = secure;
	}

	@Override
	public void handleRequest(HttpServerExchange exchange) {
		exchange.dispatch(SameThreadExecutor.INSTANCE, () -> new Forwarding(this, exchange).begin());
	}

	TargetGroup group() {
		return this.group;
	}

	Duration idleTimeout() {
		return this.balancer.idleTimeout();
	}

	boolean dropsInvalidHeaders() {
		return this.balancer.dropsInvalidHeaders();
	}

	boolean appendsClientAddress() {
		return this.balancer.appendsClientAddress();
	}

	/**
	 * Whether clients come by HTTPS.
	 */
	boolean secure() {
		return this.secure;
	}

	/**
	 * Gives a request a connection: the one that was used last, else a new one.
	 */
	void connect(Target target, HttpServerExchange exchange, ClientCallback<ClientConnection> callback) {
		Idle kept = idle(target).pollLast();
		if (kept != null) {
			kept.timer().remove();
			Duration delay = this.group.delay();
			if (delay.isZero()) {
				callback.completed(kept.connection());
			}
			else {
				exchange.getIoThread()
					.executeAfter(() -> callback.completed(kept.connection()), delay.toMillis(), TimeUnit.MILLISECONDS);
			}
			return;
		}
		InetSocketAddress address = target.address(0);
		if (address == null) {
			callback.failed(new ConnectException("Nothing listens on port " + target.port()));
			return;
		}
		UndertowClient.getInstance()
			.connect(callback, URI.create("http://127.0.0.1:" + address.getPort()), exchange.getIoThread(),
					exchange.getConnection().getByteBufferPool(), OptionMap.create(Options.TCP_NODELAY, true));
	}

	/** Keeps a connection for the next request, if it is open still. */
	void keep(Target target, ClientConnection connection) {
		if (!connection.isOpen()) {
			return;
		}
		Deque<Idle> connections = idle(target);
		XnioExecutor.Key timer = connection.getIoThread().executeAfter(() -> {
			// A timer that has run out cannot be removed any more: it may be used again.
			if (connections.removeIf((kept) -> kept.connection() == connection)) {
				IoUtils.safeClose(connection);
			}
		}, idleTimeout().toMillis(), TimeUnit.MILLISECONDS);
		connections.add(new Idle(connection, timer));
		connection.getCloseSetter().set((closed) -> {
			timer.remove();
			connections.removeIf((kept) -> kept.connection() == connection);
		});
	}

	private Deque<Idle> idle(Target target) {
		return this.idle.computeIfAbsent(target, (key) -> new ArrayDeque<>());
	}

	/**
	 * A connection that waits for a request.
	 *
	 * @param connection the connection
	 * @param timer what closes it
	 */
	private record Idle(ClientConnection connection, XnioExecutor.Key timer) {
	}

}
