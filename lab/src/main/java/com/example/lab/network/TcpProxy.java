package com.example.lab.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import com.example.lab.process.Threads;

import org.jspecify.annotations.Nullable;

/**
 * A port on 127.0.0.1 that relays TCP connections to wherever the part behind it is now.
 * A connection is reset at once when nothing is behind it. Safe for use by many threads.
 */
public final class TcpProxy implements AutoCloseable {

	private static final int BUFFER_BYTES = 16 * 1024;

	private static final int CONNECT_MILLIS = 10_000;

	private final ServerSocket server;

	private volatile Lead lead;

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final ExecutorService relays;

	private volatile Duration delay = Duration.ZERO;

	private TcpProxy(ServerSocket server, Lead lead) {
		this.server = server;
		this.lead = lead;
		this.relays = Executors.newCachedThreadPool(Threads.daemon("proxy-" + server.getLocalPort()));
		this.relays.execute(this::accept);
	}

	/**
	 * Opens a proxy on a wanted port, or on any free one when that is taken.
	 * @param wanted the port to try first; 0 for any
	 * @param target asked for each connection; null when nothing is there
	 * @return the open proxy
	 */
	public static TcpProxy open(int wanted, Supplier<@Nullable InetSocketAddress> target) {
		return open(wanted, (connection) -> target.get());
	}

	/**
	 * Opens a proxy that decides for each connection.
	 * @param wanted the port to try first; 0 for any
	 * @param target asked for each connection
	 * @return the open proxy
	 */
	public static TcpProxy open(int wanted, Target target) {
		return open(wanted, target, () -> {
		});
	}

	/**
	 * Opens a proxy that also reports when a connection has ended.
	 * @param wanted the port to try first; 0 for any
	 * @param target asked for each connection
	 * @param left called once for each connection that got an address, when it has ended
	 * @return the open proxy
	 */
	public static TcpProxy open(int wanted, Target target, Runnable left) {
		return open(wanted, new Lead(target, left));
	}

	static TcpProxy open(int wanted, Lead lead) {
		try {
			return new TcpProxy(bind(wanted), lead);
		}
		catch (IOException taken) {
			try {
				return new TcpProxy(bind(Ports.free()), lead);
			}
			catch (IOException ex) {
				throw new UncheckedIOException("This computer has no free port on 127.0.0.1", ex);
			}
		}
	}

	private static ServerSocket bind(int port) throws IOException {
		ServerSocket socket = new ServerSocket();
		try {
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_024);
			return socket;
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	/**
	 * Where the proxy listens.
	 * @return a port on 127.0.0.1
	 */
	public int port() {
		return this.server.getLocalPort();
	}

	/** Where connections are led that come from now on. */
	Lead lead() {
		return this.lead;
	}

	void lead(Lead other) {
		this.lead = other;
	}

	/**
	 * Delays each piece of data on its way to the part behind the proxy.
	 * @param delay how long; zero for none
	 */
	public void slow(Duration delay) {
		this.delay = delay;
	}

	/** Cuts all open connections, as a network fault does; new ones are taken. */
	public void cut() {
		this.open.forEach(TcpProxy::reset);
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		cut();
		this.relays.shutdownNow();
		try {
			// The port is free once the thread that accepts has ended.
			this.relays.awaitTermination(CONNECT_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				take(this.server.accept());
			}
			catch (IOException ex) {
				if (!this.server.isClosed()) {
					LockSupport.parkNanos(1_000_000);
				}
			}
		}
	}

	private void take(Socket client) {
		this.open.add(client);
		try {
			this.relays.execute(() -> connect(client));
		}
		catch (RejectedExecutionException ex) {
			// The proxy is being closed.
			reset(client);
		}
	}

	private void connect(Socket client) {
		Lead now = this.lead;
		InetSocketAddress address = now.target().of(Connection.of(client));
		if (address == null) {
			this.open.remove(client);
			reset(client);
			return;
		}
		Socket upstream = new Socket();
		this.open.add(upstream);
		try {
			upstream.connect(address, CONNECT_MILLIS);
			client.setTcpNoDelay(true);
			upstream.setTcpNoDelay(true);
			Future<?> answers = this.relays.submit(() -> relay(upstream, client, () -> Duration.ZERO));
			relay(client, upstream, () -> this.delay);
			answers.get();
			client.close();
			upstream.close();
		}
		catch (IOException | ExecutionException | InterruptedException | RejectedExecutionException ex) {
			reset(client);
			reset(upstream);
		}
		finally {
			this.open.remove(client);
			this.open.remove(upstream);
			now.left().run();
		}
	}

	private static void relay(Socket from, Socket to, Supplier<Duration> delay) {
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[BUFFER_BYTES];
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				LockSupport.parkNanos(delay.get().toNanos());
				out.write(buffer, 0, read);
			}
			to.shutdownOutput();
		}
		catch (IOException ex) {
			// Both sides learn of it, and the other direction ends.
			reset(from);
			reset(to);
		}
	}

	private static void reset(Socket socket) {
		try (socket) {
			socket.setOption(StandardSocketOptions.SO_LINGER, 0);
		}
		catch (IOException ex) {
			// It is closed already.
		}
	}

	/**
	 * What is behind a proxy.
	 *
	 * @param target asked for each connection
	 * @param left called once for each connection that got an address, when it has ended
	 */
	record Lead(Target target, Runnable left) {
	}

	/** Decides where a connection goes. */
	@FunctionalInterface
	public interface Target {

		/**
		 * Decides about one connection, which waits for the answer.
		 * @param connection from the client to the proxy
		 * @return where it is relayed to; null when nothing is there for this client
		 */
		@Nullable InetSocketAddress of(Connection connection);

	}

}
