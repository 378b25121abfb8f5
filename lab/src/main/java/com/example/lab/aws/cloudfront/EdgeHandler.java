package com.example.lab.aws.cloudfront;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;

import javax.net.ssl.SSLSession;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;

/** One port of an edge location: reads whole requests and writes whole answers. */
final class EdgeHandler implements HttpHandler {

	/** The edge keeps bodies in memory. */
	private static final int LARGEST_BODY = 32 * 1024 * 1024;

	private static final List<String> SET_BY_SERVER = List.of("content-length", "connection", "transfer-encoding");

	private final Edge edge;

	private final Executor threads;

	private final boolean secure;

	private final String secureHost;

	/**
	 * A port.
	 * @param threads wait for origins
	 * @param secure whether it counts as HTTPS
	 * @param secureHost where redirects to HTTPS lead
	 */
	EdgeHandler(Edge edge, Executor threads, boolean secure, String secureHost) {
		this.edge = edge;
		this.threads = threads;
		this.secure = secure;
		this.secureHost = secureHost;
	}

	@Override
	public void handleRequest(HttpServerExchange exchange) {
		exchange.dispatch(this.threads, (HttpHandler) this::answer);
	}

	private void answer(HttpServerExchange exchange) throws IOException {
		exchange.startBlocking();
		InputStream in = exchange.getInputStream();
		byte[] body;
		try {
			body = in.readNBytes(LARGEST_BODY + 1);
		}
		catch (IOException ex) {
			// The viewer has gone, or what it sent is malformed.
			exchange.setPersistent(false);
			write(exchange, Answer.page(StatusCodes.BAD_REQUEST, "Bad request."));
			return;
		}
		if (body.length > LARGEST_BODY) {
			exchange.setPersistent(false);
			write(exchange, Answer.page(StatusCodes.REQUEST_ENTITY_TOO_LARGE, "The body is too large."));
			return;
		}
		Answer answer;
		try {
			answer = this.edge.handle(request(exchange, body), this.secureHost);
		}
		catch (RuntimeException ex) {
			answer = Answer.page(StatusCodes.INTERNAL_SERVER_ERROR, "The edge of the lab failed: " + ex);
		}
		if (answer.status() == StatusCodes.REQUEST_ENTITY_TOO_LARGE) {
			exchange.setPersistent(false);
		}
		write(exchange, answer);
	}

	private Request request(HttpServerExchange exchange, byte[] body) {
		Fields fields = Fields.NONE;
		for (HeaderValues values : exchange.getRequestHeaders()) {
			fields = fields.with(values.getHeaderName().toString(), List.copyOf(values));
		}
		String path = exchange.getRequestURI().replaceFirst("^https?://[^/]*", "");
		SSLSession tls = (exchange.getConnection().getSslSessionInfo() != null)
				? exchange.getConnection().getSslSession() : null;
		Request.Viewer viewer = new Request.Viewer(exchange.getSourceAddress().getAddress().getHostAddress(),
				exchange.getSourceAddress().getPort(), this.secure,
				(tls != null) ? "%s:%s:fullHandshake".formatted(tls.getProtocol(), tls.getCipherSuite()) : "",
				exchange.getProtocol().toString().replaceFirst("^HTTP/", ""));
		return new Request(exchange.getRequestMethod().toString(), path.startsWith("/") ? path : "/" + path,
				exchange.getQueryString(), fields, body, viewer);
	}

	private static void write(HttpServerExchange exchange, Answer answer) {
		exchange.setStatusCode(answer.status());
		answer.fields().forEach((name, value) -> {
			if (!SET_BY_SERVER.contains(name.toLowerCase(Locale.ROOT))) {
				exchange.getResponseHeaders().add(new HttpString(name), value);
			}
		});
		boolean head = exchange.getRequestMethod().toString().equals("HEAD");
		if (answer.status() != 304 && answer.status() != 204) {
			exchange.setResponseContentLength(length(answer, head));
		}
		if (head || answer.body().length == 0) {
			exchange.endExchange();
		}
		else {
			exchange.getResponseSender().send(ByteBuffer.wrap(answer.body()));
		}
	}

	/** Of what an origin has answered to HEAD, it says the length itself. */
	private static long length(Answer answer, boolean head) {
		String told = answer.fields().text("Content-Length");
		return (head && answer.body().length == 0 && told.matches("\\d{1,15}")) ? Long.parseLong(told)
				: answer.body().length;
	}

}
