package com.example.postcards.notification;

import java.util.List;

import com.example.postcards.database.ReplicaRead;
import com.example.postcards.follow.AccountFollowed;
import com.example.postcards.follow.AccountUnfollowed;
import com.example.postcards.like.PostcardLiked;
import com.example.postcards.like.PostcardUnliked;
import com.example.postcards.web.PageRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The notifications of all accounts. They come and go in the transaction of the follow
 * that they are about: its events are handled before it ends. Those of likes follow the
 * like, which is not in the database: its events may come again.
 */
@Repository
class Notifications {

	private final JdbcClient jdbc;

	Notifications(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@EventListener
	void liked(PostcardLiked event) {
		if (event.author() != event.account()) {
			add(event.author(), event.account(), event.postcard());
		}
	}

	@EventListener
	void unliked(PostcardUnliked event) {
		remove(event.author(), event.account(), event.postcard());
	}

	@EventListener
	void followed(AccountFollowed event) {
		add(event.followed(), event.follower(), null);
	}

	@EventListener
	void unfollowed(AccountUnfollowed event) {
		remove(event.followed(), event.follower(), null);
	}

	private void add(long account, long from, @Nullable Long postcard) {
		this.jdbc.sql("""
				insert into notification (account_id, from_id, postcard_id) values (:account, :from, :postcard)
				on conflict do nothing""")
			.param("account", account)
			.param("from", from)
			.param("postcard", postcard)
			.update();
	}

	private void remove(long account, long from, @Nullable Long postcard) {
		String about = (postcard != null) ? "postcard_id = :postcard" : "postcard_id is null";
		this.jdbc.sql("delete from notification where account_id = :account and from_id = :from and " + about)
			.param("account", account)
			.param("from", from)
			.param("postcard", postcard)
			.update();
	}

	@ReplicaRead
	List<Notification> of(long account, PageRequest page) {
		return this.jdbc.sql("""
				select notification.id, account.handle as sender, postcard_id, notification.created_at
				from notification join account on account.id = from_id
				where account_id = :account and notification.id < :before
				order by notification.id desc limit :limit""")
			.param("account", account)
			.param("before", page.before())
			.param("limit", page.fetch())
			.query(Notification::of)
			.list();
	}

}
