package com.example.lab.aws.cloudfront;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses what the edge gets from origins.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html">Serve
 * compressed files</a>
 */
final class Compression {

	private static final int SMALLEST = 1_000;

	private static final int LARGEST = 10_000_000;

	private static final Set<Integer> STATUSES = Set.of(200, 403, 404);

	private static final Set<String> TYPES = Set.of("application/dash+xml", "application/eot", "application/font",
			"application/font-sfnt", "application/javascript", "application/json", "application/opentype",
			"application/otf", "application/pdf", "application/pkcs7-mime", "application/protobuf",
			"application/rss+xml", "application/truetype", "application/ttf", "application/vnd.apple.mpegurl",
			"application/vnd.mapbox-vector-tile", "application/vnd.ms-fontobject", "application/wasm",
			"application/xhtml+xml", "application/xml", "application/x-font-opentype", "application/x-font-truetype",
			"application/x-font-ttf", "application/x-httpd-cgi", "application/x-javascript", "application/x-mpegurl",
			"application/x-opentype", "application/x-otf", "application/x-perl", "application/x-ttf", "font/eot",
			"font/opentype", "font/otf", "font/ttf", "image/svg+xml", "text/css", "text/csv", "text/html",
			"text/javascript", "text/js", "text/plain", "text/richtext", "text/tab-separated-values", "text/xml",
			"text/x-component", "text/x-java-source", "text/x-script", "vnd.apple.mpegurl");

	private final Encoder brotli;

	/**
	 * Compresses with gzip itself.
	 * @param brotli compresses with Brotli
	 */
	Compression(Encoder brotli) {
		this.brotli = brotli;
	}

	/**
	 * Compresses an answer if CloudFront does.
	 * @param accepted the normalized {@code Accept-Encoding}
	 */
	Answer apply(Behavior behavior, String accepted, Answer answer) {
		if (!behavior.compress() || accepted.isEmpty() || !compressible(answer)) {
			return answer;
		}
		boolean best = accepted.startsWith("br");
		byte[] body;
		try {
			body = best ? this.brotli.encode(answer.body()) : gzip(answer.body());
		}
		catch (FunctionFailure ex) {
			// CloudFront leaves it out now and then too.
			return answer;
		}
		Fields fields = answer.fields()
			.with("Content-Encoding", best ? "br" : "gzip")
			.with("Content-Length", Integer.toString(body.length));
		String vary = fields.joined("Vary");
		if (!vary.toLowerCase(Locale.ROOT).contains("accept-encoding")) {
			fields = fields.and("Vary", "Accept-Encoding");
		}
		return answer.with(weak(fields)).with(body);
	}

	private static boolean compressible(Answer answer) {
		String type = answer.fields().text("Content-Type").split(";")[0].strip().toLowerCase(Locale.ROOT);
		int size = answer.body().length;
		return STATUSES.contains(answer.status()) && answer.fields().has("Content-Length")
				&& !answer.fields().has("Content-Encoding") && size >= SMALLEST && size <= LARGEST
				&& TYPES.contains(type);
	}

	private static Fields weak(Fields fields) {
		String etag = fields.text("ETag");
		if (etag.startsWith("\"")) {
			return fields.with("ETag", "W/" + etag);
		}
		return etag.startsWith("W/") ? fields : fields.without("ETag");
	}

	private static byte[] gzip(byte[] body) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
			out.write(body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	/** A way to compress. */
	@FunctionalInterface
	interface Encoder {

		byte[] encode(byte[] body) throws FunctionFailure;

	}

}
