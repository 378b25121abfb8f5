package com.example.postcards.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request that no browser would send, with an odd path, method, range, body or headers.
 *
 * @param text the whole message
 */
record OddRequest(String text) {

	static final int NO_ANSWER = 0;

	private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");

	private static final String[] METHODS = { "GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH",
			"TRACE", "PROPFIND", "BREW", "get", "G\tT", "CONNECT", "", "X".repeat(300) };

	private static final String[] PATHS = { "/", "/index.html", "/api/me", "/api/where", "/api/postcards/1",
			"/api/accounts/ada", "/api/accounts/ada/postcards", "/api/postcards", "/api/session", "/photos/1",
			"/js/app.js", "/livez", "/readyz", "/actuator", "" };

	private static final String[] PARTS = { "/", "//", "/.", "/..", "/%2e%2e", "/..%2f", "%2f", "%00", "%zz", "%",
			"%25", "%c0%af", "\u00e9", "%F0%9F%98%80", ";v=1", "?", "?a=1&a=2", "?limit=%ff", "?before=x", "&b=",
			"#frag", "*", "\\", "\"", "<x>", "|", "^", "`", "{}", "http://x/", "@", ":80", " ", "\t", "x".repeat(300),
			"x".repeat(9_000), "/../api/me", "/../photos/1", ".css" };

	private static final String[] HEADERS = { "Range: bytes=0-1", "Range: bytes=-1", "Range: bytes=5-1",
			"Range: bytes=0-,0-,0-", "Range: bytes=99999999999999999999-", "Range: octets=1",
			"Range: bytes=" + "0-1,".repeat(500) + "0-1", "If-Range: \"x\"", "If-Match: \"x\"", "If-None-Match: *",
			"If-None-Match: W/\"", "If-Modified-Since: never", "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
			"Accept-Encoding: gzip", "Accept-Encoding: br;q=0, *;q=0", "Accept-Encoding: " + "x, ".repeat(500),
			"Accept: ///", "Accept: text/html;q=x", "Accept-Language: " + "ko, ".repeat(300), "Content-Type: /",
			"Content-Type: multipart/form-data", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: http",
			"X-Forwarded-Port: 1", "X-Forwarded-Prefix: /evil", "Forwarded: host=evil.example;proto=http",
			"CloudFront-Forwarded-Proto: http", "X-Original-URL: /evil", "X-Rewrite-URL: /evil",
			"X-HTTP-Method-Override: DELETE", "X-Method-Override: PUT", "Host: evil.example", "Host: a, b",
			"Cookie: SESSION=x", "Cookie: ;;;=", "Cookie: " + "c=1; ".repeat(1_000), "Connection: Host, Cookie, X",
			"Transfer-Encoding: identity", "Transfer-Encoding: gzip, chunked", "Content-Length: -1",
			"Content-Length: 5", "Content-Length: x", "Expect: 100-continue", "Expect: the unexpected",
			"Upgrade: websocket", "Upgrade: h2c", "X-Amz-Cf-Id: me", "x-amz-server-side-encryption: AES256",
			"x-amz-security-token: x", "Authorization: AWS4-HMAC-SHA256 x", "Authorization: Basic eA==", "X-Empty:",
			"X\u00e9: 1", "X-Control: a\u0001b", " X-Space: 1", "NoColon", "X-Large: " + "y".repeat(20_000),
			"X-Huge: " + "z".repeat(70_000), "Origin: null", "Origin: https://evil.example", "Via: 1.1 me",
			"X-Forwarded-For: " + "1, ".repeat(99), "Cache-Control: no-store", "Pragma: no-cache" };

	/**
	 * A request for anything.
	 */
	static OddRequest any(Random random) {
		StringBuilder path = new StringBuilder(one(random, PATHS));
		for (int i = random.nextInt(4); i > 0; i--) {
			path.append(one(random, PARTS));
		}
		return of(random, one(random, METHODS), path.toString());
	}

	/**
	 * A request for a path as others ask for it, apart from its query and headers.
	 */
	static OddRequest forPath(Random random, String path) {
		return of(random, METHODS[random.nextInt(5)], path + (random.nextBoolean() ? "" : "?utm=" + random.nextInt()));
	}

	private static OddRequest of(Random random, String method, String path) {
		List<String> lines = new ArrayList<>();
		lines.add("%s %s HTTP/1.%s".formatted(method, path, random.nextInt(8) == 0 ? "0" : "1"));
		if (random.nextInt(20) > 0) {
			lines.add("Host: postcards.example");
		}
		for (int i = random.nextInt(4); i >= 0; i--) {
			lines.add(one(random, HEADERS));
		}
		lines.add("Connection: close");
		String body = "";
		if (method.startsWith("P") && random.nextBoolean()) {
			boolean chunked = random.nextBoolean();
			lines.add(chunked ? "Transfer-Encoding: chunked" : "Content-Length: 3");
			body = !chunked ? "abc" : (random.nextInt(5) == 0) ? "zz\r\nabc\r\n" : "3\r\nabc\r\n0\r\n\r\n";
		}
		return new OddRequest(String.join("\r\n", lines) + "\r\n\r\n" + body);
	}

	private static String one(Random random, String[] all) {
		return all[random.nextInt(all.length)];
	}

	/**
	 * Sends it.
	 * @return the status of the answer, or {@link #NO_ANSWER} if the connection is closed
	 * without one
	 * @throws UncheckedIOException if there is neither in time
	 */
	int sendTo(URI address) {
		try (Socket socket = new Socket(address.getHost(), address.getPort())) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write(this.text.getBytes(StandardCharsets.UTF_8));
			socket.shutdownOutput();
			String begin = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			Matcher status = STATUS.matcher(begin);
			return status.lookingAt() ? Integer.parseInt(status.group(1)) : NO_ANSWER;
		}
		catch (SocketTimeoutException ex) {
			throw new UncheckedIOException("No answer to" + this, ex);
		}
		catch (IOException closed) {
			return NO_ANSWER;
		}
	}

	@Override
	public String toString() {
		return this.text.lines()
			.map((line) -> line.substring(0, Math.min(120, line.length())))
			.reduce("", (all, line) -> all + " | " + line);
	}

}
