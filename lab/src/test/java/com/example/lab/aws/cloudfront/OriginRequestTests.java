package com.example.lab.aws.cloudfront;

import com.example.lab.assembly.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the origin gets of a request. */
class OriginRequestTests {

	private static final String DYNAMIC = """
			"CachePolicyId": "%s", "OriginRequestPolicyId": "%s",
			"AllowedMethods": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]""";

	private static final String EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

	private static final String WITH_CLOUDFRONT = "33f36d7e-f396-46d9-90e0-52428a34d9dc";

	@Test
	void withoutAPolicyItGetsWhatCloudFrontAlwaysSends() {
		Fields sent = asked("\"CachePolicyId\": \"%s\"".formatted(TestEdge.DISABLED), "/a?x=1", "Accept: text/html",
				"User-Agent: Browser", "Cookie: id=1", "X-Custom: 1")
			.fields();

		assertThat(sent.names()).containsExactlyInAnyOrder("Host", "User-Agent", "Via", "X-Amz-Cf-Id",
				"X-Forwarded-For");
		assertThat(sent.text("Host")).isEqualTo("one.example");
		assertThat(sent.text("User-Agent")).isEqualTo("Amazon CloudFront");
		assertThat(sent.text("Via")).matches("1\\.1 [a-z0-9]+\\.cloudfront\\.net \\(CloudFront\\)");
	}

	@Test
	void allViewerSendsEverythingAndTheHost() {
		Request sent = asked(DYNAMIC.formatted(TestEdge.DISABLED, TestEdge.ALL_VIEWER), "/a?x=1&y=2",
				"Accept: text/html", "User-Agent: Browser", "Cookie: id=1; b=2", "X-Custom: 1",
				"Accept-Encoding: zstd, gzip", "If-None-Match: \"1\"", "Range: bytes=0-1");

		assertThat(sent.query()).isEqualTo("x=1&y=2");
		assertThat(sent.fields().text("Host")).isEqualTo("edge.example");
		assertThat(sent.fields().text("Cookie")).isEqualTo("id=1; b=2");
		assertThat(sent.fields().text("User-Agent")).isEqualTo("Browser");
		assertThat(sent.fields().text("X-Custom")).isEqualTo("1");
		assertThat(sent.fields().text("Accept-Encoding")).isEqualTo("zstd, gzip");
		assertThat(sent.fields().text("If-None-Match")).isEqualTo("\"1\"");
		assertThat(sent.fields().text("Range")).isEqualTo("bytes=0-1");
	}

	@Test
	void theManagedPolicyLeavesOutTheHost() {
		Fields sent = asked(DYNAMIC.formatted(TestEdge.DISABLED, EXCEPT_HOST), "/a", "X-Custom: 1").fields();

		assertThat(sent.text("Host")).isEqualTo("one.example");
		assertThat(sent.text("X-Custom")).isEqualTo("1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-Proto: http", "X-Real-IP: 10.0.0.1", "Proxy-Authorization: Basic x",
			"TE: trailers", "Upgrade: websocket", "Expect: 100-continue", "CloudFront-Viewer-Address: 10.0.0.1:1",
			"CloudFront-Forwarded-Proto: http" })
	void headersOfTheConnectionAreDropped(String header) {
		Fields sent = asked(DYNAMIC.formatted(TestEdge.DISABLED, TestEdge.ALL_VIEWER), "/a", header).fields();

		assertThat(sent.has(header.split(":")[0])).isFalse();
	}

