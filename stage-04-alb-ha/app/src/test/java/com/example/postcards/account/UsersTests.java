package com.example.postcards.account;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.example.postcards.PostcardsTest;
import com.example.postcards.Visitor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotFoundException;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How accounts get their users: those that are new, and those that have a hash.
 */
@PostcardsTest
@ExtendWith(OutputCaptureExtension.class)
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
	private TransactionTemplate transaction;

	@Autowired
	private PasswordEncoder passwords;

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
	void aUserWithoutAnAccountDoesNotBlockTheAddress() {
		this.users.create(this.visitor.email(), "the password of a sign-up that died");
		assertThat(this.visitor.signIn("the password of a sign-up that died").getStatusCode())
			.isEqualTo(HttpStatus.UNAUTHORIZED);
		assertThat(this.visitor.signUp().getStatusCode()).isEqualTo(HttpStatus.CREATED);
		assertSignsIn(Visitor.PASSWORD, HttpStatus.OK);
		assertSignsIn("the password of a sign-up that died", HttpStatus.UNAUTHORIZED);
	}

	@Test
	void withoutAUserThereIsNoAccountAndNothingBlocksTheAddress() {
		Users poolAway = new Users("us-east-1_none", this.client, this.issuer, false);
		Accounts half = new Accounts(this.jdbc, this.transaction, poolAway, this.passwords);
		assertThatExceptionOfType(SdkException.class).isThrownBy(() -> this.transaction.executeWithoutResult(
				(status) -> half.create(this.visitor.handle(), this.visitor.email(), Visitor.PASSWORD)));
		assertThat(row()).isEmpty();
		assertThat(this.visitor.signUp().getStatusCode()).isEqualTo(HttpStatus.CREATED);
		assertSignsIn(Visitor.PASSWORD, HttpStatus.OK);
	}

	@Test
	void whoHasToConfirmTheAddressCannotSignInBefore() {
		Users verifying = new Users(this.pool, this.client, this.issuer, true);
		verifying.create(this.visitor.email(), Visitor.PASSWORD);
		assertThat(verifying.signIn(this.visitor.email(), Visitor.PASSWORD)).isEmpty();

		// What the link in the e-mail does.
		try (CognitoIdentityProviderClient cognito = CognitoIdentityProviderClient.create()) {
			cognito.adminConfirmSignUp((request) -> request.userPoolId(this.pool).username(this.visitor.email()));
		}
		assertThat(verifying.signIn(this.visitor.email(), Visitor.PASSWORD)).isPresent();
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
		assertThat(this.users.signIn(this.visitor.email(), Visitor.PASSWORD)).isPresent();
	}

	@Test
	void whoHasAHashSignsInAndTheHashGoes(CapturedOutput output) {
		signUpAsBefore();
		assertSignsIn("wrong password", HttpStatus.UNAUTHORIZED);
		assertThat(row()).containsExactly("hash");
		this.accounts.countHashes();
		assertThat(output).contains("\"Passwords in the database\"").containsPattern("\"hashes\":[1-9]");
		assertSignsIn(Visitor.PASSWORD, HttpStatus.OK);
		assertThat(row()).containsExactly("user");
		assertSignsIn(Visitor.PASSWORD, HttpStatus.OK);
		assertSignsIn("wrong password", HttpStatus.UNAUTHORIZED);
		assertSignsIn("nobody's password", HttpStatus.UNAUTHORIZED);
	}

	@Test
	void aMigrationThatDiedIsRepeated() {
		signUpAsBefore();
		this.users.create(this.visitor.email(), Visitor.PASSWORD);
		assertSignsIn(Visitor.PASSWORD, HttpStatus.OK);
		assertThat(row()).containsExactly("user");
		assertSignsIn(Visitor.PASSWORD, HttpStatus.OK);
	}

	@Test
	void ofThoseWhoSignInAtOnceOneMigrates(CapturedOutput output) throws Exception {
		signUpAsBefore();
		Callable<Boolean> signIn = () -> this.accounts
			.authenticate(this.visitor.email().toUpperCase(Locale.ROOT), Visitor.PASSWORD)
			.isPresent();
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			List<Future<Boolean>> signIns = this.transaction.execute((status) -> {
				this.jdbc.sql("select from account where handle = ? for update")
					.param(this.visitor.handle())
					.query()
					.listOfRows();
				List<Future<Boolean>> both = List.of(executor.submit(signIn), executor.submit(signIn));
				Awaitility.await().until(() -> waiting() == 2);
				assertThatExceptionOfType(UserNotFoundException.class)
					.isThrownBy(() -> this.users.id(this.visitor.email()));
				return both;
			});
			assertThat(signIns.get(0).get()).isTrue();
			assertThat(signIns.get(1).get()).isTrue();
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(output).doesNotContain("Password stays in the database");
		assertSignsIn(Visitor.PASSWORD, HttpStatus.OK);
	}

	private long waiting() {
		return this.jdbc.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
			.query(Long.class)
			.single();
	}

	private void signUpAsBefore() {
		this.jdbc.sql("insert into account (handle, email, password) values (?, ?, ?)")
			.params(this.visitor.handle(), this.visitor.email(), this.passwords.encode(Visitor.PASSWORD))
			.update();
	}

	private void assertSignsIn(String password, HttpStatus status) {
		assertThat(this.visitor.signIn(password).getStatusCode()).isEqualTo(status);
	}

	private List<String> row() {
		return this.jdbc.sql("""
				select case when user_id is null then 'hash' when password is null then 'user' end
				from account where handle = ?""").param(this.visitor.handle()).query(String.class).list();
	}

}
