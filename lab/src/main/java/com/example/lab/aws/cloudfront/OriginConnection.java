package com.example.lab.aws.cloudfront;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import com.example.lab.standin.Clients;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection to an origin. The server can tell what connects from the port that it
 * comes from, which is made known before it is there.
 */
final class OriginConnection {

	private final DefaultBHttpClientConnection http;

	private final int port;

	private final Clients clients;

	private long until;

	private OriginConnection(DefaultBHttpClientConnection http, int port, Clients clients) {
		this.http = http;
		this.port = port;
		this.clients = clients;
	}

	static OriginConnection open(Endpoint endpoint, Duration timeout, Supplier<SSLContext> trust, Clients clients)
			throws IOException {
		Socket socket = new Socket();
		try {
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			if (endpoint.client() != null) {
				clients.connecting(socket.getLocalPort(), endpoint.client());
			}
			socket.setTcpNoDelay(true);
			socket.connect(endpoint.address(), (int) timeout.toMillis());
			DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
			if (endpoint.tls()) {
				socket.setSoTimeout((int) timeout.toMillis());
				SSLSocket secure = (SSLSocket) trust.get()
					.getSocketFactory()
					.createSocket(socket, "localhost", socket.getPort(), true);
				secure.startHandshake();
				http.bind(secure);
			}
			else {
				http.bind(socket);
			}
			return new OriginConnection(http, socket.getLocalPort(), clients);
		}
		catch (IOException ex) {
			clients.closed(socket.getLocalPort());
			socket.close();
			throw ex;
		}
	}

	DefaultBHttpClientConnection http() {
		return this.http;
	}

	void timeout(Duration timeout) {
		this.http.setSocketTimeout(Timeout.ofMilliseconds(timeout.toMillis()));
	}

	void keepFor(Duration time) {
		this.until = System.nanoTime() + time.toNanos();
	}

	boolean expired() {
		return System.nanoTime() - this.until > 0;
	}

	/** Whether the origin has not closed it. */
	boolean usable() {
		try {
			return !expired() && this.http.isOpen() && !this.http.isStale();
		}
		catch (IOException ex) {
			return false;
		}
	}

	void close() {
		this.clients.closed(this.port);
		this.http.close(CloseMode.IMMEDIATE);
	}

}
