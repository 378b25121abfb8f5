package com.example.postcards.account;

import com.example.kit.Visitor;
import com.example.postcards.PostcardsTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

@PostcardsTest
@ExtendWith(OutputCaptureExtension.class)
class SessionTests {

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient jdbc;

	private Visitor visitor;

	@BeforeEach
	void signUp() {
		this.visitor = new Visitor(this.port);
		this.visitor.signUp();
	}

	@Test
	void signingInChangesSessionAndCsrfToken() {
		this.visitor.signIn(Visitor.PASSWORD);
		String session = this.visitor.cookie("SESSION").orElseThrow();
		String token = this.visitor.cookie("XSRF-TOKEN").orElseThrow();
		this.visitor.signIn(Visitor.PASSWORD);
		assertThat(this.visitor.cookie("SESSION")).isPresent().get().isNotEqualTo(session);
		assertThat(this.visitor.cookie("XSRF-TOKEN")).isPresent().get().isNotEqualTo(token);
		assertThat(this.visitor.get("/api/me").getBody()).contains(this.visitor.email());
	}

	@Test
	void signingOutEndsTheSession() {
		this.visitor.signIn(Visitor.PASSWORD);
		String token = this.visitor.cookie("XSRF-TOKEN").orElseThrow();
		ResponseEntity<String> response = this.visitor.send(HttpMethod.DELETE, "/api/session", null);
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
		assertThat(this.visitor.cookie("XSRF-TOKEN")).isPresent().get().isNotEqualTo(token);
		assertThat(this.visitor.get("/api/me").getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
	}

	@Test
	void sessionCookieIsHiddenFromScripts() {
		String cookie = this.visitor.signIn(Visitor.PASSWORD)
			.getHeaders()
			.getOrEmpty(HttpHeaders.SET_COOKIE)
			.stream()
			.filter((header) -> header.startsWith("SESSION="))
			.findFirst()
			.orElseThrow();
		assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax");
	}

	@Test
	void aRefusedSignInOpensNoSession() {
		assertThat(this.visitor.get("/api/me").getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
		assertThat(this.visitor.signIn("wrong").getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
		assertThat(this.visitor.cookie("SESSION")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/api/where", "/api/me", "/nothing" })
	void anyGetSetsTheCsrfToken(String path) {
		this.visitor.forgetCookies();
		this.visitor.get(path);
		assertThat(this.visitor.cookie("XSRF-TOKEN")).isPresent();
	}

	@Test
	void withoutCsrfTokenNothingChanges() {
		this.visitor.forgetCookies();
		ResponseEntity<String> response = this.visitor.signIn(Visitor.PASSWORD);
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
		assertThat(response.getHeaders().getContentType()).hasToString("application/problem+json");
		assertThat(this.visitor.cookie("SESSION")).isEmpty();
	}

	@Test
	void tooManyFailuresAreRefusedWhetherTheAccountExistsOrNot() {
		assertThat(refusalAfterTenFailures(this.visitor)).isEqualTo(refusalAfterTenFailures(new Visitor(this.port)));
	}

	private String refusalAfterTenFailures(Visitor visitor) {
		for (int i = 0; i < 10; i++) {
			assertThat(visitor.signIn("wrong").getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
		}
		ResponseEntity<String> refusal = visitor.signIn(Visitor.PASSWORD);
		assertThat(refusal.getStatusCode()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
		assertThat(refusal.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).containsOnlyDigits();
		return String.valueOf(refusal.getBody());
	}

	@Test
	void passwordIsNotInTheDatabase() {
		assertThat(this.jdbc.sql("select account::text from account where handle = :handle")
			.param("handle", this.visitor.handle())
			.query(String.class)
			.single()).doesNotContain(Visitor.PASSWORD, "{bcrypt}");
	}

	@Test
	void logContainsNoSecrets(CapturedOutput output) {
		this.visitor.signUp();
		this.visitor.signIn("wrong secret");
		this.visitor.signIn(Visitor.PASSWORD);
		this.visitor.post("a private message", null);
		assertThat(output).contains("Sign-in failed")
			.contains("Signed in")
			.contains("Posted")
			.doesNotContain(this.visitor.email(), Visitor.PASSWORD, "wrong secret", "a private message")
			.doesNotContain(this.visitor.cookie("SESSION").orElseThrow());
	}

}
