package com.example.lab.aws.elb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import io.undertow.util.StringWriteChannelListener;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The bytes that a client sends over one connection, before the HTTP server reads them.
 * Answers what the server would take or leave without an answer: 505 if the request line
 * has an unsupported version, 408 if the header is not complete within the idle timeout,
 * counted from its first byte, 400 if a chunked body is malformed.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#load-balancer-http-error-codes">The
 * load balancer generates an HTTP error</a>
 */
final class RequestStream extends AbstractStreamSourceConduit<StreamSourceConduit> {

	private static final Pattern VERSION = Pattern.compile(".* HTTP/\\d\\.\\d\\r?");

	/** The minor version of HTTP/1 does not matter. */
	private static final Pattern SUPPORTED = Pattern.compile(".* HTTP/(0\\.9|1\\.\\d)\\r?");

	private final StreamConnection connection;

	private final Duration limit;

	private final IntConsumer refused;

	/** Null if it is complete or too long. */
	private @Nullable StringBuilder requestLine = new StringBuilder();

	private XnioExecutor.@Nullable Key timer;

	/** Null while a header is read. */
	private @Nullable HttpServerExchange exchange;

	private @Nullable ChunkSyntax chunks;

	private boolean over;

	private RequestStream(StreamConnection connection, Duration limit, IntConsumer refused) {
		super(connection.getSourceChannel().getConduit());
		this.connection = connection;
		this.limit = limit;
		this.refused = refused;
	}

	/**
	 * Puts itself before the HTTP server.
	 * @param connection a new connection
	 * @param limit how long the header of a request may take
	 * @param refused is notified of the status of each header that is refused here
	 */
	static void insert(StreamConnection connection, Duration limit, IntConsumer refused) {
		connection.getSourceChannel().setConduit(new RequestStream(connection, limit, refused));
	}

	/**
	 * The header of a request is complete.
	 * @return whether what has come of its body is well-formed
	 */
	static boolean begin(HttpServerExchange exchange) {
		AbstractServerConnection server = (AbstractServerConnection) exchange.getConnection();
		RequestStream stream = (RequestStream) server.getOriginalSourceConduit();
		exchange.addExchangeCompleteListener((ended, next) -> {
			stream.end(server);
			next.proceed();
		});
		return stream.begin(exchange, server);
	}

	@Override
	public int read(ByteBuffer target) throws IOException {
		if (this.over) {
			return -1;
		}
		int begin = target.position();
		int count = super.read(target);
		if (count > 0) {
			int refusal = check(target.duplicate().limit(target.position()).position(begin));
			if (refusal != 0) {
				target.position(begin);
				this.connection.getIoThread().execute(() -> refuse(refusal));
				return 0;
			}
		}
		return count;
	}

	@Override
	public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
		for (int i = offset; i < offset + length; i++) {
			if (targets[i].hasRemaining()) {
				return read(targets[i]);
			}
		}
		return 0;
	}

	private boolean begin(HttpServerExchange begun, AbstractServerConnection server) {
		stopTimer();
		this.exchange = begun;
		String encoding = begun.getRequestHeaders().getFirst(Headers.TRANSFER_ENCODING);
		this.chunks = (encoding != null && Headers.CHUNKED.equalToString(encoding.strip())) ? new ChunkSyntax() : null;
		PooledByteBuffer read = server.getExtraBytes();
		return read == null || check(read.getBuffer().duplicate()) == 0;
	}

	/** What has been read of the next request comes from the server's buffer. */
	private void end(AbstractServerConnection server) {
		this.exchange = null;
		this.chunks = null;
		this.requestLine = new StringBuilder();
		PooledByteBuffer read = server.getExtraBytes();
		if (read != null && server.isOpen()) {
			int refusal = check(read.getBuffer().duplicate());
			if (refusal != 0) {
				read.getBuffer().position(read.getBuffer().limit());
				// Not before the server has its connection back.
				this.connection.getIoThread().execute(() -> refuse(refusal));
			}
		}
	}

	/**
	 * Checks the next bytes.
	 * @return the status to refuse them with; 0 if they are well-formed
	 */
	private int check(ByteBuffer bytes) {
		if (this.exchange != null) {
			return (this.chunks == null || this.chunks.accept(bytes)) ? 0 : StatusCodes.BAD_REQUEST;
		}
		if (this.timer == null) {
			this.timer = this.connection.getIoThread()
				.executeAfter(() -> refuse(StatusCodes.REQUEST_TIME_OUT), this.limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		while (this.requestLine != null && bytes.hasRemaining()) {
			char next = (char) (bytes.get() & 0xFF);
			if (next == '\n') {
				String line = this.requestLine.toString();
				this.requestLine = null;
				return (VERSION.matcher(line).matches() && !SUPPORTED.matcher(line).matches())
						? StatusCodes.HTTP_VERSION_NOT_SUPPORTED : 0;
			}
			this.requestLine = (this.requestLine.length() < SizeLimits.REQUEST_LINE) ? this.requestLine.append(next)
					: null;
		}
		return 0;
	}

	private void refuse(int status) {
		if (this.over || !this.connection.isOpen()) {
			return;
		}
		this.over = true;
		stopTimer();
		HttpServerExchange begun = this.exchange;
		if (begun == null) {
			this.refused.accept(status);
			answer(status);
			return;
		}
		Forwarding forwarding = begun.getAttachment(Forwarding.KEY);
		if (forwarding == null || !forwarding.refuse(status)) {
			IoUtils.safeClose(this.connection);
		}
	}

	private void answer(int status) {
		this.connection.getSourceChannel().suspendReads();
		String body = Actions.page(status);
		new StringWriteChannelListener(
				"HTTP/1.1 %d %s\r\nServer: awselb/2.0\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
					.formatted(status, StatusCodes.getReason(status), body.length(), body)) {

			@Override
			protected void writeDone(StreamSinkChannel channel) {
				super.writeDone(channel);
				IoUtils.safeClose(RequestStream.this.connection);
			}

			@Override
			protected void handleError(StreamSinkChannel channel, IOException ex) {
				IoUtils.safeClose(RequestStream.this.connection);
			}

		}.setup(this.connection.getSinkChannel());
	}

	private void stopTimer() {
		if (this.timer != null) {
			this.timer.remove();
			this.timer = null;
		}
	}

}
