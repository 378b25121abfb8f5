package com.example.lab.aws.cloudfront;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import com.example.lab.standin.LabContext;
import com.example.lab.standin.LogDelivery;

/**
 * Writes a line for each request to a bucket, each five minutes (shortened by the clock)
 * and at the end.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html">Standard
 * logging reference</a>
 */
final class StandardLog implements AutoCloseable {

	private static final String HEAD = """
			#Version: 1.0
			#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) \
			cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol \
			cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type \
			cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte \
			x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end
			""";

	private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyy-MM-dd-HH", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'\t'HH:mm:ss", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private final String distribution;

	private final String domain;

	private final LogSettings settings;

	private final LogDelivery delivery;

	/**
	 * Begins a log.
	 * @param name the subject of events
	 * @param distribution its id
	 * @param domain its domain name
	 */
	StandardLog(String name, String distribution, String domain, LogSettings settings, LabContext lab) {
		this.distribution = distribution;
		this.domain = domain;
		this.settings = settings;
		this.delivery = new LogDelivery(name, "standard log", lab, settings.bucket(), this::key, HEAD);
	}

	LogSettings settings() {
		return this.settings;
	}

	void add(String location, Request request, Answer answer, Duration time) {
		this.delivery.add(line(location, request, answer, time));
	}

	private String line(String location, Request request, Answer answer, Duration time) {
		Request.Viewer viewer = request.viewer();
		String[] tls = viewer.tls().split(":");
		String result = answer.result().field().replaceFirst(" .*", "");
		String seconds = String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
		String length = Integer.toString(answer.body().length);
		return String.join("\t", TIME.format(Instant.now()), location, length, viewer.ip(), request.method(),
				this.domain, request.path(), Integer.toString(answer.status()), value(request, "Referer"),
				value(request, "User-Agent"), request.query().isEmpty() ? "-" : request.query(),
				this.settings.cookies() ? value(request, "Cookie") : "-", result, answer.fields().text("X-Amz-Cf-Id"),
				value(request, "Host"), viewer.secure() ? "https" : "http", Integer.toString(request.body().length),
				seconds, value(request, "X-Forwarded-For"), tls[0].isEmpty() ? "-" : tls[0],
				(tls.length > 1) ? tls[1] : "-", result, "HTTP/" + viewer.http(), "-", "-",
				Integer.toString(viewer.port()), seconds, result,
				answer.fields().has("Content-Type") ? escaped(answer.fields().text("Content-Type")) : "-", length, "-",
				"-");
	}

	private static String value(Request request, String name) {
		return request.fields().has(name) ? escaped(request.fields().joined(name)) : "-";
	}

	/** Blanks and tabs would look like the next field. */
	private static String escaped(String text) {
		return text.replace("%", "%25").replace(" ", "%20").replace("\t", "%09").replace("\n", "%0A");
	}

	private String key() {
		String folder = this.settings.prefix();
		return "%s%s%s.%s.%08x.gz".formatted(folder, (folder.isEmpty() || folder.endsWith("/")) ? "" : "/",
				this.distribution, HOUR.format(Instant.now()), System.nanoTime() & 0xFFFFFFFFL);
	}

	@Override
	public void close() {
		this.delivery.close();
	}

}
