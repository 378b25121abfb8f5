package com.example.lab.aws.cloudfront;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Odd paths, encodings, ranges, headers and methods, in front of an origin that answers
 * everything with 200 and says what it has seen.
 */
@Timeout(300)
class FuzzTests {

	private static final int CASES = 2_000;

	private static final String[] METHODS = { "GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS",
			"TRACE", "BREW", "get", "G\tT", "CONNECT", "" };

	private static final String[] PARTS = { "/", "//", "/.", "/..", "/%2e%2e", "/%2f", "/%00", "/%zz", "/a", "/static",
			"/api", "/photos/1", "/\u00e9", "/%F0%9F%98%80", ";v=1", "?", "?a=1", "&b=", "#frag", "*", "\\", "\"",
			"<x>", "%", "%25", "|", "^", "`", "{}", "http://x/", "@", ":80", " ", "\t", "x".repeat(300),
			"x".repeat(9_000) };

	private static final String[] HEADERS = { "Range: bytes=0-1", "Range: bytes=-1", "Range: bytes=5-1",
			"Range: bytes=0-,0-,0-", "Range: bytes=99999999999999999999-", "Range: octets=1", "If-Range: \"x\"",
			"If-None-Match: *", "If-None-Match: W/\"", "If-Modified-Since: never", "Accept-Encoding: gzip",
			"Accept-Encoding: br;q=0, *;q=0", "Accept-Encoding: " + "x, ".repeat(500), "X-Forwarded-Host: evil",
			"X-Forwarded-Proto: http", "X-Original-URL: /evil", "X-HTTP-Method-Override: DELETE", "Host: evil",
			"Host: a, b", "Cookie: a=b; c", "Cookie: ;;;=", "Cookie: " + "c=1; ".repeat(1_000), "Connection: Host, X",
			"Transfer-Encoding: identity", "Transfer-Encoding: gzip, chunked", "Content-Length: -1",
			"Content-Length: 5", "Content-Length: x", "Expect: 100-continue", "Expect: the unexpected",
			"Upgrade: websocket", "X-Amz-Cf-Id: me", "CloudFront-Viewer-Country: XX", "X-Empty:", "X\u00e9: 1",
			"X-Control: a\u0001b", " X-Space: 1", "NoColon", "X-Large: " + "y".repeat(20_000),
			"X-Huge: " + "z".repeat(70_000), "Origin: null", "Via: 1.1 me",
			"X-Forwarded-For: ".concat("1, ".repeat(99)) };

	@Test
	void noCaseIsAnErrorOfTheServerAndNoneChangesWhatOthersGet() throws IOException {
		Random random = new Random(18);
		Set<String> failed = new TreeSet<>();
		int answered = 0;
		try (ServedEdge edge = new ServedEdge(described())) {
			String wanted = page(edge, "/static/app.js");
			for (int i = 0; i < CASES; i++) {
				String message = message(random, i % 3 == 0);
				String answer = edge.send(message);
				answered += answer.isEmpty() ? 0 : 1;
				if (ServedEdge.status(answer) >= 500) {
					failed.add("%s -> %s".formatted(shortened(message), shortened(answer)));
				}
				if (i % 10 == 0) {
					edge.location.cache().invalidate((i % 20 == 0) ? "/*" : "/static/app.js?none");
					assertThat(page(edge, "/static/app.js")).as(message).isEqualTo(wanted);
				}
			}
			assertThat(page(edge, "/static/app.js")).isEqualTo(wanted);
		}
		assertThat(failed).isEmpty();
		assertThat(answered).as("cases with an answer").isGreaterThan(CASES * 9 / 10);
	}

	private static TestEdge described() {
		return TestEdge.of(
				"""
						"CachePolicyId": "%s", "OriginRequestPolicyId": "%s",
						"AllowedMethods": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]"""
					.formatted(TestEdge.DISABLED, TestEdge.ALL_VIEWER),
				"""
						"CacheBehaviors": [{"PathPattern": "/static/*", "TargetOriginId": "one",
							"ViewerProtocolPolicy": "redirect-to-https", "Compress": true, "CachePolicyId": "%s"}]"""
					.formatted(TestEdge.OPTIMIZED));
	}

	private static String page(ServedEdge edge, String path) throws IOException {
		String answer = edge.get(path);
		assertThat(ServedEdge.status(answer)).isEqualTo(200);
		return ServedEdge.body(answer);
	}

	/** Some have no fault but a header that must not matter to others. */
	private static String message(Random random, boolean poisoning) {
		StringBuilder path = new StringBuilder(poisoning ? "/static/app.js" : "");
		for (int i = random.nextInt(4); i >= 0 && !poisoning; i--) {
			path.append(PARTS[random.nextInt(PARTS.length)]);
		}
		String method = poisoning ? METHODS[random.nextInt(4)] : METHODS[random.nextInt(METHODS.length)];
		List<String> lines = new ArrayList<>();
		lines.add("%s %s HTTP/1.%s".formatted(method, path.isEmpty() ? "/" : path, random.nextInt(8) == 0 ? "0" : "1"));
		lines.add("Host: edge.example");
		for (int i = random.nextInt(4); i >= 0; i--) {
			lines.add(HEADERS[random.nextInt(HEADERS.length)]);
		}
		lines.add("Connection: close");
		boolean body = method.matches("P.*") && random.nextBoolean();
		if (body) {
			lines.add(random.nextBoolean() ? "Content-Length: 3" : "Transfer-Encoding: chunked");
		}
		String content = !body ? "" : lines.get(lines.size() - 1).endsWith("3") ? "abc"
				: (random.nextInt(5) == 0) ? "zz\r\nabc\r\n" : "3\r\nabc\r\n0\r\n\r\n";
		return String.join("\r\n", lines) + "\r\n\r\n" + content;
	}

	private static String shortened(String text) {
		return text.substring(0, Math.min(400, text.length())).replace("\r\n", " | ");
	}

}
