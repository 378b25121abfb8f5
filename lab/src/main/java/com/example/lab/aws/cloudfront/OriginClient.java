package com.example.lab.aws.cloudfront;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import com.example.lab.standin.Clients;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/**
 * Sends requests to origins, over connections that stay open until the keep-alive timeout
 * of the origin. Thread-safe.
 */
final class OriginClient implements AutoCloseable {

	private final Clients clients;

	private final Supplier<SSLContext> trust;

	private final HttpRequestExecutor executor = new HttpRequestExecutor();

	private final IdleConnections idle = new IdleConnections();

	/**
	 * A client without connections.
	 * @param clients where its connections are made known
	 * @param trust of the origins' certificates
	 */
	OriginClient(Clients clients, Supplier<SSLContext> trust) {
		this.clients = clients;
		this.trust = trust;
	}

	/**
	 * Sends a request.
	 * @param endpoint where to
	 * @param request with the header that the origin gets, but for its host
	 * @param origin whose timeouts apply
	 * @return the answer, as it came
	 * @throws OriginFailure if there is none
	 */
	Answer send(Endpoint endpoint, Request request, OriginSettings origin) throws OriginFailure {
		OriginConnection kept = this.idle.take(endpoint);
		if (kept != null) {
			try {
				return exchange(kept, endpoint, request, origin);
			}
			catch (SocketTimeoutException ex) {
				throw timeout(origin);
			}
			catch (IOException | HttpException ex) {
				if (!request.isRead()) {
					throw broken(ex);
				}
				// The origin has closed it meanwhile: another one is tried.
			}
		}
		try {
			return exchange(connect(endpoint, origin), endpoint, request, origin);
		}
		catch (SocketTimeoutException ex) {
			throw timeout(origin);
		}
		catch (IOException | HttpException ex) {
			throw broken(ex);
		}
	}

	private static OriginFailure timeout(OriginSettings origin) {
		return new OriginFailure(504, "CloudFront got no answer from the origin within %d seconds."
			.formatted(origin.readTimeout().toSeconds()));
	}

	private static OriginFailure broken(Exception cause) {
		return new OriginFailure(502, "The origin closed the connection or sent an invalid answer: %s."
			.formatted(cause.getClass().getSimpleName()));
	}

	private OriginConnection connect(Endpoint endpoint, OriginSettings origin) throws OriginFailure {
		for (int attempt = 1;; attempt++) {
			try {
				return OriginConnection.open(endpoint, origin.connectTimeout(), this.trust, this.clients);
			}
			catch (IOException ex) {
				if (attempt >= origin.attempts()) {
					throw unconnected(ex);
				}
			}
		}
	}

	private static OriginFailure unconnected(IOException cause) {
		if (cause instanceof SocketTimeoutException) {
			return new OriginFailure(504, "CloudFront could not connect to the origin in time.");
		}
		return (cause instanceof ConnectException)
				? new OriginFailure(502, "CloudFront wasn't able to connect to the origin.") : broken(cause);
	}

	private Answer exchange(OriginConnection connection, Endpoint endpoint, Request request, OriginSettings origin)
			throws IOException, HttpException {
		// Not by the target alone: //a would be read as a host.
		BasicClassicHttpRequest sent = new BasicClassicHttpRequest(request.method(), null, null,
				encoded(request.target()));
		request.fields().forEach(sent::addHeader);
		sent.setHeader("Host", endpoint.host());
		sent.setHeader("Connection", "Keep-Alive");
		byte[] body = request.body();
		if (body.length > 0 || request.method().matches("POST|PUT|PATCH")) {
			sent.setHeader("Content-Length", Integer.toString(body.length));
			sent.setEntity(new ByteArrayEntity(body, null));
		}
		boolean done = false;
		try {
			connection.timeout(origin.readTimeout());
			HttpCoreContext context = HttpCoreContext.create();
			Answer answer;
			try (ClassicHttpResponse response = this.executor.execute(sent, connection.http(), context)) {
				answer = read(response);
				done = this.executor.keepAlive(sent, response, connection.http(), context);
			}
			return answer;
		}
		finally {
			if (done && connection.http().isOpen()) {
				this.idle.keep(endpoint, connection, origin.keepAlive());
			}
			else {
				connection.close();
			}
		}
	}

	private static Answer read(ClassicHttpResponse response) throws IOException {
		Fields fields = Fields.NONE;
		for (Header header : response.getHeaders()) {
			String value = header.getValue();
			fields = fields.and(header.getName(), (value != null) ? value : "");
		}
		HttpEntity entity = response.getEntity();
		byte[] body = (entity != null) ? entity.getContent().readAllBytes() : new byte[0];
		return new Answer(response.getCode(), fields, body, Answer.Result.MISS);
	}

	/** What is no part of a URL is escaped. */
	private static String encoded(String target) {
		StringBuilder encoded = new StringBuilder();
		for (byte each : target.getBytes(StandardCharsets.UTF_8)) {
			encoded.append((each > ' ' && each < 0x7F) ? Character.toString(each) : "%%%02X".formatted(each & 0xFF));
		}
		return encoded.toString();
	}

	/** Closes the connections that are not in use. */
	void cut() {
		this.idle.cut();
	}

	@Override
	public void close() {
		this.idle.close();
	}

}
