package com.example.lab.aws.cloudfront;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

import com.example.lab.assembly.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Compression, ranges, conditional requests and response headers policies. */
class AnswerTests {

	private static final String COMPRESSING = "\"Compress\": true, \"CachePolicyId\": \"%s\"";

	private static final String TEXT = "postcard ".repeat(200);

	private static final String OPTIMIZED = "\"CachePolicyId\": \"%s\"".formatted(TestEdge.OPTIMIZED);

	@Test
	void compressesWhatTheViewerCanRead() throws Exception {
		TestEdge edge = TestEdge.of(COMPRESSING.formatted(TestEdge.OPTIMIZED))
			.origin((request) -> TestEdge.answer(200, TEXT, "ETag: \"1\"", "Content-Type: text/css; charset=utf-8"));
		Answer answer = edge.get("/a", "Accept-Encoding: gzip");

		assertThat(answer.fields().text("Content-Encoding")).isEqualTo("gzip");
		assertThat(answer.fields().text("ETag")).isEqualTo("W/\"1\"");
		assertThat(answer.fields().text("Vary")).isEqualTo("Accept-Encoding");
		assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes()).asString()
			.isEqualTo(TEXT);
		assertThat(edge.get("/a", "Accept-Encoding: br, gzip").fields().text("Content-Encoding")).isEqualTo("br");
		assertThat(edge.get("/a").fields().has("Content-Encoding")).isFalse();
		assertThat(edge.get("/a", "Accept-Encoding: gzip").fields().text("Content-Encoding")).isEqualTo("gzip");
		assertThat(edge.asked).hasSize(3);
	}

	@Test
	void asksAboutTheObjectThatTheOriginHas() {
		TestEdge edge = TestEdge.of(COMPRESSING.formatted("2e54312d-136d-493c-8eb9-b001f22f67d2"))
			.origin((request) -> TestEdge.answer(200, TEXT, "ETag: \"1\""));
		edge.get("/a", "Accept-Encoding: gzip");
		edge.pass(2);
		edge.get("/a", "Accept-Encoding: gzip");

		assertThat(edge.asked.get(1).fields().text("If-None-Match")).isEqualTo("\"1\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Type: image/jpeg", "Content-Encoding: identity" })
	void leavesOtherAnswersAlone(String header) {
		TestEdge edge = TestEdge.of(COMPRESSING.formatted(TestEdge.OPTIMIZED))
			.origin((request) -> TestEdge.answer(200, TEXT, header));

		assertThat(TestEdge.text(edge.get("/a", "Accept-Encoding: gzip"))).isEqualTo(TEXT);
	}

	@Test
	void leavesSmallAndChunkedAnswersAlone() {
		TestEdge edge = TestEdge.of(COMPRESSING.formatted(TestEdge.OPTIMIZED)).origin((request) -> {
			Answer answer = TestEdge.answer(200, request.path().equals("/small") ? "x".repeat(999) : TEXT);
			return request.path().equals("/chunked") ? answer.with(answer.fields().without("Content-Length")) : answer;
		});

		for (String path : new String[] { "/small", "/chunked" }) {
			assertThat(edge.get(path, "Accept-Encoding: gzip").fields().has("Content-Encoding")).isFalse();
		}
		assertThat(TestEdge.of(OPTIMIZED)
			.origin((request) -> TestEdge.answer(200, TEXT))
			.get("/a", "Accept-Encoding: gzip")
			.fields()
			.has("Content-Encoding")).as("without Compress").isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			bytes=0-1      | 206 | 01         | bytes 0-1/10
			bytes=8-       | 206 | 89         | bytes 8-9/10
			bytes=-3       | 206 | 789        | bytes 7-9/10
			bytes=5-500    | 206 | 56789      | bytes 5-9/10
			bytes=-500     | 206 | 0123456789 | bytes 0-9/10
			bytes=10-      | 416 | -          | bytes */10
			bytes=3-1      | 200 | 0123456789 | -
			bytes=x        | 200 | 0123456789 | -
			bytes=-        | 200 | 0123456789 | -
			bytes=4-5,0-1  | 200 | 0123456789 | -
			bytes=0-3,2-5  | 200 | 0123456789 | -
			lines=0-1      | 200 | 0123456789 | -
			""")
	void servesRanges(String range, int status, String body, String contentRange) {
		TestEdge edge = TestEdge.of(OPTIMIZED).origin((request) -> TestEdge.answer(200, "0123456789"));

		for (String cached : new String[] { "first", "second" }) {
			Answer answer = edge.get("/a", "Range: " + range);
			assertThat(answer.status()).as(cached).isEqualTo(status);
			assertThat(answer.fields().first("Content-Range")).isEqualTo(contentRange);
			if (body != null) {
				assertThat(TestEdge.text(answer)).isEqualTo(body);
			}
		}
		assertThat(edge.asked).hasSize(1);
	}

	@Test
	void servesSeveralRanges() {
		TestEdge edge = TestEdge.of(OPTIMIZED).origin((request) -> TestEdge.answer(200, "0123456789"));
		Answer answer = edge.get("/a", "Range: bytes=0-1, 8-9");

		assertThat(answer.status()).isEqualTo(206);
		assertThat(answer.fields().text("Content-Type")).startsWith("multipart/byteranges; boundary=");
		assertThat(TestEdge.text(answer)).contains("Content-Range: bytes 0-1/10\r\n\r\n01\r\n")
			.contains("Content-Range: bytes 8-9/10\r\n\r\n89\r\n")
			.endsWith("--\r\n");
	}

	@Test
	void servesTheWholeOfWhatCameInChunksOrHasChanged() {
		TestEdge edge = TestEdge.of(OPTIMIZED).origin((request) -> {
			Answer answer = TestEdge.answer(200, "0123456789", "ETag: \"2\"");
			return request.path().equals("/chunked") ? answer.with(answer.fields().without("Content-Length")) : answer;
		});

		assertThat(edge.get("/chunked", "Range: bytes=0-1").status()).isEqualTo(200);
		assertThat(edge.get("/a", "Range: bytes=0-1", "If-Range: \"1\"").status()).isEqualTo(200);
		assertThat(edge.get("/a", "Range: bytes=0-1", "If-Range: \"2\"").status()).isEqualTo(206);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			If-None-Match: "1"                                | 304
			If-None-Match: W/"1"                              | 304
			If-None-Match: "0", "1"                           | 304
			If-None-Match: *                                  | 304
			If-None-Match: "2"                                | 200
			If-Modified-Since: Mon, 30 Nov 2026 10:00:00 GMT  | 304
			If-Modified-Since: Mon, 30 Nov 2026 09:59:59 GMT  | 200
			If-Modified-Since: yesterday                      | 200
			""")
	void answersConditionalRequests(String header, int status) {
		TestEdge edge = TestEdge.of(OPTIMIZED)
			.origin((request) -> TestEdge.answer(200, "page", "ETag: \"1\"",
					"Last-Modified: Mon, 30 Nov 2026 10:00:00 GMT"));
		edge.get("/a");
		Answer answer = edge.get("/a", header);

		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.body().length).isEqualTo((status == 304) ? 0 : 4);
		assertThat(edge.asked).hasSize(1);
	}

	@Test
	void theManagedPolicyAddsSecurityHeaders() {
		TestEdge edge = TestEdge
			.of(OPTIMIZED + ", \"ResponseHeadersPolicyId\": \"67f7725c-6f97-4210-82d7-5512b31e9d03\"")
			.origin((request) -> TestEdge.answer(200, "page", "X-Frame-Options: DENY"));
		Fields fields = edge.get("/a").fields();

		assertThat(fields.text("X-Frame-Options")).isEqualTo("DENY");
		assertThat(fields.text("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(fields.text("Strict-Transport-Security")).isEqualTo("max-age=31536000");
		assertThat(fields.text("Referrer-Policy")).isEqualTo("strict-origin-when-cross-origin");
	}

	@Test
	void aPolicyOfTheTemplateAddsAndRemovesHeaders() {
		ResponseHeadersPolicy policy = new ResponseHeadersPolicy(
				new Resource("Own", "AWS::CloudFront::ResponseHeadersPolicy", "Test/Own", TestEdge.json("{}")));
		TestEdge edge = TestEdge.of(OPTIMIZED + ", \"ResponseHeadersPolicyId\": \"%s\"".formatted(policy.ref()))
			.policy(policy, """
					{"ResponseHeadersPolicyConfig": {"Name": "own",
						"CustomHeadersConfig": {"Items": [
							{"Header": "Cache-Control", "Value": "no-cache", "Override": true},
							{"Header": "X-Kept", "Value": "policy", "Override": false}]},
						"RemoveHeadersConfig": {"Items": [{"Header": "X-Secret"}]},
						"CorsConfig": {"AccessControlAllowCredentials": false, "OriginOverride": true,
							"AccessControlAllowHeaders": {"Items": ["*"]},
							"AccessControlAllowMethods": {"Items": ["GET"]},
							"AccessControlAllowOrigins": {"Items": ["https://*.example"]}},
						"SecurityHeadersConfig": {
							"ContentSecurityPolicy": {"ContentSecurityPolicy": "default-src 'self'", "Override": true},
							"StrictTransportSecurity": {"AccessControlMaxAgeSec": 60, "IncludeSubdomains": true,
								"Override": true}}}}""")
			.origin((request) -> TestEdge.answer(200, "page", "X-Secret: 1", "X-Kept: origin",
					"Cache-Control: max-age=60"));
		Fields fields = edge.get("/a", "Origin: https://one.example").fields();

		assertThat(fields.text("Cache-Control")).isEqualTo("no-cache");
		assertThat(fields.text("X-Kept")).isEqualTo("origin");
		assertThat(fields.has("X-Secret")).isFalse();
		assertThat(fields.text("Access-Control-Allow-Origin")).isEqualTo("https://one.example");
		assertThat(fields.text("Content-Security-Policy")).isEqualTo("default-src 'self'");
		assertThat(fields.text("Strict-Transport-Security")).isEqualTo("max-age=60; includeSubDomains");
		Fields other = edge.get("/a", "Origin: https://evil.test").fields();
		assertThat(other.has("Access-Control-Allow-Origin")).isFalse();
		assertThat(other.text("X-Cache")).as("the policy is applied after the cache").isEqualTo("Hit from cloudfront");
	}

	@Test
	void aPageIsWhatCloudFrontShows() {
		assertThat(new String(Answer.page(504, "Why.").body(), StandardCharsets.UTF_8)).contains("504 ERROR")
			.contains("Why.");
	}

}
