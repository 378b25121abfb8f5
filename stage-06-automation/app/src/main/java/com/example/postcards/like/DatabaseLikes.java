package com.example.postcards.like;

import java.util.List;

import com.example.postcards.backfill.Backfill;
import com.example.postcards.postcard.Postcards;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The likes of the stage before that have not moved to the table in DynamoDB yet. A
 * postcard counts only those in its row, so its likes are the sum of both. While a batch
 * moves, its likes are in both.
 */
@Repository
class DatabaseLikes implements Backfill {

	private final JdbcClient jdbc;

	private final Postcards postcards;

	private final LikeTable table;

	DatabaseLikes(JdbcClient jdbc, Postcards postcards, LikeTable table) {
		this.jdbc = jdbc;
		this.postcards = postcards;
		this.table = table;
	}

	boolean contains(long postcard, long account) {
		return this.jdbc.sql("""
				select exists (select from postcard_like where postcard_id = :postcard and account_id = :account)""")
			.param("postcard", postcard)
			.param("account", account)
			.query(Boolean.class)
			.single();
	}

	@Transactional
	void remove(long postcard, long account) {
		if (contains(postcard, account)) {
			this.postcards.lock(postcard);
			delete(postcard, account);
		}
	}

	@Override
	public String table() {
		return "postcard_like";
	}

	/**
	 * Moves up to 50 likes. None can be taken back while its postcard is locked.
	 */
	@Override
	public int moveSome() {
		List<Like> likes = this.jdbc.sql("""
				select postcard_id, account_id from postcard_like join postcard on postcard.id = postcard_id
				order by postcard_id, account_id limit 50 for no key update of postcard""").query(Like.class).list();
		for (Like like : likes) {
			if (delete(like.postcardId(), like.accountId())) {
				this.table.add(like.postcardId(), like.accountId());
			}
		}
		return likes.size();
	}

	private boolean delete(long postcard, long account) {
		return this.jdbc.sql("""
				with gone as (
					delete from postcard_like where postcard_id = :postcard and account_id = :account returning 1
				)
				update postcard set likes = likes - 1 where id = :postcard and exists (select from gone)""")
			.param("postcard", postcard)
			.param("account", account)
			.update() > 0;
	}

	record Like(long postcardId, long accountId) {
	}

}
