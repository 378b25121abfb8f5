package com.example.lab.aws.elb;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import com.example.lab.standin.LabContext;
import com.example.lab.standin.LogDelivery;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each request to the bucket, each five minutes (shortened by the
 * clock) and at the end.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html">Access
 * logs</a>
 */
final class AccessLog implements AutoCloseable {

	private static final String ACCOUNT = "000000000000";

	private static final DateTimeFormatter FOLDER = DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private static final DateTimeFormatter END = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private final String balancer;

	private final LabContext lab;

	private final Attributes attributes;

	private final LogDelivery delivery;

	/**
	 * Begins a log.
	 * @param name the subject of events
	 * @param balancer the load balancer's full name
	 * @param attributes of the load balancer
	 */
	AccessLog(String name, String balancer, LabContext lab, Attributes attributes) {
		this.balancer = balancer;
		this.lab = lab;
		this.attributes = attributes;
		this.delivery = new LogDelivery(name, "access log", lab, attributes.text("access_logs.s3.bucket"), this::key,
				"");
	}

	/**
	 * Adds a line for each request that a handler has ended.
	 */
	HttpHandler around(HttpHandler handler, boolean secure) {
		return (exchange) -> {
			Instant begun = Instant.now();
			exchange.addExchangeCompleteListener((ended, next) -> {
				this.delivery.add(line(ended, begun, secure));
				next.proceed();
			});
			handler.handleRequest(exchange);
		};
	}

	@Override
	public void close() {
		this.delivery.close();
	}

	private String line(HttpServerExchange exchange, Instant begun, boolean secure) {
		Forwarding forwarding = exchange.getAttachment(Forwarding.KEY);
		Target target = (forwarding != null) ? forwarding.target() : null;
		double[] times = (forwarding != null) ? forwarding.times() : new double[] { -1, -1, -1 };
		int answer = (forwarding != null) ? forwarding.targetStatus() : 0;
		String targetStatus = (answer != 0) ? Integer.toString(answer) : "-";
		// On AWS the address of the instance: here all have that of this computer.
		String targetPort = (target != null) ? "127.0.0.1:" + target.port() : "-";
		HeaderMap headers = exchange.getRequestHeaders();
		String scheme = secure ? "https" : "http";
		Integer rule = exchange.getAttachment(Rules.PRIORITY);
		return String
			.join(" ",
					List.of(scheme, Instant.now().toString(), this.balancer,
							"127.0.0.1:" + exchange.getSourceAddress().getPort(), targetPort, seconds(times[0]),
							seconds(times[1]), seconds(times[2]), Integer.toString(exchange.getStatusCode()),
							targetStatus, Long.toString((forwarding != null) ? forwarding.receivedBytes() : 0),
							Long.toString(exchange.getResponseBytesSent()),
							quoted("%s %s://%s%s%s %s".formatted(exchange.getRequestMethod(), scheme,
									exchange.getHostAndPort(), exchange.getRequestURI(),
									exchange.getQueryString().isEmpty() ? "" : "?" + exchange.getQueryString(),
									exchange.getProtocol())),
							quoted(headers.getFirst(Headers.USER_AGENT)), "-", "-",
							(forwarding != null) ? forwarding.groupArn() : "-",
							quoted(headers.getFirst(ForwardedHeaders.TRACE_ID)),
							secure ? quoted(exchange.getHostName()) : "\"-\"", "\"-\"",
							(rule != null) ? rule.toString() : "0", begun.toString(),
							quoted(exchange.getAttachment(Actions.TYPE)),
							quoted(exchange.getResponseHeaders().getFirst(Headers.LOCATION)), "\"-\"",
							quoted(targetPort), quoted(targetStatus), "\"-\"", "\"-\"", "-"));
	}

	private static String seconds(double time) {
		return (time < 0) ? "-1" : String.format(Locale.ROOT, "%.3f", time);
	}

	private static String quoted(@Nullable String text) {
		return "\"" + ((text != null) ? text.replace("\"", "\\x22") : "-") + "\"";
	}

	private String key() {
		Instant now = Instant.now();
		String prefix = this.attributes.text("access_logs.s3.prefix");
		String region = this.lab.region();
		return "%sAWSLogs/%s/elasticloadbalancing/%s/%s/%s_elasticloadbalancing_%s_%s_%s_127.0.0.1.log.gz".formatted(
				prefix.isEmpty() ? "" : prefix + "/", ACCOUNT, region, FOLDER.format(now), ACCOUNT, region,
				this.balancer.replace('/', '.'), END.format(now));
	}

}
