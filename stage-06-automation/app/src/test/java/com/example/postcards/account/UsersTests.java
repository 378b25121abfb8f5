package com.example.postcards.account;

import java.util.List;
import java.util.Map;

import com.example.kit.LocalAws;
import com.example.kit.Visitor;
import com.example.postcards.PostcardsTest;
import com.example.postcards.cache.Cache;
import com.example.postcards.refusal.FieldException;
import com.example.postcards.refusal.Reason;
import com.example.postcards.refusal.RefusedException;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How accounts get their users.
 */
@PostcardsTest
class UsersTests {

	@LocalServerPort
	private int port;

	@Value("${postcards.users.pool}")
	private String pool;

	@Value("${postcards.users.client}")
	private String client;

	@Value("${postcards.users.issuer}")
	private String issuer;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private Cache cache;

	@Autowired
	private CognitoIdentityProviderClient cognito;

	@Autowired
	private Users users;

	private Visitor visitor;

	@BeforeEach
	void arrive() {
		this.visitor = new Visitor(this.port);
	}

	@Test
	void aUserWithoutAnAccountIsAdoptedBySigningUpWithItsPassword() {
		String user = this.users.create(this.visitor.email(), Visitor.PASSWORD);
		assertSignsIn(Visitor.PASSWORD, HttpStatus.UNAUTHORIZED);
		assertThat(this.visitor.signUp().getStatusCode()).isEqualTo(HttpStatus.CREATED);
		assertSignsIn(Visitor.PASSWORD, HttpStatus.OK);
		assertThat(this.users.signIn(this.visitor.email(), Visitor.PASSWORD, null)).contains(user);
	}

	@Test
	void aUserWithoutAnAccountKeepsItsPasswordWhenAnotherPersonSignsUp() {
		String password = "the password of a sign-up that died";
		String user = this.users.create(this.visitor.email(), password);
		ResponseEntity<String> response = this.visitor.signUp();
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
		assertThat(response.getBody()).contains("\"field\":\"email\"");
		assertThat(row()).isEmpty();
		assertThat(this.users.signIn(this.visitor.email(), password, null)).contains(user);
	}

	@Test
	void withoutAUserThereIsNoAccountAndNothingBlocksTheAddress() {
		Accounts half = new Accounts(this.jdbc, users("us-east-1_none", false), this.cache);
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> half.create(this.visitor.handle(), this.visitor.email(), Visitor.PASSWORD))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.UNAVAILABLE));
		assertThat(row()).isEmpty();
		assertThat(this.visitor.signUp().getStatusCode()).isEqualTo(HttpStatus.CREATED);
		assertSignsIn(Visitor.PASSWORD, HttpStatus.OK);
	}

	@Test
	void aCodeIsEnteredOnceToVerifyTheAddress() {
		Users verifying = users(this.pool, true);
		String email = this.visitor.email();
		String user = verifying.create(email, Visitor.PASSWORD);
		assertCodeRefused(() -> verifying.signIn(email, Visitor.PASSWORD, null), "enter it to sign in");
		assertCodeRefused(() -> verifying.signIn(email, Visitor.PASSWORD, "000000"), "is wrong or has expired");
		assertThat(verifying.signIn(email, "wrong password", LocalAws.CODE)).isEmpty();
		assertThat(verifying.signIn(email, Visitor.PASSWORD, LocalAws.CODE)).contains(user);
		assertThat(verifying.signIn(email, Visitor.PASSWORD, null)).contains(user);
	}

	private static void assertCodeRefused(ThrowableAssert.ThrowingCallable signIn, String problem) {
		assertThatExceptionOfType(FieldException.class).isThrownBy(signIn).satisfies((ex) -> {
			assertThat(ex.field()).isEqualTo("code");
			assertThat(ex.problem()).endsWith(problem);
		});
	}

	private Users users(String pool, boolean verifyEmail) {
		return new Users(this.cognito, pool, this.client, this.issuer, verifyEmail);
	}

	@Test
	void theUserOfAnotherAccountIsLeftAlone() {
		this.visitor.signUp();
		// The database finds another address, Cognito the same.
		this.jdbc.sql("update account set email = 'x' || email where handle = ?").param(this.visitor.handle()).update();
		ResponseEntity<String> response = new Visitor(this.port).send(HttpMethod.POST, "/api/accounts", Map.of("handle",
				"x" + this.visitor.handle(), "email", this.visitor.email(), "password", "another password"));
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
		assertThat(new Visitor(this.port).get("/api/accounts/x" + this.visitor.handle()).getStatusCode())
			.isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.users.signIn(this.visitor.email(), Visitor.PASSWORD, null)).isPresent();
	}

	private void assertSignsIn(String password, HttpStatus status) {
		assertThat(this.visitor.signIn(password).getStatusCode()).isEqualTo(status);
	}

	private List<String> row() {
		return this.jdbc.sql("select user_id from account where handle = ?")
			.param(this.visitor.handle())
			.query(String.class)
			.list();
	}

}
