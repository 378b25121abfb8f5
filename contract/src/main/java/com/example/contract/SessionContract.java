package com.example.contract;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in and out, the session's cookie, and what needs a session.
 */
abstract class SessionContract extends FeatureContract {

	private final URI address;

	private final Postcards ada = member();

	private final String adaEmail = this.ada.me().email();

	SessionContract(URI address) {
		super(address);
		this.address = address;
	}

	@Test
	void signInAnswersWhoIsSignedInWhateverTheCaseOfTheEmailAddress() {
		Postcards visitor = visitor();
		Postcards.Me me = visitor.signIn(this.adaEmail.toUpperCase(Locale.ROOT), Postcards.PASSWORD);
		assertThat(me).isEqualTo(this.ada.me());
		assertThat(visitor.me()).isEqualTo(me);
	}

	@Test
	void theSessionCookieIsKeptFromScriptsAndOtherSites() {
		Answer answer = visitor().send("POST", "/api/session", credentials(this.adaEmail, Postcards.PASSWORD));

		String cookie = Objects.requireNonNull(answer.expect(200).setCookie("SESSION"), "no cookie SESSION");
		assertThat(attributes(cookie)).contains("httponly", "samesite=lax", "path=/");
		assertThat(attributes(cookie).contains("secure"))
			.isEqualTo(answer.throughEdge() || "https".equals(this.address.getScheme()));
		assertThat(cookie.toLowerCase(Locale.ROOT)).doesNotContain("domain=");
	}

	@Test
	void theTokenCookieIsReadableForScripts() {
		String cookie = visitor().send("GET", "/api/where").setCookie("XSRF-TOKEN");
		assertThat(attributes(Objects.requireNonNull(cookie, "no cookie XSRF-TOKEN"))).doesNotContain("httponly");
	}

	@Test
	void signInChangesTheSessionSoThatAPlantedOneIsWorthless() {
		Postcards visitor = visitor();
		visitor.signIn(this.adaEmail, Postcards.PASSWORD);
		String before = Objects.requireNonNull(visitor.cookie("SESSION"));

		visitor.signIn(this.adaEmail, Postcards.PASSWORD);

		assertThat(visitor.cookie("SESSION")).isNotEqualTo(before);
		assertProblem(withCookie("SESSION=" + before), 401);

		String planted = "cGxhbnRlZC1ieS1hbi1hdHRhY2tlcg";
		byte[] credentials = Answer.JSON.writeValueAsBytes(credentials(this.adaEmail, Postcards.PASSWORD));
		Answer answer = visitor.send(visitor.request("/api/session")
			.header("Cookie", "SESSION=" + planted + "; XSRF-TOKEN=" + visitor.cookie("XSRF-TOKEN"))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofByteArray(credentials)));
		assertThat(answer.expect(200).setCookie("SESSION")).doesNotStartWith("SESSION=" + planted);
		assertProblem(withCookie("SESSION=" + planted), 401);
	}

	@Test
	void signOutEndsTheSessionEvenForWhoKeptItsCookie() {
		Postcards visitor = visitor();
		visitor.signIn(this.adaEmail, Postcards.PASSWORD);
		String kept = visitor.cookies();
		withCookie(kept).expect(200);

		visitor.signOut();

		assertProblem(visitor.send("GET", "/api/me"), 401);
		assertProblem(withCookie(kept), 401);
		assertThat(this.ada.me().email()).as("another session of the same account").isEqualTo(this.adaEmail);
	}

	@Test
	void signOutWhenSignedOutIsFine() {
		visitor().signOut();
	}

	@Test
	void signInAndSignOutChangeTheToken() {
		Postcards visitor = visitor();
		visitor.where();
		String anonymous = visitor.cookie("XSRF-TOKEN");
		visitor.signIn(this.adaEmail, Postcards.PASSWORD);
		visitor.where();
		String signedIn = visitor.cookie("XSRF-TOKEN");
		visitor.signOut();
		visitor.where();
		assertThat(new String[] { anonymous, signedIn, visitor.cookie("XSRF-TOKEN") }).doesNotContainNull()
			.doesNotHaveDuplicates();
	}

	@Test
	void privatePathsNeedASession() {
		Postcards visitor = visitor();
		String postcard = this.ada.post("Hello").id();
		String follow = "/api/follows/" + this.ada.me().handle();
		for (String path : new String[] { "/api/me", "/api/timeline", "/api/notifications" }) {
			assertProblem(visitor.send("GET", path), 401);
		}
		assertProblem(visitor.send(new Multipart().field("message", "Hi").postTo(visitor.request("/api/postcards"))),
				401);
		for (String method : new String[] { "PUT", "DELETE" }) {
			assertProblem(visitor.send(method, follow), 401);
			assertProblem(visitor.send(method, "/api/postcards/" + postcard + "/like"), 401);
		}
		assertProblem(visitor.send("DELETE", "/api/postcards/" + postcard), 401);
		assertThat(this.ada.postcard(postcard).likes()).isZero();
	}

	private Answer withCookie(String cookie) {
		return visitor().send(visitor().request("/api/me").header("Cookie", cookie));
	}

	private static List<String> attributes(String setCookie) {
		return Arrays.stream(setCookie.toLowerCase(Locale.ROOT).split(";")).skip(1).map(String::trim).toList();
	}

}
