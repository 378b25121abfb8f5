package com.example.lab.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.example.lab.process.Threads;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A service that a stand-in offers over HTTP, on a free port of this computer.
 */
public final class LocalHttpServer implements AutoCloseable {

	static {
		// It sends the body after the headers: without this each answer waits 40 ms on
		// Linux until the headers are acknowledged.
		System.setProperty("sun.net.httpserver.nodelay", "true");
	}

	private final ExecutorService threads;

	private final HttpServer server;

	/**
	 * Starts it; each request has a thread of its own.
	 * @param name of its threads
	 * @param path which requests it takes: those that begin with it
	 * @param handler answers a request, which is closed afterwards
	 */
	public LocalHttpServer(String name, String path, Handler handler) {
		this.threads = Executors.newCachedThreadPool(Threads.daemon(name));
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.threads);
		this.server.createContext(path, (exchange) -> {
			try (exchange) {
				handler.handle(exchange);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		this.server.start();
	}

	/**
	 * Where it listens.
	 * @return on 127.0.0.1
	 */
	public InetSocketAddress address() {
		return this.server.getAddress();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/** Answers requests. */
	@FunctionalInterface
	public interface Handler {

		/**
		 * Answers one.
		 * @param exchange the request
		 * @throws IOException if the client has gone
		 * @throws InterruptedException if the server ends
		 */
		void handle(HttpExchange exchange) throws IOException, InterruptedException;

	}

}
