package com.example.lab.aws.cloudfront;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Behaviors, protocols, methods, limits and error pages. */
class EdgeTests {

	private static final String OPEN = "\"CachePolicyId\": \"%s\"".formatted(TestEdge.OPTIMIZED);

	private static final String BEHAVIOR = """
			{"PathPattern": "%s", "TargetOriginId": "two", "ViewerProtocolPolicy": "allow-all", "CachePolicyId": "%s"}""";

	@ParameterizedTest
	@CsvSource({ "/photos/*, /photos/1, true", "photos/*, /photos/1, true", "/photos/*, /photos, false",
			"*.jpg, /a/b.jpg, true", "/a?c, /abc, true", "/a?c, /ac, false", "/A/*, /a/1, false",
			"/photos/*, /photos/%2e%2e/api/me, false", "/photos/*, /photos/../api/me, false",
			"/photos/*, //photos//1, true", "/photos/*, /%70hotos/1, true", "/api/*, /photos/..%2fapi/me, false",
			"/photos/*, /api/me/../../photos/x, true", "/p.x, /pax, false" })
	void theFirstPatternThatMatchesDecides(String pattern, String path, boolean matches) {
		TestEdge edge = TestEdge.of(OPEN, "\"CacheBehaviors\": [%s, %s]".formatted(
				BEHAVIOR.formatted(pattern, TestEdge.OPTIMIZED), BEHAVIOR.formatted("/none", TestEdge.DISABLED)));

		edge.get(path);
		assertThat(edge.asked.get(0).fields().text("Host")).isEqualTo(matches ? "two.example" : "one.example");
		assertThat(edge.asked.get(0).path()).as("as it was written").isEqualTo(path);
	}

