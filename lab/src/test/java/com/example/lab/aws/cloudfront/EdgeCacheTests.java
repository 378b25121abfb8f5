package com.example.lab.aws.cloudfront;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How long the edge keeps what, and what it asks the origin after that. */
class EdgeCacheTests {

	private static final String HIT = "Hit from cloudfront";

	private static final String MISS = "Miss from cloudfront";

	private static final String ERROR = "Error from cloudfront";

	private static final String TTL = "\"MinTTL\": %d, \"DefaultTTL\": %d, \"MaxTTL\": %d";

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			10 | 60 | 100 | -                                  | 60
			10 | 60 | 100 | max-age=5                          | 10
			10 | 60 | 100 | max-age=30                         | 30
			10 | 60 | 100 | max-age=500                        | 100
			10 | 60 | 100 | max-age=30, s-maxage=50            | 50
			10 | 60 | 100 | no-store                           | 10
			10 | 60 | 100 | private, max-age=50                | 10
			0  | 60 | 100 | max-age=5                          | 5
			0  | 60 | 100 | public                             | 60
			0  | 60 | 100 | no-cache="Set-Cookie", max-age=20  | 20
			""")
	void keepsAnObjectAsLongAsPolicyAndOriginSay(int min, int usual, int max, String control, int seconds) {
		TestEdge edge = TestEdge.with(TTL.formatted(min, usual, max), "")
			.origin((request) -> (control != null) ? TestEdge.answer(200, "page", "Cache-Control: " + control)
					: TestEdge.answer(200, "page"));

		assertThat(TestEdge.cache(edge.get("/a"))).isEqualTo(MISS);
		edge.pass(seconds - 1);
		Answer last = edge.get("/a");
		assertThat(TestEdge.cache(last)).isEqualTo(HIT);
		assertThat(last.fields().text("Age")).isEqualTo(Integer.toString(seconds - 1));
		edge.pass(1);
		assertThat(TestEdge.cache(edge.get("/a"))).isEqualTo(MISS);
		assertThat(edge.asked).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "no-store", "private", "no-cache", "private, max-age=60" })
	void keepsNothingThatTheOriginForbidsIfTheMinimumIsZero(String control) {
		TestEdge edge = TestEdge.with(TTL.formatted(0, 60, 100), "")
			.origin((request) -> TestEdge.answer(200, "page", "Cache-Control: " + control));

		edge.get("/a");
		assertThat(TestEdge.cache(edge.get("/a"))).isEqualTo(MISS);
		assertThat(edge.asked).hasSize(2);
	}

	@Test
	void keepsAnObjectUntilItExpires() {
		TestEdge edge = TestEdge.with(TTL.formatted(0, 600, 1_000), "");
		String soon = DateTimeFormatter.RFC_1123_DATE_TIME.format(edge.now().plusSeconds(30).atOffset(ZoneOffset.UTC));
		edge.origin((request) -> TestEdge.answer(200, "page", "Expires: " + soon));

		edge.get("/a");
		edge.pass(29);
		assertThat(TestEdge.cache(edge.get("/a"))).isEqualTo(HIT);
		edge.pass(1);
		assertThat(TestEdge.cache(edge.get("/a"))).isEqualTo(MISS);
	}

	@Test
	void askedAgainTheOriginSaysThatAnObjectIsUnchanged() {
		TestEdge edge = TestEdge.with(TTL.formatted(0, 10, 100), "")
			.origin((request) -> request.fields().text("If-None-Match").equals("\"1\"")
					? TestEdge.answer(304, "", "ETag: \"1\"", "Cache-Control: max-age=20")
					: TestEdge.answer(200, "page", "ETag: \"1\"", "Last-Modified: Mon, 30 Nov 2026 10:00:00 GMT"));

		edge.get("/a");
		edge.pass(10);
		Answer renewed = edge.get("/a");
		assertThat(TestEdge.cache(renewed)).isEqualTo("RefreshHit from cloudfront");
		assertThat(TestEdge.text(renewed)).isEqualTo("page");
		assertThat(edge.asked.get(1).fields().text("If-Modified-Since")).isEmpty();
		edge.pass(19);
		assertThat(TestEdge.cache(edge.get("/a"))).isEqualTo(HIT);
	}

	@Test
	void servesAnExpiredObjectWhileTheOriginFails() {
		TestEdge edge = TestEdge.with(TTL.formatted(0, 10, 100), "");
		edge.get("/a");
		edge.pass(10);
		edge.down(true);

		assertThat(TestEdge.cache(edge.get("/a"))).isEqualTo(HIT);
		edge.pass(9);
		edge.get("/a");
		assertThat(edge.asked).as("asked again after ten seconds only").hasSize(2);
		edge.pass(1);
		assertThat(TestEdge.text(edge.get("/a"))).isEqualTo("page");
		assertThat(edge.asked).hasSize(3);
	}

	@Test
	void servesAnExpiredObjectNoLongerThanTheOriginSays() {
		TestEdge edge = TestEdge.with(TTL.formatted(0, 10, 100), "")
			.origin((request) -> TestEdge.answer(200, "page", "Cache-Control: max-age=10, stale-if-error=15"));
		edge.get("/a");
		edge.down(true);
		edge.pass(12);
		assertThat(edge.get("/a").status()).isEqualTo(200);
		edge.pass(20);
		assertThat(edge.get("/a").status()).isEqualTo(502);
	}

	@Test
	void servesAnExpiredObjectWhileItIsRefreshed() {
		TestEdge edge = TestEdge.with(TTL.formatted(0, 10, 100), "")
			.origin((request) -> TestEdge.answer(200, "page", "Cache-Control: max-age=10, stale-while-revalidate=5"));
		edge.get("/a");
		edge.pass(12);

		assertThat(edge.get("/a").fields().text("Age")).isEqualTo("12");
		assertThat(edge.asked).hasSize(2);
		assertThat(edge.get("/a").fields().text("Age")).isEqualTo("0");
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 500, 503 })
	void cachesErrorsForTenSecondsWhateverTheOriginSays(int status) {
		TestEdge edge = TestEdge.caching(TestEdge.DISABLED)
			.origin((request) -> TestEdge.answer(status, "no", "Cache-Control: no-store"));

		assertThat(TestEdge.cache(edge.get("/a"))).isEqualTo(ERROR);
		edge.pass(9);
		assertThat(TestEdge.cache(edge.get("/a"))).isEqualTo(ERROR);
		assertThat(edge.asked).hasSize(1);
		edge.pass(1);
		assertThat(edge.get("/a").status()).isEqualTo(status);
		assertThat(edge.asked).hasSize(2);
	}

	@Test
	void cachesErrorsAsLongAsTheTemplateSays() {
		TestEdge edge = TestEdge.of("\"CachePolicyId\": \"%s\"".formatted(TestEdge.DISABLED), """
				"CustomErrorResponses": [{"ErrorCode": 404, "ErrorCachingMinTTL": 0},
					{"ErrorCode": 503, "ErrorCachingMinTTL": 30}]""")
			.origin((request) -> TestEdge.answer(request.path().equals("/gone") ? 404 : 503, "no"));

		edge.get("/gone");
		edge.get("/gone");
		assertThat(edge.asked).hasSize(2);
		edge.get("/broken");
		edge.pass(29);
		edge.get("/broken");
		assertThat(edge.asked).hasSize(3);
	}

	@Test
	void cachesOtherErrorsOnlyIfTheOriginGivesThemAnAge() {
		TestEdge edge = TestEdge.caching(TestEdge.OPTIMIZED)
			.origin((request) -> request.path().equals("/aged")
					? TestEdge.answer(403, "no", "Cache-Control: max-age=20") : TestEdge.answer(403, "no"));

		edge.get("/a");
		edge.get("/a");
		assertThat(edge.asked).hasSize(2);
		edge.get("/aged");
		edge.pass(19);
		edge.get("/aged");
		assertThat(edge.asked).hasSize(3);
		TestEdge secret = TestEdge.caching(TestEdge.OPTIMIZED)
			.origin((request) -> TestEdge.answer(401, "no", "Cache-Control: max-age=60"));
		secret.get("/a");
		secret.get("/a");
		assertThat(secret.asked).hasSize(2);
	}

	@Test
	void cachesNothingButErrorsWithoutAMaximum() {
		TestEdge edge = TestEdge.caching(TestEdge.DISABLED)
			.origin((request) -> TestEdge.answer(200, "page", "Cache-Control: max-age=60"));

		edge.get("/a");
		assertThat(TestEdge.cache(edge.get("/a"))).isEqualTo(MISS);
		assertThat(edge.cache().count()).isZero();
	}

	@Test
	void cachesASetCookieUnlessTheOriginExceptsIt() {
		String cookies = """
				"HeadersConfig": {"HeaderBehavior": "none"}, "QueryStringsConfig": {"QueryStringBehavior": "none"},
				"CookiesConfig": {"CookieBehavior": "whitelist", "Cookies": ["theme"]}""";
		TestEdge edge = TestEdge.with(TTL.formatted(0, 60, 100), cookies)
			.origin((request) -> request.path().equals("/own")
					? TestEdge.answer(200, "page", "Set-Cookie: id=1", "Cache-Control: no-cache=\"Set-Cookie\"")
					: TestEdge.answer(200, "page", "Set-Cookie: id=1"));

		edge.get("/shared");
		assertThat(edge.get("/shared").fields().text("Set-Cookie")).isEqualTo("id=1");
		assertThat(edge.get("/own").fields().text("Set-Cookie")).isEqualTo("id=1");
		Answer second = edge.get("/own");
		assertThat(TestEdge.cache(second)).isEqualTo(HIT);
		assertThat(second.fields().has("Set-Cookie")).isFalse();
	}

	@Test
	void removesCookiesFromAnswersOfABehaviorWithoutCookies() {
		TestEdge edge = TestEdge.caching(TestEdge.OPTIMIZED)
			.origin((request) -> TestEdge.answer(200, "page", "Set-Cookie: id=1"));

		assertThat(edge.get("/a").fields().has("Set-Cookie")).isFalse();
	}

	@Test
	void asksTheOriginEachTimeIfTheAnswerDependsOnEverything() {
		TestEdge edge = TestEdge.with(TTL.formatted(0, 60, 100), "")
			.origin((request) -> TestEdge.answer(200, "page", "Vary: *", "ETag: \"1\""));

		edge.get("/a");
		edge.get("/a");
		assertThat(edge.asked).hasSize(2);
		assertThat(edge.asked.get(1).fields().has("If-None-Match")).isFalse();
	}

	@Test
	void headIsServedFromWhatGetHasFetched() {
		TestEdge edge = TestEdge.caching(TestEdge.OPTIMIZED);

		edge.get("/a");
		assertThat(TestEdge.cache(edge.send("HEAD", "/a"))).isEqualTo(HIT);
		assertThat(edge.send("HEAD", "/b").status()).isEqualTo(200);
		assertThat(edge.asked).extracting(Request::method).containsExactly("GET", "GET");
	}

	@Test
	void optionsIsCachedOnlyIfTheBehaviorSaysSo() {
		String allowed = "\"CachePolicyId\": \"%s\", \"AllowedMethods\": [\"GET\", \"HEAD\", \"OPTIONS\"]"
			.formatted(TestEdge.OPTIMIZED);
		TestEdge never = TestEdge.of(allowed);
		never.send("OPTIONS", "/a");
		never.send("OPTIONS", "/a");
		assertThat(never.asked).hasSize(2);
		TestEdge cached = TestEdge.of(allowed + ", \"CachedMethods\": [\"GET\", \"HEAD\", \"OPTIONS\"]");
		cached.send("OPTIONS", "/a");
		cached.send("OPTIONS", "/a");
		assertThat(cached.asked).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "/photos/1, 1", "/photos/*, 2", "/photos/1*, 2", "/*, 3", "/photos, 0", "/none*, 0" })
	void invalidatesPaths(String path, int count) {
		TestEdge edge = TestEdge.caching(TestEdge.OPTIMIZED);
		edge.get("/photos/1");
		edge.get("/photos/10");
		edge.get("/index.html");

		assertThat(edge.cache().invalidate(path)).isEqualTo(count);
		edge.asked.clear();
		edge.get("/photos/1");
		edge.get("/photos/10");
		edge.get("/index.html");
		assertThat(edge.asked).hasSize(count);
	}

	@Test
	void anInvalidationAppliesToWhatIsOnItsWay() {
		TestEdge edge = TestEdge.caching(TestEdge.OPTIMIZED);
		edge.origin((request) -> {
			edge.cache().invalidate("/*");
			return TestEdge.answer(200, "old");
		});
		edge.get("/a");
		edge.origin((request) -> TestEdge.answer(200, "new"));

		assertThat(TestEdge.text(edge.get("/a"))).isEqualTo("new");
	}

	@Test
	void whatIsUsedLeastLeavesFirst() {
		ObjectCache cache = new ObjectCache(40_000);
		CachedObject object = new CachedObject(TestEdge.answer(200, "x".repeat(8_000)), "", Instant.MIN, Instant.MAX);
		for (String path : new String[] { "/1", "/2", "/3", "/4" }) {
			cache.put(key(path), object, 0);
		}
		cache.get(key("/1"));
		cache.put(key("/5"), object, 0);

		assertThat(cache.get(key("/1"))).isNotNull();
		assertThat(cache.get(key("/2"))).isNull();
	}

	private static CacheKey key(String path) {
		return new CacheKey(path, "", List.of());
	}

}
