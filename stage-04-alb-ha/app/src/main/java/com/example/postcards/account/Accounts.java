package com.example.postcards.account;

import java.util.Optional;

import com.example.postcards.web.FieldProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameExistsException;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.server.ResponseStatusException;

/**
 * The accounts of Postcards.
 */
@Repository
public class Accounts {

	private static final Logger log = LoggerFactory.getLogger(Accounts.class);

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	private final Users users;

	private final PasswordEncoder passwords;

	private final String nobodysHash;

	Accounts(JdbcClient jdbc, TransactionTemplate transaction, Users users, PasswordEncoder passwords) {
		this.jdbc = jdbc;
		this.transaction = transaction;
		this.users = users;
		this.passwords = passwords;
		this.nobodysHash = passwords.encode("nobody's password");
	}

	/**
	 * Finds the id of an account.
	 * @param handle the handle of the account
	 * @return its id
	 * @throws ResponseStatusException 404 if there is none
	 */
	public long id(String handle) {
		return this.jdbc.sql("select id from account where handle = :handle")
			.param("handle", handle)
			.query(Long.class)
			.optional()
			.orElseThrow(Accounts::notFound);
	}

	/**
	 * Makes an account and its user. The row comes first: it keeps handle and address
	 * from others, and goes again if there is no user.
	 */
	@Transactional
	Account create(String handle, String email, String password) {
		long id = this.jdbc.sql("""
				insert into account (handle, email) values (:handle, :email)
				on conflict do nothing returning id""")
			.param("handle", handle)
			.param("email", email)
			.query(Long.class)
			.optional()
			.orElseThrow(() -> taken(handle));
		giveUser(id, email, password);
		return new Account(id, handle, email);
	}

	private void giveUser(long id, String email, String password) {
		this.jdbc.sql("update account set user_id = :user, password = null where id = :id")
			.param("user", newUser(email, password))
			.param("id", id)
			.update();
	}

	private String newUser(String email, String password) {
		try {
			return this.users.create(email, password);
		}
		catch (UsernameExistsException ex) {
			// Without an account it was left behind when one could not be written.
			boolean hasAccount = this.jdbc.sql("select exists (select from account where user_id = :user)")
				.param("user", this.users.id(email))
				.query(Boolean.class)
				.single();
			if (hasAccount) {
				throw new FieldProblem(HttpStatus.CONFLICT, "email", "is taken");
			}
			this.users.delete(email);
			return this.users.create(email, password);
		}
	}

	private FieldProblem taken(String handle) {
		boolean handleTaken = this.jdbc.sql("select exists (select from account where handle = :handle)")
			.param("handle", handle)
			.query(Boolean.class)
			.single();
		return new FieldProblem(HttpStatus.CONFLICT, handleTaken ? "handle" : "email", "is taken");
	}

	// tag::authenticate[]
	/**
	 * Hashes a password and asks Cognito in any case, so that the time tells nobody which
	 * addresses have an account.
	 */
	Optional<Account> authenticate(String email, String password) {
		Optional<Secret> secret = this.jdbc
			.sql("select id, handle, email, password, user_id from account where lower(email) = lower(:email)")
			.param("email", email)
			.query((row, number) -> new Secret(
					new Account(row.getLong("id"), row.getString("handle"), row.getString("email")),
					row.getString("password"), row.getString("user_id")))
			.optional();
		boolean matches = this.passwords.matches(password, secret.map(Secret::hash).orElse(this.nobodysHash));
		Optional<String> user = this.users.signIn(email, password);
		if (secret.map(Secret::hash).isEmpty()) {
			return secret.filter((found) -> user.isPresent() && user.get().equals(found.user())).map(Secret::account);
		}
		if (matches) {
			secret.map(Secret::account).ifPresent((found) -> migrate(found, password));
		}
		return secret.filter((found) -> matches).map(Secret::account);
	}

	private void migrate(Account account, String password) {
		try {
			// Of those who sign in at the same time, the first does it.
			this.transaction.executeWithoutResult((status) -> this.jdbc
				.sql("select id from account where id = :id and password is not null for update")
				.param("id", account.id())
				.query(Long.class)
				.optional()
				.ifPresent((id) -> giveUser(id, account.email(), password)));
		}
		catch (FieldProblem | SdkException ex) {
			log.atWarn().setCause(ex).addKeyValue("account", account.id()).log("Password stays in the database");
		}
	}

	// end::authenticate[]
	@EventListener(ApplicationReadyEvent.class)
	void countHashes() {
		long hashes = this.jdbc.sql("select count(*) from account where password is not null")
			.query(Long.class)
			.single();
		log.atInfo().addKeyValue("hashes", hashes).log("Passwords in the database");
	}

	Profile profile(String handle, @Nullable Account me) {
		return this.jdbc.sql("""
				select handle,
					(select count(*) from postcard where author_id = account.id) as postcards,
					(select count(*) from follow where followed_id = account.id) as followers,
					(select count(*) from follow where follower_id = account.id) as following,
					exists (select from follow where follower_id = :me and followed_id = account.id) as followed
				from account where handle = :handle""")
			.param("handle", handle)
			.param("me", (me != null) ? me.id() : 0)
			.query((row, number) -> new Profile(row.getString("handle"), row.getLong("postcards"),
					row.getLong("followers"), row.getLong("following"), row.getBoolean("followed")))
			.optional()
			.orElseThrow(Accounts::notFound);
	}

	private static ResponseStatusException notFound() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such account");
	}

	private record Secret(Account account, @Nullable String hash, @Nullable String user) {
	}

}