	@ParameterizedTest
	@CsvSource({ "GET, 301", "HEAD, 301", "POST, 307" })
	void redirectsToHttps(String method, int status) {
		TestEdge edge = TestEdge.of(OPEN + ", \"ViewerProtocolPolicy\": \"redirect-to-https\"");
		Answer answer = edge.edge().handle(plain(method), "127.0.0.1:8443");

		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.fields().text("Location")).isEqualTo("https://127.0.0.1:8443/a?b=1");
		assertThat(TestEdge.cache(answer)).isEqualTo("Redirect from cloudfront");
		assertThat(edge.asked).isEmpty();
	}

	@Test
	void refusesHttpWhereOnlyHttpsIsAllowed() {
		TestEdge edge = TestEdge.of(OPEN + ", \"ViewerProtocolPolicy\": \"https-only\"");

		assertThat(edge.edge().handle(plain("GET"), "").status()).isEqualTo(403);
		assertThat(edge.get("/a").status()).isEqualTo(200);
	}

	@Test
	void tellsTheOriginWhatTheViewerUsed() {
		TestEdge edge = TestEdge.of("\"CachePolicyId\": \"%s\", \"OriginRequestPolicyId\": \"%s\""
			.formatted(TestEdge.DISABLED, "33f36d7e-f396-46d9-90e0-52428a34d9dc"));

		edge.edge().handle(plain("GET"), "");
		assertThat(edge.asked.get(0).fields().text("CloudFront-Forwarded-Proto")).isEqualTo("http");
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW" })
	void refusesMethodsThatTheBehaviorDoesNotAllow(String method) {
		TestEdge edge = TestEdge.of(OPEN);
		Answer answer = edge.send(method, "/a");

		assertThat(answer.status()).isEqualTo(403);
		assertThat(TestEdge.cache(answer)).isEqualTo("Error from cloudfront");
		assertThat(edge.asked).isEmpty();
	}

	@Test
	void refusesABodyOfGet() {
		Request request = new Request("GET", "/a", "", Fields.NONE, new byte[1], TestEdge.VIEWER);

		assertThat(TestEdge.of(OPEN).edge().handle(request, "").status()).isEqualTo(403);
	}

	@Test
	void refusesWhatIsTooLarge() {
		TestEdge edge = TestEdge.of(OPEN);

		assertThat(edge.get("/" + "x".repeat(8_000)).status()).isEqualTo(200);
		assertThat(edge.get("/" + "x".repeat(8_192)).status()).isEqualTo(413);
		assertThat(edge.get("/a", "X-Large: " + "x".repeat(32_000)).status()).isEqualTo(200);
		assertThat(edge.get("/a", "X-Large: " + "x".repeat(32_768)).status()).isEqualTo(413);
	}

	@Test
	void addsItsOwnHeaders() {
		TestEdge edge = TestEdge.of(OPEN);
		edge.origin((request) -> TestEdge.answer(200, "page", "X-Cache: faked", "Via: other", "Server: nginx",
				"Connection: close", "Vary: Accept-Encoding, Origin, Cookie"));
		Fields fields = edge.get("/a").fields();

		assertThat(fields.all("X-Cache")).containsExactly("Miss from cloudfront");
		assertThat(fields.text("X-Amz-Cf-Pop")).isEqualTo("LAB50-P1");
		assertThat(fields.text("X-Amz-Cf-Id")).hasSize(56);
		assertThat(fields.joined("Via")).endsWith(".cloudfront.net (CloudFront)").doesNotContain("other");
		assertThat(fields.text("Server")).isEqualTo("nginx");
		assertThat(fields.text("Vary")).isEqualTo("Accept-Encoding, Cookie");
		assertThat(fields.has("Connection")).isFalse();
		assertThat(fields.has("Age")).isFalse();
	}

	@Test
	void servesTheRootObject() {
		TestEdge edge = TestEdge.of(OPEN, "\"DefaultRootObject\": \"index.html\"");

		edge.get("/");
		edge.get("/index.html");
		edge.get("/folder/");
		assertThat(edge.asked).extracting(Request::path).containsExactly("/index.html", "/folder/");
	}

	@Test
	void anErrorPageReplacesTheErrorOfAnOrigin() {
		TestEdge edge = TestEdge.of(OPEN, """
				"CustomErrorResponses": [
					{"ErrorCode": 404, "ResponseCode": 400, "ResponsePagePath": "/errors/404.html"}],
				"CacheBehaviors": [%s]""".formatted(BEHAVIOR.formatted("/errors/*", TestEdge.OPTIMIZED)));
		edge.origin((request) -> request.path().startsWith("/errors/") ? TestEdge.answer(200, "sorry")
				: TestEdge.answer(request.path().equals("/gone") ? 404 : 403, "origin"));

		Answer answer = edge.get("/gone");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(TestEdge.text(answer)).isEqualTo("sorry");
		assertThat(edge.asked.get(1).fields().text("Host")).isEqualTo("two.example");
		assertThat(TestEdge.text(edge.get("/forbidden"))).isEqualTo("origin");
		edge.get("/gone");
		assertThat(edge.asked).as("error and page are cached").hasSize(3);
	}

	@Test
	void asksTheSecondOriginOfAGroupAfterAFailure() {
		String group = """
				"OriginGroups": {"Quantity": 1, "Items": [{"Id": "both",
					"FailoverCriteria": {"StatusCodes": {"Quantity": 2, "Items": [502, 503]}},
					"Members": {"Quantity": 2, "Items": [{"OriginId": "one"}, {"OriginId": "two"}]}}]}""";
		TestEdge edge = TestEdge.of(OPEN + ", \"TargetOriginId\": \"both\"", group)
			.origin((request) -> TestEdge.answer(request.path().equals("/503") ? 503 : 404, "no"));

		edge.get("/503");
		assertThat(edge.asked).extracting((each) -> each.fields().text("Host"))
			.containsExactly("one.example", "two.example");
		edge.get("/404");
		assertThat(edge.asked).hasSize(3);
	}

	@Test
	void aFunctionForResponsesSeesNoErrors() {
		TestEdge edge = TestEdge
			.of(OPEN + ", \"FunctionAssociations\": [{\"EventType\": \"viewer-response\", \"FunctionARN\": \"none\"}]")
			.origin((request) -> TestEdge.answer(request.path().equals("/a") ? 200 : 404, "x"));

		assertThat(edge.get("/a").status()).as("a function that cannot run").isEqualTo(503);
		assertThat(edge.get("/b").status()).isEqualTo(404);
	}

	@Test
	void aDisabledDistributionAnswersNothing() {
		TestEdge edge = TestEdge.of(OPEN, "\"Enabled\": false");

		assertThat(edge.get("/a").status()).isEqualTo(403);
		assertThat(edge.asked).isEmpty();
	}

	private static Request plain(String method) {
		Request.Viewer viewer = new Request.Viewer("192.0.2.2", 1, false, "", "1.1");
		return new Request(method, "/a", "b=1", Fields.NONE.with("Host", "edge.example"), new byte[0], viewer);
	}

}
