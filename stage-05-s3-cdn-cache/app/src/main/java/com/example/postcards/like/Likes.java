package com.example.postcards.like;

import com.example.postcards.postcard.Postcards;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

@Repository
class Likes {

	private final JdbcClient jdbc;

	private final Postcards postcards;

	private final ApplicationEventPublisher events;

	Likes(JdbcClient jdbc, Postcards postcards, ApplicationEventPublisher events) {
		this.jdbc = jdbc;
		this.postcards = postcards;
		this.events = events;
	}

	@Transactional
	void add(long postcard, long account) {
		long author = this.postcards.lock(postcard);
		int added = change("""
				insert into postcard_like (postcard_id, account_id) values (:postcard, :account)
				on conflict do nothing""", postcard, account);
		count(postcard, added);
		if (added > 0) {
			this.events.publishEvent(new PostcardLiked(postcard, author, account));
		}
	}

	@Transactional
	void remove(long postcard, long account) {
		long author = this.postcards.lock(postcard);
		int removed = change("delete from postcard_like where postcard_id = :postcard and account_id = :account",
				postcard, account);
		count(postcard, -removed);
		if (removed > 0) {
			this.events.publishEvent(new PostcardUnliked(postcard, author, account));
		}
	}

	private int change(String sql, long postcard, long account) {
		return this.jdbc.sql(sql).param("postcard", postcard).param("account", account).update();
	}

	private void count(long postcard, int change) {
		if (change != 0) {
			this.jdbc.sql("update postcard set likes = likes + :change where id = :postcard")
				.param("change", change)
				.param("postcard", postcard)
				.update();
		}
	}

}
