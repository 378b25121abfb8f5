package com.example.lab.aws.elb;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.StatusCodes;

/**
 * Refuses requests with larger headers than a load balancer takes. A target would answer
 * and close the connection while the rest still comes, which is a 502 now and then.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html">Quotas,
 * HTTP headers</a>
 */
final class SizeLimits implements HttpHandler {

	/** Bytes. */
	static final int REQUEST_LINE = 16 * 1024;

	/** Bytes of one header, its name included. */
	private static final int HEADER = 16 * 1024;

	/** Bytes. */
	private static final int ALL_HEADERS = 64 * 1024;

	private final HttpHandler next;

	SizeLimits(HttpHandler next) {
		this.next = next;
	}

	@Override
	public void handleRequest(HttpServerExchange exchange) throws Exception {
		int line = exchange.getRequestURI().length() + exchange.getQueryString().length();
		if (line > REQUEST_LINE) {
			refuse(exchange, StatusCodes.REQUEST_URI_TOO_LARGE);
			return;
		}
		int all = line;
		for (HeaderValues values : exchange.getRequestHeaders()) {
			for (String value : values) {
				int size = values.getHeaderName().length() + value.length();
				all += size;
				if (size > HEADER || all > ALL_HEADERS) {
					refuse(exchange, StatusCodes.BAD_REQUEST);
					return;
				}
			}
		}
		this.next.handleRequest(exchange);
	}

	private static void refuse(HttpServerExchange exchange, int status) {
		exchange.setPersistent(false);
		Actions.fail(exchange, status);
	}

}
