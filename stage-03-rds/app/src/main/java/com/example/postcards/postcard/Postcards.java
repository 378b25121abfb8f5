package com.example.postcards.postcard;

import java.util.List;

import com.example.postcards.account.Account;
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

	Postcards(JdbcClient jdbc, Photos photos) {
		this.jdbc = jdbc;
		this.photos = photos;
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

	@Transactional
	Postcard create(Account author, String message, byte @Nullable [] photo) {
		long id = this.jdbc.sql("""
				insert into postcard (author_id, message, photo) values (:author, :message, :photo)
				returning id""")
			.param("author", author.id())
			.param("message", message)
			.param("photo", photo != null)
			.query(Long.class)
			.single();
		if (photo != null) {
			this.photos.store(id, photo);
		}
		return find(id, author);
	}

	Postcard find(long id, @Nullable Account me) {
		return this.jdbc.sql(SELECT + "where postcard.id = :id")
			.param("id", id)
			.param("me", (me != null) ? me.id() : 0)
			.query(Postcard::of)
			.optional()
			.orElseThrow(Postcards::notFound);
	}

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
	}

	private static RefusedException notFound() {
		return new RefusedException(Reason.NOT_FOUND, "There is no such postcard");
	}

}
