package com.example.postcards.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.example.postcards.PostcardsTest;
import com.example.postcards.cache.Cache;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

@PostcardsTest
class AccountsTests {

	private static final String PASSWORD = "correct horse battery staple";

	@Autowired
	private AutowireCapableBeanFactory factory;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private HikariDataSource pool;

	@Autowired
	private Cache cache;

	@Autowired
	private CognitoIdentityProviderClient cognito;

	@Value("${postcards.users.pool}")
	private String userPool;

	@Value("${postcards.users.client}")
	private String client;

	@Value("${postcards.users.issuer}")
	private String issuer;

	@Test
	void aDatabaseThatIsUnavailableAfterTheStartDoesNotStopTheApplication() {
		JdbcClient unavailable = JdbcClient.create(new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/none"));
		Users users = new Users(this.cognito, this.userPool, this.client, this.issuer, false);
		assertThatNoException()
			.isThrownBy(() -> new Accounts(unavailable, users, this.cache).countAccountsWithoutUser());
	}

	@Test
	void noConnectionOfTheDatabaseIsHeldWhileCognitoIsAsked() {
		List<Integer> held = new ArrayList<>();
		Users users = new Users(this.cognito, this.userPool, this.client, this.issuer, false) {

			@Override
			String create(String email, String password) {
				held.add(AccountsTests.this.pool.getHikariPoolMXBean().getActiveConnections());
				return super.create(email, password);
			}

			@Override
			Optional<String> signIn(String email, String password, @Nullable String code) {
				held.add(AccountsTests.this.pool.getHikariPoolMXBean().getActiveConnections());
				return super.signIn(email, password, code);
			}

		};
		// With what transactions wrap it in.
		Accounts accounts = (Accounts) this.factory.initializeBean(new Accounts(this.jdbc, users, this.cache),
				"accounts");
		accounts.create("accounts_tests", "accounts.tests@example.com", PASSWORD);
		assertThat(accounts.authenticate("accounts.tests@example.com", PASSWORD, null)).isPresent();
		assertThat(held).containsExactly(0, 0);
	}

}
