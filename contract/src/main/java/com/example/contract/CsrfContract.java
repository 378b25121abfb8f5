package com.example.contract;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No other site can make a visitor's browser change anything.
 */
abstract class CsrfContract extends FeatureContract {

	private final Postcards ada = member();

	private final Postcards bob = member();

	private final String postcard = this.ada.post("Hello").id();

	CsrfContract(URI address) {
		super(address);
	}

	@Test
	void aChangeWithoutATokenIsForbidden() {
		for (String method : new String[] { "PUT", "DELETE" }) {
			for (String path : new String[] { "/api/postcards/" + this.postcard + "/like",
					"/api/follows/" + this.bob.me().handle() }) {
				assertProblem(sendWithToken(method, path, null), 403);
			}
		}
		assertProblem(sendWithToken("DELETE", "/api/postcards/" + this.postcard, null), 403);
		assertProblem(sendWithToken("POST", "/api/postcards", null), 403);
		assertProblem(sendWithToken("DELETE", "/api/session", null), 403);
		assertNothingHappened();
	}

	@Test
	void aChangeWithAnotherSessionsTokenIsForbidden() {
		this.ada.where();
		this.bob.where();
		String stolen = Objects.requireNonNull(this.bob.cookie("XSRF-TOKEN"));
		String path = "/api/postcards/" + this.postcard;
		assertProblem(sendWithToken("PUT", path + "/like", stolen), 403);
		assertProblem(sendWithToken("DELETE", path, stolen), 403);
		assertProblem(sendWithToken("DELETE", path, ""), 403);
		assertProblem(sendWithToken("DELETE", path, "null"), 403);
		assertNothingHappened();
	}

	@Test
	void aVisitorNeedsATokenToo() {
		Postcards visitor = visitor();
		for (String path : new String[] { "/api/accounts", "/api/session" }) {
			Answer answer = visitor.exchange(visitor.request(path)
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString("{}")));
			assertProblem(answer, 403);
		}
	}

	@Test
	void aTokenMayNotComeInTheBodyOrTheAddressAsAFormOfAnotherSiteSendsIt() {
		this.ada.where();
		String token = "another-sites-guess";
		Answer answer = this.ada.exchange(this.ada.request("/api/postcards?_csrf=" + token)
			.header("Cookie", "SESSION=" + this.ada.cookie("SESSION"))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString("message=Hello&_csrf=" + token)));
		assertProblem(answer, 403);
		assertNothingHappened();
	}

	private Answer sendWithToken(String method, String path, @Nullable String token) {
		var request = this.ada.request(path)
			.header("Cookie", "SESSION=" + this.ada.cookie("SESSION") + "; XSRF-TOKEN=" + this.ada.cookie("XSRF-TOKEN"))
			.method(method, BodyPublishers.noBody());
		return this.ada.exchange((token != null) ? request.header("X-XSRF-TOKEN", token) : request);
	}

	private void assertNothingHappened() {
		assertThat(this.ada.me().handle()).isNotBlank();
		assertThat(this.ada.postcard(this.postcard).likes()).isZero();
		assertThat(this.ada.profile(this.ada.me().handle()).postcards()).isOne();
	}

}
