package com.example.lab.aws.elb;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

/**
 * What a load balancer changes in the headers on their way through.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html">HTTP
 * headers and Application Load Balancers</a>
 */
final class ForwardedHeaders {

	static final HttpString TRACE_ID = new HttpString("X-Amzn-Trace-Id");

	private static final HttpString EXPECT = Headers.EXPECT;

	/** They are about one connection, not about the message. */
	private static final Set<HttpString> HOP_BY_HOP = Set.of(Headers.CONNECTION, Headers.KEEP_ALIVE,
			Headers.PROXY_AUTHENTICATE, Headers.PROXY_AUTHORIZATION, new HttpString("Proxy-Connection"), Headers.TE,
			Headers.TRAILER, Headers.TRANSFER_ENCODING, Headers.UPGRADE, new HttpString("HTTP2-Settings"));

	private static final Pattern VALID_NAME = Pattern.compile("[-A-Za-z0-9]+");

	private static final SecureRandom RANDOM = new SecureRandom();

	private ForwardedHeaders() {
	}

	/**
	 * The headers of a request for a target.
	 * @param secure whether the client came by HTTPS
	 * @param onlyValid whether headers with other names than letters, digits and hyphens
	 * are left out
	 * @param appends whether the address of the client is put last into X-Forwarded-For
	 */
	static void request(HttpServerExchange from, HeaderMap to, boolean secure, boolean onlyValid, boolean appends) {
		HeaderMap received = from.getRequestHeaders();
		copy(received, to);
		// The load balancer has answered it.
		to.remove(EXPECT);
		if (onlyValid) {
			to.getHeaderNames()
				.stream()
				.filter((name) -> !VALID_NAME.matcher(name.toString()).matches())
				.toList()
				.forEach(to::remove);
		}
		if (!from.isRequestComplete() && !to.contains(Headers.CONTENT_LENGTH)) {
			to.put(Headers.TRANSFER_ENCODING, "chunked");
		}
		if (appends) {
			String client = from.getSourceAddress().getAddress().getHostAddress();
			HeaderValues before = received.get(Headers.X_FORWARDED_FOR);
			to.put(Headers.X_FORWARDED_FOR, (before != null) ? String.join(", ", before) + ", " + client : client);
		}
		to.put(Headers.X_FORWARDED_PROTO, secure ? "https" : "http");
		to.put(Headers.X_FORWARDED_PORT, from.getDestinationAddress().getPort());
		if (!to.contains(TRACE_ID)) {
			byte[] random = new byte[12];
			RANDOM.nextBytes(random);
			to.put(TRACE_ID,
					"Root=1-%08x-%s".formatted(Instant.now().getEpochSecond(), HexFormat.of().formatHex(random)));
		}
	}

	/** Copies the headers that belong to the message. */
	static void copy(HeaderMap from, HeaderMap to) {
		Set<HttpString> left = new HashSet<>(HOP_BY_HOP);
		HeaderValues named = from.get(Headers.CONNECTION);
		(named != null ? List.copyOf(named) : List.<String>of()).stream()
			.flatMap((value) -> Arrays.stream(value.split(",")))
			.map((name) -> new HttpString(name.strip()))
			.forEach(left::add);
		for (HeaderValues values : from) {
			if (!left.contains(values.getHeaderName())) {
				to.putAll(values.getHeaderName(), values);
			}
		}
	}

}
