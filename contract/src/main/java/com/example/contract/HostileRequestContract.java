package com.example.contract;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;

import com.example.contract.Postcards.Postcard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Addresses, methods and headers that lead nowhere are refused, and harm nothing.
 */
abstract class HostileRequestContract extends FeatureContract {

	private final Postcards ada = member();

	private final Postcard kept = this.ada.post("Kept");

	HostileRequestContract(URI address) {
		super(address);
	}

	@AfterEach
	void earlierDataIsUnharmed() {
		assertThat(this.ada.me().handle()).isEqualTo(this.kept.author());
		assertThat(visitor().postcard(this.kept.id())).isEqualTo(this.kept);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "9223372036854775807", "9223372036854775808", "99999999999999999999999999",
			"abc", "1e3", "1.0", "null", "1'--", "1%20OR%201=1", "💌" })
	void anIdThatNoPostcardHasIsNotFound(String id) {
		String path = "/api/postcards/" + id.replace("💌", "%F0%9F%92%8C");
		assertProblem(visitor().send("GET", path), 404);
		assertProblem(this.ada.send("DELETE", path), 404);
		assertProblem(this.ada.send("PUT", path + "/like"), 404);
		assertProblem(this.ada.send("DELETE", path + "/like"), 404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ab", "ADA!", "-1", "ada%20lovelace", "%F0%9F%92%8C", "1'%20OR%20'1'='1", "null",
			"..%252f..%252fetc", "%3Cscript%3Ealert(1)%3C%2Fscript%3E" })
	void anImpossibleHandleIsNotFound(String handle) {
		for (Answer answer : new Answer[] { visitor().send("GET", "/api/accounts/" + handle),
				visitor().send("GET", "/api/accounts/" + handle + "/postcards"),
				this.ada.send("PUT", "/api/follows/" + handle), this.ada.send("DELETE", "/api/follows/" + handle) }) {
			assertThat(answer.status()).as(answer.toString()).isIn(400, 404);
			assertThat(answer.text()).doesNotContain("<script>");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/accounts/%00", "/api/accounts/a%00b/postcards", "/api/postcards/%00",
			"/api/accounts/%ff%fe%fd", "/api/accounts/%ed%a0%80", "/api/postcards/1;jsessionid=1", "/api//postcards/1",
			"/api/./me", "/api/../api/me", "/api/me%2f..", "/%2e%2e/%2e%2e/etc/passwd", "/api/postcards/1%0d%0aX:%20y",
			"/..%2f..%2fapplication.properties", "/WEB-INF/web.xml", "/META-INF/MANIFEST.MF",
			"/application.properties" })
	void oddPathsAreRefused(String path) {
		Answer answer = visitor().send("GET", path);
		assertRefused(answer);
		assertThat(answer.header("X")).isNull();
		assertThat(answer.text()).doesNotContain("root:", "spring.", "Exception");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api", "/api/nothing", "/api/postcards/1/likes", "/nothing", "/error", "/api/me/",
			"/h2-console" })
	void anUnknownPathIsNotFoundAndNeedsASession(String path) {
		Answer answer = this.ada.send("GET", path);
		if (answer.throughEdge() && !path.startsWith("/api/")) {
			// No such file.
			assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
			return;
		}
		assertProblem(answer, 404);
		assertProblem(visitor().send("GET", path), 401);
	}

	@ParameterizedTest
	@CsvSource({ "PUT, /api/accounts", "DELETE, /api/accounts", "GET, /api/session", "PUT, /api/session",
			"POST, /api/me", "DELETE, /api/me", "PUT, /api/postcards", "PATCH, /api/postcards/1",
			"POST, /api/postcards/1", "GET, /api/postcards/1/like", "POST, /api/postcards/1/like",
			"POST, /api/timeline", "DELETE, /api/timeline", "PUT, /api/notifications", "GET, /api/follows/ada",
			"POST, /api/follows/ada", "POST, /api/where", "DELETE, /photos/1", "POST, /api/accounts/ada",
			"POST, /api/accounts/ada/postcards" })
	void aKnownPathWithAnotherMethodIsNotAllowed(String method, String path) {
		Answer answer = this.ada.send(method, path);
		if (answer.throughEdge() && !path.startsWith("/api/")) {
			assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
			return;
		}
		assertProblem(answer, 405);
		assertThat(answer.header("Allow")).as(answer.toString()).isNotBlank();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TRACE", "BREW", "PROPFIND", "get" })
	void aStrangeMethodIsRefused(String method) {
		assertRefused(this.ada.send(method, "/api/me"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "'; DROP TABLE spring_session; --", "%00%0d%0a", "../../etc/passwd", "null",
			"!!!not-base64!!!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" })
	void aMadeUpSessionIsNoSession(String session) {
		Answer answer = visitor().send(visitor().request("/api/me").header("Cookie", "SESSION=" + session));
		assertProblem(answer, 401);
		visitor().send(visitor().request("/api/where").header("Cookie", "SESSION=" + session)).expect(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "?=x", "?limit=%ff", "?before=%ff", "?limit=1&=", "?%ff" })
	void aQueryThatDoesNotParseIsRefusedWhereItIsRead(String query) {
		for (String path : List.of("/api/timeline", "/api/notifications",
				"/api/accounts/%s/postcards".formatted(this.kept.author()))) {
			assertProblem(this.ada.send("GET", path + query), 400);
		}
		for (String path : List.of("/", "/api/where", "/api/me", "/api/postcards/" + this.kept.id(), "/livez",
				"/readyz", "/photos/" + this.kept.id(), "/actuator/health")) {
			Answer answer = visitor().send("GET", path + query);
			assertThat(answer.status()).as(answer.toString()).isLessThan(500);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*", "application/*", "nonsense", "application/json;charset=nonsense" })
	void aContentTypeThatIsNoneIsRefused(String type) {
		for (String path : List.of("/api/session", "/api/accounts", "/api/postcards")) {
			assertProblem(this.ada.send(this.ada.request(path)
				.header("Content-Type", type)
				.POST(HttpRequest.BodyPublishers.ofString("{}"))), 415);
		}
		for (String path : List.of("/", "/api/where", "/api/timeline", "/livez", "/readyz")) {
			Answer answer = this.ada.send(this.ada.request(path).header("Content-Type", type));
			assertThat(answer.status()).as(answer.toString()).isLessThan(500);
		}
	}

	@Test
	void headersFarTooLargeAreRefused() {
		String large = "x".repeat(100_000);
		for (String name : List.of("Cookie", "Accept", "X-XSRF-TOKEN")) {
			assertRefused(visitor().exchange(visitor().request("/api/me").header(name, large)));
		}
		assertRefused(visitor().exchange(visitor().request("/api/me?x=" + large)));
	}

	@Test
	void oddHeadersChangeNothing() {
		for (String[] header : new String[][] { { "Accept", "nonsense" }, { "Accept", "text/html" },
				{ "Accept-Language", "../../etc/passwd" }, { "Accept-Language", "ko, ".repeat(40) + "en" },
				{ "Range", "bytes=9-1" }, { "If-None-Match", "\"" }, { "If-Modified-Since", "yesterday" },
				{ "X-HTTP-Method-Override", "DELETE" }, { "Origin", "https://attacker.example" },
				{ "X-Original-URL", "/api/me" }, { "X-Forwarded-Prefix", "/evil" },
				{ "Forwarded", "host=attacker.example" }, { "X-Forwarded-Host", "attacker.example" } }) {
			Answer answer = this.ada
				.send(this.ada.request("/api/postcards/" + this.kept.id()).header(header[0], header[1]));
			assertThat(answer.status()).as("%s with %s: %s", answer, header[0], header[1]).isIn(200, 400, 406);
			assertThat(answer.headers().map().toString()).doesNotContain("attacker.example");
		}
	}

	@Test
	void anErrorDoesNotExposeInternals() {
		for (String path : List.of("/api/nothing", "/api/postcards/abc", "/api/timeline?limit=abc&trace=true",
				"/api/accounts/x'?message=on")) {
			assertThat(this.ada.send("GET", path.replace("'", "%27")).text()).doesNotContain("Exception", "org.spring",
					"java.", "SQL", "\tat ");
		}
	}

}
