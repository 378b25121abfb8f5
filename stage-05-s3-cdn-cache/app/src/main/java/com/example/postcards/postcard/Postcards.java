package com.example.postcards.postcard;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.example.postcards.account.Account;
import com.example.postcards.account.Accounts;
import com.example.postcards.database.ReplicaRead;
import com.example.postcards.refusal.Reason;
import com.example.postcards.refusal.RefusedException;
import com.example.postcards.web.PageRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The postcards of Postcards.
 */
@Repository
public class Postcards {

	private static final String SELECT = """
			select postcard.id, account.handle as author, message, photo, postcard.created_at, likes,
				mine.account_id is not null as liked
			from postcard
			join account on account.id = author_id
			left join postcard_like mine on mine.postcard_id = postcard.id and mine.account_id = :me
			""";

	private final JdbcClient jdbc;

	private final Photos photos;

	private final Accounts accounts;

	Postcards(JdbcClient jdbc, Photos photos, Accounts accounts) {
		this.jdbc = jdbc;
		this.photos = photos;
		this.accounts = accounts;
	}

	/**
	 * Locks a postcard until the end of the transaction. Prevents deadlocks: every
	 * transaction that changes a postcard or its likes locks the postcard first.
	 * @param id the id of the postcard
	 * @return the id of its author
	 * @throws RefusedException if there is none
	 */
	public long lock(long id) {
		return this.jdbc.sql("select author_id from postcard where id = :id for update")
			.param("id", id)
			.query(Long.class)
			.optional()
			.orElseThrow(Postcards::notFound);
	}

	/**
	 * Stores a postcard, or finds the one that the author has stored with the same key.
	 * @param key what the client calls its request, if it may send it again
	 * @param digest of what it sent
	 * @throws RefusedException if it sent something else with this key
	 */
	@Transactional
	Postcard create(Account author, String message, byte @Nullable [] photo, @Nullable UUID key, byte[] digest) {
		// Waits for a transaction that stores the same postcard.
		Optional<Long> id = this.jdbc.sql("""
				insert into postcard (author_id, message, photo, idempotency_key, idempotency_digest)
				values (:author, :message, :photo, :key, :digest)
				on conflict (author_id, idempotency_key) do nothing returning id""")
			.param("author", author.id())
			.param("message", message)
			.param("photo", photo != null)
			.param("key", key)
			.param("digest", digest)
			.query(Long.class)
			.optional();
		this.accounts.changed(author.id());
		if (id.isPresent() && photo != null) {
			this.photos.store(id.get(), photo);
		}
		return find(id.orElseGet(() -> stored(author, key, digest)), author);
	}

	private long stored(Account author, @Nullable UUID key, byte[] digest) {
		return this.jdbc.sql("""
				select id from postcard
				where author_id = :author and idempotency_key = :key and idempotency_digest = :digest""")
			.param("author", author.id())
			.param("key", key)
			.param("digest", digest)
			.query(Long.class)
			.optional()
			.orElseThrow(() -> new RefusedException(Reason.KEY_REUSED,
					"Another postcard was sent with this Idempotency-Key"));
	}

	Postcard find(long id, @Nullable Account me) {
		return this.jdbc.sql(SELECT + "where postcard.id = :id")
			.param("id", id)
			.param("me", (me != null) ? me.id() : 0)
			.query(Postcard::of)
			.optional()
			.orElseThrow(Postcards::notFound);
	}

	@ReplicaRead
	List<Postcard> by(long author, PageRequest page, @Nullable Account me) {
		return this.jdbc.sql(SELECT + """
				where author_id = :author and postcard.id < :before
				order by postcard.id desc limit :limit""")
			.param("author", author)
			.param("before", page.before())
			.param("limit", page.fetch())
			.param("me", (me != null) ? me.id() : 0)
			.query(Postcard::of)
			.list();
	}

	@Transactional
	void delete(long id, Account me) {
		if (lock(id) != me.id()) {
			throw new RefusedException(Reason.FORBIDDEN, "You can only delete your own postcards");
		}
		this.jdbc.sql("delete from postcard where id = :id").param("id", id).update();
		this.accounts.changed(me.id());
	}

	private static RefusedException notFound() {
		return new RefusedException(Reason.NOT_FOUND, "There is no such postcard");
	}

}
