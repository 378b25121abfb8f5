package com.example.contract;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.example.contract.Postcards.Postcard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Texts and JSON that clients do not send by mistake are refused or taken as plain text,
 * and harm nothing.
 */
abstract class HostileInputContract extends FeatureContract {

	private final Postcards ada = member();

	private final Postcard kept = this.ada.post("Kept");

	HostileInputContract(URI address) {
		super(address);
	}

	@AfterEach
	void earlierDataIsUnharmed() {
		assertThat(this.ada.me().handle()).isEqualTo(this.kept.author());
		assertThat(visitor().postcard(this.kept.id())).isEqualTo(this.kept);
		assertThat(this.ada.post("Still there").author()).isEqualTo(this.kept.author());
	}

	@ParameterizedTest
	@ValueSource(strings = { "<script>document.title = 'run'</script>", "\"><img src=x onerror=alert(1)>",
			"</script><svg/onload=alert(1)>", "javascript:alert(1)", "'; DELETE FROM postcard; --", "' OR '1'='1",
			"1); DROP TABLE account CASCADE; --", "$$; SELECT pg_sleep(60); $$", "\\'; COPY (SELECT 1) TO '/tmp/x'; --",
			"{{constructor.constructor('alert(1)')()}}" })
	void sqlAndMarkupStayText(String text) {
		Answer answer = this.ada
			.send(new Multipart().field("message", text).postTo(this.ada.request("/api/postcards")));
		assertThat(answer.expect(201).as(Postcard.class).message()).isEqualTo(text);
		Answer list = this.ada.send("GET", "/api/accounts/" + this.kept.author() + "/postcards?limit=1").expect(200);
		assertThat(list.header("Content-Type")).startsWith("application/json");
		assertThat(list.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(list.json().get("items").get(0).get("message").stringValue()).isEqualTo(text);

		assertRefused(signUp(Map.of("handle", text, "email", text, "password", Postcards.PASSWORD)));
		Answer problem = this.ada.send("PUT", "/api/follows/" + encode(text));
		assertRefused(problem);
		assertThat(problem.text()).doesNotContain("<script>", "<img", "<svg");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "\"text\"", "17", "{", "{\"handle\": \"ada\"", "handle=ada&password=x",
			"{\"handle\": {\"a\": 1}, \"email\": [], \"password\": {}}", "[{\"handle\": \"ada\"}]", "\u0000",
			"{\"handle\": NaN}", "{'handle': 'ada'}", "{\"handle\": \"ada\"} trailing",
			"<account><handle>ada</handle></account>" })
	void aBodyThatIsNoAccountIsABadRequest(String body) {
		assertProblem(json("/api/accounts", body), 400);
		assertProblem(json("/api/session", body), 400);
	}

	@Test
	void numbersAndTruthValuesAreNoTexts() {
		Answer answer = json("/api/accounts", "{\"handle\": true, \"email\": 1e400, \"password\": 123456789012345}");
		assertProblem(answer, 400);
	}

	@Test
	void nullsAreMissingMembers() {
		assertProblem(json("/api/accounts", "{\"handle\": null, \"email\": null, \"password\": null}"), 400);
		assertRefused(json("/api/session", "{\"email\": null, \"password\": null}"));
	}

	@Test
	void deepNestingIsABadRequest() {
		assertProblem(json("/api/accounts", "{\"handle\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}"), 400);
		assertProblem(json("/api/accounts", "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000)), 400);
	}

	@Test
	void oneOfTwoEqualKeysCountsOrNone() {
		String first = Postcards.uniqueHandle();
		String second = Postcards.uniqueHandle();
		Answer answer = json("/api/accounts", """
				{"handle": "%s", "handle": "%s", "email": "%s@example.com", "password": "%s"}""".formatted(first,
				second, first, Postcards.PASSWORD));
		assertThat(answer.status()).as(answer.toString()).isIn(201, 400);
		if (answer.status() == 201) {
			assertThat(answer.as(Postcards.Me.class).handle()).isIn(first, second);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\u0000", "a\\u0000b@example.com", "\\ud800", "\\udfff\\ud800@example.com", "\\uffff" })
	void controlCharactersAndHalvesOfCharactersAreRefused(String escaped) {
		String body = """
				{"handle": "%1$s", "email": "%1$s", "password": "%1$s"}""".formatted(escaped);
		assertProblem(json("/api/accounts", body), 400);
		assertRefused(json("/api/session", body));
	}

	@Test
	void aMegabyteIsTooLongForAnyText() {
		String megabyte = "x".repeat(1_000_000);
		assertFieldProblem(
				this.ada.send(new Multipart().field("message", megabyte).postTo(this.ada.request("/api/postcards"))),
				"message");
		assertProblem(signUp(Map.of("handle", megabyte, "email", megabyte, "password", megabyte)), 400);
		assertRefused(visitor().send("POST", "/api/session",
				Map.of("email", megabyte + "@example.com", "password", megabyte)));
	}

	@Test
	void anotherContentTypeIsUnsupported() {
		for (String type : new String[] { "text/plain", "application/xml", "application/x-www-form-urlencoded",
				"multipart/form-data; boundary=x" }) {
			assertProblem(send("/api/accounts", type, "{\"handle\": \"ada\"}"), 415);
			assertProblem(send("/api/session", type, "{\"email\": \"ada@example.com\"}"), 415);
		}
		for (String type : new String[] { "application/json", "text/plain", "application/x-www-form-urlencoded",
				"multipart/mixed; boundary=x" }) {
			assertProblem(send("/api/postcards", type, "{\"message\": \"Hello\"}"), 415);
		}
		assertRefused(send("/api/accounts", "no/such/type;;", "{}"));
		assertRefused(send("/api/accounts", "application/json; charset=klingon", "{}"));
	}

	private Answer signUp(Map<String, Object> account) {
		return visitor().send("POST", "/api/accounts", account);
	}

	private Answer json(String path, String body) {
		Postcards visitor = visitor();
		return visitor
			.send(visitor.request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
	}

	private Answer send(String path, String contentType, String body) {
		return this.ada
			.send(this.ada.request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
