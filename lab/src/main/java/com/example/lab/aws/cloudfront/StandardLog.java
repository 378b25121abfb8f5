package com.example.lab.aws.cloudfront;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import com.example.lab.event.Event;
import com.example.lab.process.Threads;
import com.example.lab.standin.LabContext;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Writes a line for each request to a bucket, each five minutes (shortened by the clock)
 * and at the end.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html">Standard
 * logging reference</a>
 */
final class StandardLog implements AutoCloseable {

	private static final Duration INTERVAL = Duration.ofMinutes(5);

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

	private final String name;

	private final String distribution;

	private final String domain;

	private final LogSettings settings;

	private final LabContext lab;

	private final Queue<String> lines = new ConcurrentLinkedQueue<>();

	private final ScheduledExecutorService writer = Executors
		.newSingleThreadScheduledExecutor(Threads.daemon("standard-log"));

	/**
	 * Begins a log.
	 * @param name the subject of events
	 * @param distribution its id
	 * @param domain its domain name
	 */
	StandardLog(String name, String distribution, String domain, LogSettings settings, LabContext lab) {
		this.name = name;
		this.distribution = distribution;
		this.domain = domain;
		this.settings = settings;
		this.lab = lab;
		long nanos = lab.clock().shorten(INTERVAL).toNanos();
		this.writer.scheduleWithFixedDelay(this::write, nanos, nanos, TimeUnit.NANOSECONDS);
	}

	LogSettings settings() {
		return this.settings;
	}

	void add(String location, Request request, Answer answer, Duration time) {
		this.lines.add(line(location, request, answer, time));
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

	private synchronized void write() {
		StringBuilder text = new StringBuilder();
		for (String line = this.lines.poll(); line != null; line = this.lines.poll()) {
			text.append(line).append('\n');
		}
		if (text.isEmpty()) {
			return;
		}
		String folder = this.settings.prefix();
		String key = "%s%s%s.%s.%08x.gz".formatted(folder, (folder.isEmpty() || folder.endsWith("/")) ? "" : "/",
				this.distribution, HOUR.format(Instant.now()), System.nanoTime() & 0xFFFFFFFFL);
		try {
			this.lab.localStack()
				.s3()
				.putObject((request) -> request.bucket(this.settings.bucket()).key(key),
						RequestBody.fromBytes(zipped(HEAD + text)));
		}
		catch (SdkException ex) {
			this.lab.events()
				.publish(Event.Kind.WARNING, this.name, "its standard log was not written: " + ex.getMessage());
		}
	}

	private static byte[] zipped(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
			zip.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	@Override
	public void close() {
		this.writer.shutdownNow();
		write();
	}

}
