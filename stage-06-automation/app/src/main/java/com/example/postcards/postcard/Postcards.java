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
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The postcards of Postcards.
 */
@Repository
public class Postcards {

	private static final String SELECT = """
			select postcard.id, account.handle as author, message, photo,
				(select true from photo where postcard_id = postcard.id) as photo_in_database,
				postcard.created_at, likes, mine.account_id is not null as liked
			from postcard
			join account on account.id = author_id
			left join postcard_like mine on mine.postcard_id = postcard.id and mine.account_id = :me
			""";

	private final JdbcClient jdbc;

	private final Photos photos;

	private final DeletedPostcards deleted;

	private final Accounts accounts;

	private final TransactionTemplate transaction;

	Postcards(JdbcClient jdbc, Photos photos, DeletedPostcards deleted, Accounts accounts,
			TransactionTemplate transaction) {
		this.jdbc = jdbc;
		this.photos = photos;
		this.deleted = deleted;
		this.accounts = accounts;
		this.transaction = transaction;
	}

	/**
	 * Finds the author of a postcard, and keeps the postcard from being deleted until the
	 * end of the transaction. Others may do the same at the same time.
	 * @param id the id of the postcard
	 * @return the id of its author
	 * @throws RefusedException if there is none
	 */
	public long author(long id) {
		return author(id, "for key share");
	}

	/**
	 * Locks a postcard until the end of the transaction. Prevents deadlocks: every
	 * transaction that changes a postcard or its likes locks the postcard first.
	 * @param id the id of the postcard
	 * @return the id of its author
	 * @throws RefusedException if there is none
	 */
	public long lock(long id) {
		return author(id, "for no key update");
	}

	private long author(long id, String lock) {
		return this.jdbc.sql("select author_id from postcard where id = :id " + lock)
			.param("id", id)
			.query(Long.class)
			.optional()
			.orElseThrow(Postcards::notFound);
	}

	/**
	 * Stores a postcard, or finds the one that the author has stored with the same key.
	 * No transaction waits for the photo, which is stored first: what fails in between
	 * leaves a photo without a postcard, never a postcard without its photo.
	 * @param key what the client calls its request, if it may send it again
	 * @param digest of what it sent
	 * @throws RefusedException if it sent something else with this key
	 */
	Postcard create(Account author, String message, byte @Nullable [] photo, @Nullable UUID key, byte[] digest) {
		return find(stored(author, key, digest).orElseGet(() -> store(author, message, photo, key, digest)), author);
	}

	private long store(Account author, String message, byte @Nullable [] photo, @Nullable UUID key, byte[] digest) {
		long id = this.jdbc.sql("select nextval('postcard_id_seq')").query(Long.class).single();
		if (photo != null) {
			this.photos.store(id, photo);
		}
		// A transaction, so that the author reads it at once. Waits for another one that
		// stores the same postcard.
		int inserted = this.transaction.execute((status) -> this.jdbc.sql("""
				insert into postcard (id, author_id, message, photo, idempotency_key, idempotency_digest)
				overriding system value values (:id, :author, :message, :photo, :key, :digest)
				on conflict (author_id, idempotency_key) do nothing""")
			.param("id", id)
			.param("author", author.id())
			.param("message", message)
			.param("photo", photo != null)
			.param("key", key)
			.param("digest", digest)
			.update());
		if (inserted > 0) {
			this.accounts.changed(author.id());
			return id;
		}
		if (photo != null) {
			this.deleted.addPhoto(id);
		}
		return stored(author, key, digest).orElseThrow(Postcards::notFound);
	}

	private Optional<Long> stored(Account author, @Nullable UUID key, byte[] digest) {
		if (key == null) {
			return Optional.empty();
		}
		return this.jdbc.sql("""
				select case when idempotency_digest = :digest then id end from postcard
				where author_id = :author and idempotency_key = :key""")
			.param("author", author.id())
			.param("key", key)
			.param("digest", digest)
			.query((row, number) -> Optional.ofNullable(row.getObject(1, Long.class)))
			.optional()
			.map((id) -> id.orElseThrow(() -> new RefusedException(Reason.KEY_REUSED,
					"Another postcard was sent with this Idempotency-Key")));
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
