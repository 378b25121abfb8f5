package com.example.postcards.account;

import java.util.Map;

import com.example.kit.LocalAws;
import com.example.kit.Visitor;
import com.example.postcards.PostcardsTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way back in, also for owners of accounts whose password never moved to Cognito.
 */
@PostcardsTest
@ExtendWith(OutputCaptureExtension.class)
class PasswordResetTests {

	private static final String NEW_PASSWORD = "a new battery staple";

	private static final String PATH = "/api/password-resets";

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private Accounts accounts;

	@Autowired
	private Users users;

	private Visitor visitor;

	@BeforeEach
	void arrive() {
		this.visitor = new Visitor(this.port);
	}

	@Test
	void anAccountWithoutAUserIsCountedAndSignsInAfterAReset(CapturedOutput output) {
		createAccountWithoutUser();
		this.accounts.countAccountsWithoutUser();
		assertThat(output).contains("\"Accounts whose password must be reset\"").containsPattern("\"accounts\":[1-9]");
		assertStatus(this.visitor.signIn(Visitor.PASSWORD), HttpStatus.UNAUTHORIZED);
		assertStatus(request(this.visitor.email()), HttpStatus.ACCEPTED);
		assertStatus(this.visitor.signIn(Visitor.PASSWORD), HttpStatus.UNAUTHORIZED);
		assertStatus(reset(LocalAws.CODE, NEW_PASSWORD), HttpStatus.NO_CONTENT);
		assertStatus(this.visitor.signIn(NEW_PASSWORD), HttpStatus.OK);
		assertThat(this.visitor.get("/api/me").getBody()).contains(this.visitor.handle());
	}

	@Test
	void aUserThatAMigrationLeftBehindIsTakenByTheOwnerOfTheAddress() {
		createAccountWithoutUser();
		this.users.create(this.visitor.email(), Visitor.PASSWORD);
		assertStatus(this.visitor.signIn(Visitor.PASSWORD), HttpStatus.UNAUTHORIZED);
		request(this.visitor.email());
		assertStatus(reset(LocalAws.CODE, NEW_PASSWORD), HttpStatus.NO_CONTENT);
		assertStatus(this.visitor.signIn(NEW_PASSWORD), HttpStatus.OK);
	}

	@Test
	void aResetReplacesAForgottenPassword() {
		this.visitor.signUp();
		assertStatus(request(this.visitor.email()), HttpStatus.ACCEPTED);
		assertStatus(this.visitor.signIn(Visitor.PASSWORD), HttpStatus.OK);
		assertStatus(reset(LocalAws.CODE, NEW_PASSWORD), HttpStatus.NO_CONTENT);
		assertStatus(this.visitor.signIn(Visitor.PASSWORD), HttpStatus.UNAUTHORIZED);
		assertStatus(this.visitor.signIn(NEW_PASSWORD), HttpStatus.OK);
	}

	@Test
	void anUnknownAddressGetsTheSameAnswers() {
		this.visitor.signUp();
		ResponseEntity<String> known = request(this.visitor.email());
		ResponseEntity<String> unknown = request("x" + this.visitor.email());
		assertThat(unknown.getStatusCode()).isEqualTo(known.getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
		assertThat(unknown.getBody()).isEqualTo(known.getBody());
		String wrongCode = reset("000000", NEW_PASSWORD).getBody();
		this.visitor = new Visitor(this.port);
		assertThat(reset("000000", NEW_PASSWORD).getBody()).isEqualTo(wrongCode).contains("\"field\":\"code\"");
	}

	@Test
	void aCodeIsGoodOnce() {
		this.visitor.signUp();
		request(this.visitor.email());
		assertStatus(reset(LocalAws.CODE, NEW_PASSWORD), HttpStatus.NO_CONTENT);
		assertStatus(reset(LocalAws.CODE, Visitor.PASSWORD), HttpStatus.BAD_REQUEST);
	}

	@Test
	void codesCannotBeGuessedWithoutLimit() {
		this.visitor.signUp();
		request(this.visitor.email());
		for (int i = 0; i < 9; i++) {
			assertStatus(reset("00000" + i, NEW_PASSWORD), HttpStatus.BAD_REQUEST);
		}
		assertStatus(reset(LocalAws.CODE, NEW_PASSWORD), HttpStatus.TOO_MANY_REQUESTS);
		assertStatus(request(this.visitor.email()), HttpStatus.TOO_MANY_REQUESTS);
	}

	@Test
	void theLogHasNeitherCodesNorPasswords(CapturedOutput output) {
		this.visitor.signUp();
		request(this.visitor.email());
		reset("987654", NEW_PASSWORD);
		reset(LocalAws.CODE, NEW_PASSWORD);
		assertThat(output).contains("Password reset")
			.doesNotContain(this.visitor.email(), "987654", "\"" + LocalAws.CODE + "\"", NEW_PASSWORD);
	}

	private void createAccountWithoutUser() {
		this.jdbc.sql("insert into account (handle, email) values (?, ?)")
			.param(this.visitor.handle())
			.param(this.visitor.email())
			.update();
	}

	private ResponseEntity<String> request(String email) {
		return this.visitor.send(HttpMethod.POST, PATH, Map.of("email", email));
	}

	private ResponseEntity<String> reset(String code, String password) {
		return this.visitor.send(HttpMethod.PUT, PATH,
				Map.of("email", this.visitor.email(), "code", code, "password", password));
	}

	private static void assertStatus(ResponseEntity<String> response, HttpStatus status) {
		assertThat(response.getStatusCode()).isEqualTo(status);
	}

}
