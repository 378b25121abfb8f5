package com.example.postcards.like;

import com.example.postcards.notification.Notifications;
import com.example.postcards.postcard.Postcards;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

@Repository
class Likes {

	private final JdbcClient jdbc;

	private final Postcards postcards;

	private final Notifications notifications;

	Likes(JdbcClient jdbc, Postcards postcards, Notifications notifications) {
		this.jdbc = jdbc;
		this.postcards = postcards;
		this.notifications = notifications;
	}

	@Transactional
	void add(long postcard, long account) {
		long author = this.postcards.lock(postcard);
		int added = change("""
				insert into postcard_like (postcard_id, account_id) values (:postcard, :account)
				on conflict do nothing""", postcard, account);
		count(postcard, added);
		if (added > 0 && author != account) {
			this.notifications.add(author, account, postcard);
		}
	}

	@Transactional
	void remove(long postcard, long account) {
		long author = this.postcards.lock(postcard);
		int removed = change("delete from postcard_like where postcard_id = :postcard and account_id = :account",
				postcard, account);
		count(postcard, -removed);
		if (removed > 0) {
			this.notifications.remove(author, account, postcard);
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
