package com.example.postcards.account;

import java.util.Objects;
import java.util.Optional;

import com.example.postcards.refusal.FieldException;
import com.example.postcards.refusal.Reason;
import com.example.postcards.refusal.RefusedException;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Repository;

/**
 * The accounts of Postcards.
 */
@Repository
public class Accounts {

	private final JdbcClient jdbc;

	private final PasswordEncoder passwords;

	private final String dummyHash;

	Accounts(JdbcClient jdbc, PasswordEncoder passwords) {
		this.jdbc = jdbc;
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

	Account create(String handle, String email, String password) {
		long id = this.jdbc.sql("""
				insert into account (handle, email, password) values (:handle, :email, :password)
				on conflict do nothing returning id""")
			.param("handle", handle)
			.param("email", email)
			.param("password", this.passwords.encode(password))
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
	 * Hashes a password in any case, so that the time does not show which addresses have
	 * an account.
	 */
	Optional<Account> authenticate(String email, String password) {
		Optional<Secret> secret = this.jdbc
			.sql("select id, handle, email, password from account where lower(email) = lower(:email)")
			.param("email", email)
			.query((row, number) -> new Secret(
					new Account(row.getLong("id"), row.getString("handle"), row.getString("email")),
					row.getString("password")))
			.optional();
		boolean matches = this.passwords.matches(password, secret.map(Secret::hash).orElse(this.dummyHash));
		return secret.filter((found) -> matches).map(Secret::account);
	}

	// end::authenticate[]
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

	private record Secret(Account account, String hash) {
	}

}
