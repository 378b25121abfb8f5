package com.example.lab.aws.elb;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A target in this process: answers health checks by a status, everything else by a
 * handler, and closes a connection that was idle for its keep-alive time.
 */
final class SmallHttpServer implements AutoCloseable {

	static final String HEALTH = "/health";

	private final ServerSocket server;

	private final Handler handler;

	private final int keepAliveMillis;

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger checks = new AtomicInteger();

	private final AtomicInteger closedFirst = new AtomicInteger();

	volatile int health = 200;

	volatile Runnable beforeCheck = () -> {
	};

	/** What a target does with a request. */
	@FunctionalInterface
	interface Handler {

		void handle(Request request, OutputStream out) throws Exception;

	}

	/** A request. */
	record Request(String line, Map<String, String> headers, byte[] body) {

		String path() {
			return this.line.split(" ")[1];
		}

	}

	SmallHttpServer(int keepAliveMillis, Handler handler) throws IOException {
		this.server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
		this.keepAliveMillis = keepAliveMillis;
		this.handler = handler;
		this.threads.execute(this::accept);
	}

	/** A target that says its name. */
	static SmallHttpServer named(String name) throws IOException {
		return new SmallHttpServer(60_000, (request, out) -> answer(out, 200, name.getBytes(StandardCharsets.UTF_8)));
	}

	static void answer(OutputStream out, int status, byte[] body) throws IOException {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message
			.write("HTTP/1.1 %d Status\r\nContent-Length: %d\r\nX-From: target\r\n\r\n".formatted(status, body.length)
				.getBytes(StandardCharsets.US_ASCII));
		message.write(body);
		out.write(message.toByteArray());
	}

	InetSocketAddress address() {
		return (InetSocketAddress) this.server.getLocalSocketAddress();
	}

	/** How many requests came, without health checks. */
	int requests() {
		return this.requests.get();
	}

	/** How many connections brought a request that is no health check. */
	int connections() {
		return this.connections.get();
	}

	/** How many connections it closed since their keep-alive was over. */
	int closedFirst() {
		return this.closedFirst.get();
	}

	/** How many connections are open now. */
	int open() {
		return this.open.size();
	}

	int checks() {
		return this.checks.get();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : this.open) {
			socket.close();
		}
		this.threads.shutdownNow();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				this.open.add(socket);
				this.threads.execute(() -> serve(socket));
			}
			catch (IOException ex) {
				// Closed.
			}
		}
	}

	private void serve(Socket socket) {
		try (socket; InputStream in = new BufferedInputStream(socket.getInputStream())) {
			socket.setTcpNoDelay(true);
			boolean first = true;
			while (true) {
				socket.setSoTimeout(this.keepAliveMillis);
				int start = in.read();
				if (start < 0) {
					return;
				}
				socket.setSoTimeout(0);
				Request request = read(start, in);
				if (request.path().equals(HEALTH)) {
					this.checks.incrementAndGet();
					this.beforeCheck.run();
					answer(socket.getOutputStream(), this.health, new byte[0]);
					return;
				}
				if (first) {
					this.connections.incrementAndGet();
					first = false;
				}
				this.requests.incrementAndGet();
				this.handler.handle(request, socket.getOutputStream());
			}
		}
		catch (SocketTimeoutException ex) {
			this.closedFirst.incrementAndGet();
		}
		catch (IOException ex) {
			// The other side is gone, or this one ends.
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			this.open.remove(socket);
		}
	}

	private static Request read(int start, InputStream in) throws IOException {
		String line = (char) start + line(in);
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String header = line(in); !header.isEmpty(); header = line(in)) {
			String[] parts = header.split(": ?", 2);
			headers.merge(parts[0], parts[1], (a, b) -> a + " | " + b);
		}
		if ("chunked".equals(headers.get("Transfer-Encoding"))) {
			ByteArrayOutputStream body = new ByteArrayOutputStream();
			for (int size = size(in); size > 0; size = size(in)) {
				body.write(in.readNBytes(size));
				line(in);
			}
			line(in);
			return new Request(line, headers, body.toByteArray());
		}
		return new Request(line, headers, in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0"))));
	}

	private static int size(InputStream in) throws IOException {
		return Integer.parseInt(line(in).split(";")[0], 16);
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int character = in.read(); character != '\n'; character = in.read()) {
			if (character < 0) {
				throw new IOException("Ended in the middle of a line");
			}
			if (character != '\r') {
				line.append((char) character);
			}
		}
		return line.toString();
	}

}
