package com.example.lab.aws.elb;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a load balancer does not forward: TRACE (405), an unsupported
 * {@code Transfer-Encoding} (501), more than 30 addresses in {@code X-Forwarded-For}
 * (463), a malformed chunk (400). AWS documents 400 for CONNECT with Classic Load
 * Balancers only.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#load-balancer-http-error-codes">The
 * load balancer generates an HTTP error</a>
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ts-elb-error-message.html">HTTP
 * errors of a Classic Load Balancer</a>
 * @see <a href=
 * "https://github.com/aws/http-desync-guardian/blob/master/docs/README.md">HTTP Desync
 * Guardian, which classifies requests for load balancers</a>
 */
final class RequestChecks implements HttpHandler {

	private static final int TOO_MANY_ADDRESSES = 463;

	private static final int MOST_ADDRESSES = 30;

	private static final String CHUNKED = "chunked";

	private final HttpHandler next;

	RequestChecks(HttpHandler next) {
		this.next = next;
	}

	@Override
	public void handleRequest(HttpServerExchange exchange) throws Exception {
		boolean wellFormed = RequestStream.begin(exchange);
		int refusal = refusal(exchange);
		if (refusal == 0 && wellFormed) {
			this.next.handleRequest(exchange);
			return;
		}
		exchange.setPersistent(false);
		Actions.fail(exchange, (refusal != 0) ? refusal : StatusCodes.BAD_REQUEST);
	}

	private static int refusal(HttpServerExchange exchange) {
		if (exchange.getRequestMethod().equals(Methods.TRACE)) {
			return StatusCodes.METHOD_NOT_ALLOWED;
		}
		if (exchange.getRequestMethod().equals(Methods.CONNECT) || hasControls(exchange.getRequestURI())
				|| hasControls(exchange.getQueryString())) {
			return StatusCodes.BAD_REQUEST;
		}
		List<String> encodings = values(exchange.getRequestHeaders().get(Headers.TRANSFER_ENCODING));
		if (!encodings.stream().allMatch((encoding) -> encoding.equals(CHUNKED) || encoding.equals("identity"))) {
			return StatusCodes.NOT_IMPLEMENTED;
		}
		if (encodings.size() > 1) {
			return StatusCodes.BAD_REQUEST;
		}
		return (values(exchange.getRequestHeaders().get(Headers.X_FORWARDED_FOR)).size() > MOST_ADDRESSES)
				? TOO_MANY_ADDRESSES : 0;
	}

	/**
	 * The HTTP server lets all characters but a blank pass, for what browsers do not
	 * escape.
	 */
	private static boolean hasControls(String text) {
		return text.chars().anyMatch((character) -> character <= ' ' || character == 0x7F);
	}

	private static List<String> values(@Nullable HeaderValues header) {
		return (header == null) ? List.of()
				: header.stream()
					.flatMap((value) -> Arrays.stream(value.split(",")))
					.map((value) -> value.strip().toLowerCase(Locale.ROOT))
					.toList();
	}

}