	@Test
	void aHeaderThatConnectionNamesIsDropped() {
		Fields sent = asked(DYNAMIC.formatted(TestEdge.DISABLED, TestEdge.ALL_VIEWER), "/a",
				"Connection: close, X-Secret", "X-Secret: 1")
			.fields();

		assertThat(sent.has("X-Secret")).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			-                    | 192.0.2.2
			10.0.0.1             | 10.0.0.1,192.0.2.2
			10.0.0.1,10.0.0.2    | 10.0.0.1,10.0.0.2,192.0.2.2
			""")
	void theAddressOfTheViewerIsAppended(String before, String after) {
		Fields sent = asked(DYNAMIC.formatted(TestEdge.DISABLED, TestEdge.ALL_VIEWER), "/a",
				(before != null) ? "X-Forwarded-For: " + before : "X-Other: 1")
			.fields();

		assertThat(sent.text("X-Forwarded-For")).isEqualTo(after);
	}

	@Test
	void cloudFrontAddsWhatThePolicyNames() {
		Fields sent = asked(DYNAMIC.formatted(TestEdge.DISABLED, WITH_CLOUDFRONT), "/a",
				"CloudFront-Viewer-Address: 10.0.0.1:1", "User-Agent: Mozilla (iPhone; Mobile)")
			.fields();

		assertThat(sent.text("CloudFront-Viewer-Address")).isEqualTo("192.0.2.2:50000");
		assertThat(sent.text("CloudFront-Forwarded-Proto")).isEqualTo("https");
		assertThat(sent.text("CloudFront-Is-Mobile-Viewer")).isEqualTo("true");
		assertThat(sent.text("CloudFront-Is-Desktop-Viewer")).isEqualTo("false");
		assertThat(sent.text("CloudFront-Viewer-TLS")).isEqualTo("TLSv1.3:X:fullHandshake");
		assertThat(sent.has("CloudFront-Viewer-Country")).isFalse();
	}

	@Test
	void aPolicyOfTheTemplateNamesHeadersCookiesAndQueries() {
		OriginRequestPolicy policy = new OriginRequestPolicy(
				new Resource("Own", "AWS::CloudFront::OriginRequestPolicy", "Test/Own", TestEdge.json("{}")));
		TestEdge edge = TestEdge
			.of("\"CachePolicyId\": \"%s\", \"OriginRequestPolicyId\": \"%s\"".formatted(TestEdge.OPTIMIZED,
					policy.ref()))
			.policy(policy, """
					{"OriginRequestPolicyConfig": {"Name": "own",
						"HeadersConfig": {"HeaderBehavior": "whitelist",
							"Headers": ["CloudFront-Forwarded-Proto", "x-csrf"]},
						"CookiesConfig": {"CookieBehavior": "whitelist", "Cookies": ["SESSION"]},
						"QueryStringsConfig": {"QueryStringBehavior": "allExcept", "QueryStrings": ["utm"]}}}""");

		edge.get("/a?utm=1&q=2", "X-CSRF: 1", "X-Other: 1", "Cookie: SESSION=1; ads=2");
		Request sent = edge.asked.get(0);
		assertThat(sent.query()).isEqualTo("q=2");
		assertThat(sent.fields().text("Cookie")).isEqualTo("SESSION=1");
		assertThat(sent.fields().text("X-CSRF")).isEqualTo("1");
		assertThat(sent.fields().text("CloudFront-Forwarded-Proto")).isEqualTo("https");
		assertThat(sent.fields().has("X-Other")).isFalse();
	}

	@Test
	void whatMayBeCachedIsAskedForAsAWhole() {
		Request sent = asked("\"CachePolicyId\": \"%s\"".formatted(TestEdge.OPTIMIZED), "/a", "Range: bytes=0-1",
				"If-None-Match: \"1\"");

		assertThat(sent.fields().has("Range")).isFalse();
		assertThat(sent.fields().has("If-None-Match")).isFalse();
	}

	@Test
	void theOriginsOwnHeadersReplaceThoseOfTheViewer() {
		TestEdge edge = TestEdge.of(DYNAMIC.formatted(TestEdge.DISABLED, TestEdge.ALL_VIEWER), """
				"Origins": [{"Id": "one", "DomainName": "one.example", "OriginPath": "/v1",
					"CustomOriginConfig": {"OriginProtocolPolicy": "http-only"},
					"OriginCustomHeaders": [{"HeaderName": "X-Secret", "HeaderValue": "yes"}]}]""");

		edge.get("/a", "X-Secret: no");
		assertThat(edge.asked.get(0).fields().all("X-Secret")).containsExactly("yes");
		assertThat(edge.asked.get(0).path()).isEqualTo("/v1/a");
	}

	private static Request asked(String behavior, String target, String... header) {
		TestEdge edge = TestEdge.of(behavior);
		edge.get(target, header);
		return edge.asked.get(0);
	}

}
