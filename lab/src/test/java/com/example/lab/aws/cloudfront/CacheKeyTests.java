package com.example.lab.aws.cloudfront;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What distinguishes objects, and what does not. */
class CacheKeyTests {

	private static final String TTL = "\"MinTTL\": 0, \"DefaultTTL\": 60, \"MaxTTL\": 100";

	private static final String KEY = """
			"HeadersConfig": {"HeaderBehavior": "whitelist", "Headers": ["X-Language"]},
			"CookiesConfig": {"CookieBehavior": "whitelist", "Cookies": ["theme"]},
			"QueryStringsConfig": {"QueryStringBehavior": "%s", "QueryStrings": ["page"]}""";

	@Test
	void theManagedPolicyIgnoresQueriesCookiesAndHeaders() {
		TestEdge edge = TestEdge.caching(TestEdge.OPTIMIZED);

		edge.get("/a");
		edge.get("/a?page=2", "Cookie: theme=dark", "X-Language: ko");
		assertThat(edge.asked).hasSize(1);
	}

	@Test
	void aPolicyNamesWhatDistinguishesObjects() {
		TestEdge edge = TestEdge.with(TTL, KEY.formatted("whitelist"));

		edge.get("/a?page=1", "Cookie: theme=dark; other=1", "X-Language: ko");
		edge.get("/a?page=1&utm=5", "Cookie: other=2; theme=dark", "X-Language: ko", "X-Other: 1");
		assertThat(edge.asked).hasSize(1);
		edge.get("/a?page=2", "Cookie: theme=dark", "X-Language: ko");
		edge.get("/a?page=1", "Cookie: theme=light", "X-Language: ko");
		edge.get("/a?page=1", "Cookie: theme=dark", "X-Language: en");
		edge.get("/b?page=1", "Cookie: theme=dark", "X-Language: ko");
		assertThat(edge.asked).hasSize(5);
	}

	@ParameterizedTest
	@CsvSource({ "none, 1", "whitelist, 2", "allExcept, 2", "all, 4" })
	void queriesAreInTheKeyAsThePolicySays(String behavior, int requests) {
		TestEdge edge = TestEdge.with(TTL, KEY.formatted(behavior));

		for (String query : new String[] { "page=1&x=1", "page=2&x=1", "page=1&x=2", "page=2&x=2" }) {
			edge.get("/a?" + query);
		}
		assertThat(edge.asked).hasSize(requests);
	}

	@Test
	void theKeyGoesToTheOriginAndNothingElse() {
		TestEdge edge = TestEdge.with(TTL, KEY.formatted("whitelist"));

		edge.get("/a?page=1&utm=5", "Cookie: theme=dark; session=1", "X-Language: ko", "X-Other: 1",
				"Authorization: Basic x");
		Request sent = edge.asked.get(0);
		assertThat(sent.query()).isEqualTo("page=1");
		assertThat(sent.fields().text("Cookie")).isEqualTo("theme=dark");
		assertThat(sent.fields().text("X-Language")).isEqualTo("ko");
		assertThat(sent.fields().has("X-Other")).isFalse();
		assertThat(sent.fields().has("Authorization")).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			gzip, deflate, br       | br,gzip
			GZIP                    | gzip
			br;q=0.5, gzip;q=0.1    | br,gzip
			br;q=0, gzip            | gzip
			deflate                 | identity
			*                       | identity
			""")
	void acceptEncodingIsNormalized(String sent, String normalized) {
		TestEdge edge = TestEdge.caching(TestEdge.OPTIMIZED);

		edge.get("/a", "Accept-Encoding: " + sent);
		assertThat(edge.asked.get(0).fields().text("Accept-Encoding")).isEqualTo(normalized);
		edge.get("/a", "Accept-Encoding: zstd, " + sent);
		assertThat(edge.asked).hasSize(1);
		edge.get("/a");
		assertThat(edge.asked).hasSize(normalized.equals("identity") ? 1 : 2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-Host: evil", "X-Forwarded-Proto: http", "X-Original-URL: /admin",
			"X-HTTP-Method-Override: POST", "Forwarded: host=evil", "Origin: https://evil", "Range: bytes=0-0",
			"If-None-Match: \"1\"", "Cache-Control: no-cache", "Host: evil", "Accept: application/json",
			"CloudFront-Viewer-Country: XX" })
	void whatIsNotInTheKeyDoesNotReachTheOrigin(String header) {
		TestEdge edge = TestEdge.caching(TestEdge.OPTIMIZED)
			.origin((request) -> TestEdge.answer(200, request.fields().without("X-Amz-Cf-Id", "Via").toString()));

		String poisoned = TestEdge.text(edge.get("/a", header.startsWith("Range") ? "X-A: 1" : header));
		edge.cache().invalidate("/*");
		assertThat(poisoned).isEqualTo(TestEdge.text(edge.get("/a")));
		edge.cache().invalidate("/*");
		edge.get("/b", header);
		assertThat(edge.get("/b").status()).isEqualTo(200);
		assertThat(TestEdge.text(edge.get("/b"))).isEqualTo(poisoned);
	}

	@Test
	void valuesOfTwoHeadersAreNotMixedUp() {
		String two = """
				"HeadersConfig": {"HeaderBehavior": "whitelist", "Headers": ["X-A", "X-B"]},
				"CookiesConfig": {"CookieBehavior": "none"}, "QueryStringsConfig": {"QueryStringBehavior": "none"}""";
		TestEdge edge = TestEdge.with(TTL, two);

		edge.get("/a", "X-A: 1", "X-B: 2\nx-b:3");
		edge.get("/a", "X-A: 1\nx-b:2", "X-B: 3");
		edge.get("/a", "X-A: 2", "X-B: 1");
		assertThat(edge.asked).hasSize(3);
	}

}
