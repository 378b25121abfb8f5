package com.example.lab.aws.cloudfront;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import com.example.lab.network.Ports;
import com.example.lab.process.Threads;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.HttpContinueReadHandler;
import org.jspecify.annotations.Nullable;

/**
 * An edge location: its cache, and three ports. One counts as HTTPS without TLS, so that
 * browsers show no warning; one is HTTPS; one is HTTP.
 */
final class EdgeLocation implements AutoCloseable {

	static {
		// Undertow's own choice would be the log of the JDK, and that standard error.
		System.setProperty("org.jboss.logging.provider", "slf4j");
	}

	private static final int ANY_NUMBER = 64 * 1024;

	private static final int LARGEST_HEADER = 256 * 1024;

	private final String name;

	private final EdgePort open;

	private final EdgePort tls;

	private final EdgePort http;

	private final EdgeCache cache;

	private final ExecutorService threads;

	private @Nullable Undertow server;

	/**
	 * A location that does not serve yet.
	 * @param name as {@code X-Amz-Cf-Pop} has it
	 * @param open the port to try first for what counts as HTTPS; 0 for any
	 * @param tls the port to try first for HTTPS; 0 for any
	 */
	EdgeLocation(String name, int open, int tls) {
		this.name = name;
		this.open = new EdgePort(open);
		this.tls = new EdgePort(tls);
		this.http = new EdgePort(0);
		this.threads = Executors.newCachedThreadPool(Threads.daemon("edge-" + name));
		this.cache = new EdgeCache(InstantSource.system(), this.threads);
	}

	/**
	 * Begins to serve.
	 * @param edge makes what answers requests with the cache
	 * @param certificate asked for the certificate of HTTPS
	 */
	void start(Function<EdgeLocation, Edge> edge, Supplier<SSLContext> certificate) {
		Edge made = edge.apply(this);
		this.open.release();
		this.tls.release();
		this.http.release();
		try {
			this.server = Ports.reopen(() -> started(made, certificate.get()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Edge location %s cannot listen".formatted(this.name), ex);
		}
	}

	private Undertow started(Edge made, SSLContext certificate) throws IOException {
		Undertow server = Undertow.builder()
			.setIoThreads(1)
			.setWorkerThreads(2)
			.setServerOption(UndertowOptions.DECODE_URL, false)
			.setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
			.setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
			.setServerOption(UndertowOptions.MAX_HEADERS, ANY_NUMBER)
			.setServerOption(UndertowOptions.MAX_HEADER_SIZE, LARGEST_HEADER)
			.setServerOption(UndertowOptions.MAX_PARAMETERS, ANY_NUMBER)
			.addHttpListener(this.open.number(), EdgePort.HOST, handler(made, true))
			.addHttpsListener(this.tls.number(), EdgePort.HOST, certificate, handler(made, true))
			.addHttpListener(this.http.number(), EdgePort.HOST, handler(made, false))
			.build();
		try {
			server.start();
			return server;
		}
		catch (RuntimeException ex) {
			server.stop();
			if (ex.getCause() instanceof BindException taken) {
				throw taken;
			}
			throw ex;
		}
	}

	private HttpContinueReadHandler handler(Edge edge, boolean secure) {
		return new HttpContinueReadHandler(new EdgeHandler(edge, this.threads, secure, this.tls.address()));
	}

	String name() {
		return this.name;
	}

	EdgeCache cache() {
		return this.cache;
	}

	/** The port that counts as HTTPS without TLS. */
	EdgePort open() {
		return this.open;
	}

	EdgePort tls() {
		return this.tls;
	}

	EdgePort http() {
		return this.http;
	}

	@Override
	public void close() {
		this.open.release();
		this.tls.release();
		this.http.release();
		Undertow running = this.server;
		this.server = null;
		if (running != null) {
			running.stop();
		}
		this.threads.shutdownNow();
	}

}
