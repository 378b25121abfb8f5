package com.example.postcards.account;

import java.util.Objects;
import java.util.Optional;

import com.example.postcards.refusal.FieldException;
import com.example.postcards.refusal.Reason;
import com.example.postcards.refusal.RefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Repository;

/**
 * The accounts of Postcards.
 */
@Repository
public class Accounts {

	private static final Logger log = LoggerFactory.getLogger(Accounts.class);

	private final JdbcClient jdbc;

	private final Users users;

	private final PasswordEncoder passwords;

	private final String dummyHash;

	Accounts(JdbcClient jdbc, Users users, PasswordEncoder passwords) {
		this.jdbc = jdbc;
		this.users = users;
		this.passwords = passwords;
		this.dummyHash = Objects.requireNonNull(passwords.encode("dummy password"));
	}

	/**
	 * Finds the id of an account.
	 * @param handle the handle of the account
	 * @return its id
	 * @throws RefusedException if there is none
	 */
	public long id(String handle) {
		return this.jdbc.sql("select id from account where handle = :handle")
			.param("handle", handle)
			.query(Long.class)
			.optional()
			.orElseThrow(Accounts::notFound);
	}

	/**
	 * Creates the user and then its account. No transaction is open, so that a call to
	 * Cognito holds no connection of the database. A user whose account could not be
	 * stored is adopted by the next attempt.
	 */
	Account create(String handle, String email, String password) {
		boolean free = this.jdbc
			.sql("select not exists (select from account where handle = :handle or lower(email) = lower(:email))")
			.param("handle", handle)
			.param("email", email)
			.query(Boolean.class)
			.single();
		if (!free) {
			throw taken(handle);
		}
		long id = this.jdbc.sql("""
				insert into account (handle, email, user_id) values (:handle, :email, :user)
				on conflict do nothing returning id""")
			.param("handle", handle)
			.param("email", email)
			.param("user", this.users.create(email, password))
			.query(Long.class)
			.optional()
			.orElseThrow(() -> taken(handle));
		return new Account(id, handle, email);
	}

	private FieldException taken(String handle) {
		boolean handleTaken = this.jdbc.sql("select exists (select from account where handle = :handle)")
			.param("handle", handle)
			.query(Boolean.class)
			.single();
		return new FieldException(Reason.CONFLICT, handleTaken ? "handle" : "email", "is taken");
	}

	// tag::authenticate[]
	/**
	 * Hashes a password and asks Cognito in any case, so that the time does not show
	 * which addresses have an account.
	 */
	Optional<Account> authenticate(String email, String password, @Nullable String code) {
		Optional<Secret> secret = this.jdbc
			.sql("select id, handle, email, password, user_id from account where lower(email) = lower(:email)")
			.param("email", email)
			.query((row, number) -> new Secret(
					new Account(row.getLong("id"), row.getString("handle"), row.getString("email")),
					row.getString("password"), row.getString("user_id")))
			.optional();
		boolean matches = this.passwords.matches(password, secret.map(Secret::hash).orElse(this.dummyHash));
		if (secret.map(Secret::hash).isPresent() && matches) {
			migrate(secret.get().account(), password);
			return secret.map(Secret::account);
		}
		Optional<String> user = this.users.signIn(email, password, code);
		return secret.filter((found) -> user.isPresent() && user.get().equals(found.user())).map(Secret::account);
	}

	private void migrate(Account account, String password) {
		try {
			String user = this.users.create(account.email(), password);
			this.jdbc.sql("update account set user_id = :user, password = null where id = :id")
				.param("user", user)
				.param("id", account.id())
				.update();
		}
		catch (RefusedException | DuplicateKeyException ex) {
			log.atWarn().setCause(ex).addKeyValue("account", account.id()).log("Password stays in the database");
		}
	}

	// end::authenticate[]
	@EventListener(ApplicationReadyEvent.class)
	void countHashes() {
		try {
			long hashes = this.jdbc.sql("select count(*) from account where password is not null")
				.query(Long.class)
				.single();
			log.atInfo().addKeyValue("hashes", hashes).log("Passwords in the database");
		}
		catch (DataAccessException ex) {
			// An exception here would stop the application.
			log.atWarn().setCause(ex).log("Passwords in the database are not counted");
		}
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

	private static RefusedException notFound() {
		return new RefusedException(Reason.NOT_FOUND, "There is no such account");
	}

	private record Secret(Account account, @Nullable String hash, @Nullable String user) {
	}

}
