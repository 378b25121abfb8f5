package com.example.postcards.account;

import java.util.Optional;
import java.util.stream.LongStream;

import com.example.postcards.cache.Cache;
import com.example.postcards.database.ReplicaRead;
import com.example.postcards.refusal.FieldException;
import com.example.postcards.refusal.Reason;
import com.example.postcards.refusal.RefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The accounts of Postcards.
 */
@Repository
public class Accounts {

	private static final Logger log = LoggerFactory.getLogger(Accounts.class);

	private final JdbcClient jdbc;

	private final Users users;

	private final Cache cache;

	Accounts(JdbcClient jdbc, Users users, Cache cache) {
		this.jdbc = jdbc;
		this.users = users;
		this.cache = cache;
	}

	/**
	 * Finds the id of an account, which never changes.
	 * @param handle the handle of the account
	 * @return its id
	 * @throws RefusedException if there is none
	 */
	public long id(String handle) {
		return this.cache.get("account:" + handle, Long.class,
				() -> this.jdbc.sql("select id from account where handle = :handle")
					.param("handle", handle)
					.query(Long.class)
					.optional()
					.orElseThrow(Accounts::notFound));
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
	 * Asks Cognito first, whether the address has an account or not, so that the time
	 * does not show which addresses have one.
	 */
	Optional<Account> authenticate(String email, String password, @Nullable String code) {
		return this.users.signIn(email, password, code)
			.flatMap((user) -> this.jdbc.sql("select id, handle, email from account where user_id = :user")
				.param("user", user)
				.query(Account.class)
				.optional());
	}

	// end::authenticate[]
	// tag::reset[]
	/**
	 * Has Cognito mail a code to the owner of an account. An account whose password never
	 * moved to Cognito has no user yet, and gets one.
	 */
	void requestReset(String email) {
		if (hasNoUser(email)) {
			this.users.prepareReset(email);
		}
		this.users.mailResetCode(email);
	}

	/**
	 * Sets a new password with the code from the e-mail.
	 */
	void reset(String email, String code, String password) {
		this.users.reset(email, code, password);
		if (hasNoUser(email)) {
			String user = this.users.signIn(email, password, null)
				.orElseThrow(() -> new RefusedException(Reason.CONFLICT, "Another reset began meanwhile, try again"));
			this.jdbc.sql("update account set user_id = :user where lower(email) = lower(:email) and user_id is null")
				.param("user", user)
				.param("email", email)
				.update();
		}
	}

	private boolean hasNoUser(String email) {
		return this.jdbc
			.sql("select exists (select from account where lower(email) = lower(:email) and user_id is null)")
			.param("email", email)
			.query(Boolean.class)
			.single();
	}

	// end::reset[]
	@EventListener(ApplicationReadyEvent.class)
	void countAccountsWithoutUser() {
		try {
			long accounts = this.jdbc.sql("select count(*) from account where user_id is null")
				.query(Long.class)
				.single();
			log.atInfo().addKeyValue("accounts", accounts).log("Accounts whose password must be reset");
		}
		catch (DataAccessException ex) {
			// An exception here would stop the application.
			log.atWarn().setCause(ex).log("Accounts whose password must be reset are not counted");
		}
	}

	/**
	 * What everyone sees of an account comes from the cache.
	 */
	Counts counts(String handle) {
		long id = id(handle);
		return this.cache.get(key(id), Counts.class, () -> counts(id));
	}

	/**
	 * Reads the primary: what a replica has not yet replayed would stay in the cache.
	 */
	private Counts counts(long id) {
		return this.jdbc.sql("""
				select (select count(*) from postcard where author_id = :id) as postcards,
					(select count(*) from follow where followed_id = :id) as followers,
					(select count(*) from follow where follower_id = :id) as following""")
			.param("id", id)
			.query(Counts.class)
			.single();
	}

	@ReplicaRead
	boolean follows(long follower, long followed) {
		return this.jdbc
			.sql("select exists (select from follow where follower_id = :follower and followed_id = :followed)")
			.param("follower", follower)
			.param("followed", followed)
			.query(Boolean.class)
			.single();
	}

	/**
	 * Called when an account has other postcards or followers.
	 * @param ids the ids of accounts
	 */
	public void changed(long... ids) {
		this.cache.evict(LongStream.of(ids).mapToObj(Accounts::key).toArray(String[]::new));
	}

	private static String key(long id) {
		return "profile:" + id;
	}

	private static RefusedException notFound() {
		return new RefusedException(Reason.NOT_FOUND, "There is no such account");
	}

	record Counts(long postcards, long followers, long following) {

		Profile profile(String handle, boolean followedByMe) {
			return new Profile(handle, this.postcards, this.followers, this.following, followedByMe);
		}

	}

}
