package com.example.lab.aws.elb;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.IntConsumer;

import javax.net.ssl.SSLContext;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.ssl.SslConnection;

/**
 * The HTTP server of a listener: Undertow without its builder, which lets nothing come
 * between a connection and the parser. With one I/O thread, so that what belongs to the
 * connections needs no locks.
 */
final class HttpServer {

	static {
		// Undertow's own choice would be the log of the JDK, and that standard error.
		System.setProperty("org.jboss.logging.provider", "slf4j");
	}

	private static final int BUFFER = 16 * 1024;

	/** The load balancer limits their size, not their number. */
	private static final int ANY_NUMBER = 64 * 1024;

	private final XnioWorker worker;

	private final AcceptingChannel<? extends StreamConnection> server;

	/**
	 * Begins to serve.
	 * @param address where it listens
	 * @param certificates for HTTPS; null for HTTP
	 * @param handler of requests
	 * @param idleTimeout of connections, and for the header of a request
	 * @param refused is notified of the status of each request without a complete header
	 */
	HttpServer(InetSocketAddress address, @Nullable SSLContext certificates, HttpHandler handler, Duration idleTimeout,
			IntConsumer refused) throws IOException {
		Xnio xnio = Xnio.getInstance(Undertow.class.getClassLoader());
		this.worker = xnio.createWorker(OptionMap.builder()
			.set(Options.WORKER_IO_THREADS, 1)
			.set(Options.WORKER_TASK_CORE_THREADS, 2)
			.set(Options.WORKER_TASK_MAX_THREADS, 2)
			.getMap());
		HttpOpenListener http = new HttpOpenListener(new DefaultByteBufferPool(true, BUFFER, -1, 4),
				options(idleTimeout));
		http.setRootHandler(handler);
		ChannelListener<StreamConnection> opened = (connection) -> {
			RequestStream.insert(connection, idleTimeout, refused);
			http.handleEvent(connection);
		};
		try {
			this.server = listen(xnio, address, certificates, opened);
		}
		catch (IOException | RuntimeException ex) {
			this.worker.shutdownNow();
			throw ex;
		}
		this.server.resumeAccepts();
	}

	private static OptionMap options(Duration idleTimeout) {
		return OptionMap.builder()
			.set(UndertowOptions.NO_REQUEST_TIMEOUT, (int) idleTimeout.toMillis())
			.set(UndertowOptions.MAX_ENTITY_SIZE, -1L)
			.set(UndertowOptions.MAX_HEADERS, ANY_NUMBER)
			.set(UndertowOptions.MAX_PARAMETERS, ANY_NUMBER)
			.set(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
			.set(UndertowOptions.DECODE_URL, false)
			.getMap();
	}

	private AcceptingChannel<? extends StreamConnection> listen(Xnio xnio, InetSocketAddress address,
			@Nullable SSLContext certificates, ChannelListener<StreamConnection> opened) throws IOException {
		OptionMap.Builder options = OptionMap.builder()
			.set(Options.TCP_NODELAY, true)
			.set(Options.REUSE_ADDRESSES, true)
			.set(Options.BACKLOG, 1_024);
		if (certificates == null) {
			return this.worker.createStreamConnectionServer(address,
					ChannelListeners.<StreamConnection>openListenerAdapter(opened), options.getMap());
		}
		return new UndertowXnioSsl(xnio, OptionMap.create(Options.USE_DIRECT_BUFFERS, true), certificates)
			.createSslConnectionServer(this.worker, address,
					ChannelListeners.<SslConnection>openListenerAdapter(opened),
					options.set(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3", "TLSv1.2")).getMap());
	}

	/** Closes its port and its connections. */
	void stop() {
		IoUtils.safeClose(this.server);
		this.worker.shutdown();
		try {
			this.worker.awaitTermination();
		}
		catch (InterruptedException ex) {
			this.worker.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}

}
