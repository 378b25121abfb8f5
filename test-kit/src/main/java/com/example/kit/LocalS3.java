package com.example.kit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for S3 that puts, gets, heads and deletes objects in any bucket, and checks
 * SHA-256 checksums as S3 does. It can fail, so that tests see what then happens.
 */
public final class LocalS3 {

	private static final Map<String, S3Object> objects = new ConcurrentHashMap<>();

	private static volatile boolean available = true;

	private LocalS3() {
	}

	/**
	 * An object of the only bucket that has the key.
	 */
	public static Optional<S3Object> object(String key) {
		return objects.entrySet()
			.stream()
			.filter((object) -> object.getKey().replaceFirst("/[^/]+/", "").equals(key))
			.map(Map.Entry::getValue)
			.findFirst();
	}

	/**
	 * The number of objects in all buckets.
	 */
	public static int count() {
		return objects.size();
	}

	/**
	 * Answers 503 to all requests from now on, or no more.
	 */
	public static void setAvailable(boolean available) {
		LocalS3.available = available;
	}

	static String start() throws IOException {
		return LocalAws.serve(LocalS3::answer);
	}

	private static void answer(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		if (!available) {
			send(exchange, 503, error("SlowDown"));
			return;
		}
		String path = exchange.getRequestURI().getPath();
		switch (exchange.getRequestMethod()) {
			case "PUT" -> put(exchange, path, body);
			case "DELETE" -> {
				objects.remove(path);
				exchange.sendResponseHeaders(204, -1);
			}
			default -> read(exchange, objects.get(path));
		}
	}

	private static void put(HttpExchange exchange, String path, byte[] body) throws IOException {
		byte[] bytes = decode(exchange, body);
		String checksum = header(exchange, "x-amz-checksum-sha256");
		if (checksum != null && !checksum.equals(sha256(bytes))) {
			send(exchange, 400, error("BadDigest"));
			return;
		}
		objects.put(path,
				new S3Object(bytes, header(exchange, "Content-Type"), header(exchange, "Cache-Control"), checksum));
		send(exchange, 200, new byte[0]);
	}

	private static void read(HttpExchange exchange, @Nullable S3Object object) throws IOException {
		if (object == null) {
			send(exchange, 404, error("NoSuchKey"));
			return;
		}
		if (object.contentType() != null) {
			exchange.getResponseHeaders().set("Content-Type", object.contentType());
		}
		if (object.cacheControl() != null) {
			exchange.getResponseHeaders().set("Cache-Control", object.cacheControl());
		}
		if (object.checksum() != null && "ENABLED".equals(header(exchange, "x-amz-checksum-mode"))) {
			exchange.getResponseHeaders().set("x-amz-checksum-sha256", object.checksum());
		}
		send(exchange, 200, object.bytes());
	}

	/**
	 * Over plain HTTP the SDK signs the body in chunks: {@code SIZE;SIGNATURE}, the
	 * bytes.
	 */
	private static byte[] decode(HttpExchange exchange, byte[] body) throws IOException {
		if (!String.valueOf(header(exchange, "x-amz-content-sha256")).startsWith("STREAMING-")) {
			return body;
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		InputStream chunks = new ByteArrayInputStream(body);
		for (int size = size(chunks); size > 0; size = size(chunks)) {
			bytes.write(chunks.readNBytes(size));
			chunks.skipNBytes(2);
		}
		return bytes.toByteArray();
	}

	private static int size(InputStream chunks) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = chunks.read(); next >= 0 && next != '\n'; next = chunks.read()) {
			line.append((char) next);
		}
		return Integer.parseInt(line.toString().strip().split(";")[0], 16);
	}

	private static @Nullable String header(HttpExchange exchange, String name) {
		return exchange.getRequestHeaders().getFirst(name);
	}

	private static byte[] error(String code) {
		return "<Error><Code>%s</Code></Error>".formatted(code).getBytes(StandardCharsets.UTF_8);
	}

	private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
		boolean head = exchange.getRequestMethod().equals("HEAD");
		if (head) {
			exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
		}
		exchange.sendResponseHeaders(status, (head || body.length == 0) ? -1 : body.length);
		if (!head) {
			exchange.getResponseBody().write(body);
		}
	}

	private static String sha256(byte[] bytes) {
		try {
			return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A stored object.
	 *
	 * @param bytes its content
	 * @param contentType the header that it was stored with
	 * @param cacheControl the header that it was stored with
	 * @param checksum SHA-256 in Base64, if it was stored with one
	 */
	@SuppressWarnings("ArrayRecordComponent")
	public record S3Object(byte[] bytes, @Nullable String contentType, @Nullable String cacheControl,
			@Nullable String checksum) {
	}

}
