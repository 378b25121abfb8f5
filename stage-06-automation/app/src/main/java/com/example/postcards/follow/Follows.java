package com.example.postcards.follow;

import com.example.postcards.account.Accounts;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

@Repository
class Follows {

	private final JdbcClient jdbc;

	private final Accounts accounts;

	private final ApplicationEventPublisher events;

	Follows(JdbcClient jdbc, Accounts accounts, ApplicationEventPublisher events) {
		this.jdbc = jdbc;
		this.accounts = accounts;
		this.events = events;
	}

	@Transactional
	void add(long follower, long followed) {
		int added = this.jdbc.sql("""
				insert into follow (follower_id, followed_id) values (:follower, :followed)
				on conflict do nothing""").param("follower", follower).param("followed", followed).update();
		if (added > 0) {
			this.accounts.changed(follower, followed);
			this.events.publishEvent(new AccountFollowed(followed, follower));
		}
	}

	@Transactional
	void remove(long follower, long followed) {
		int removed = this.jdbc.sql("delete from follow where follower_id = :follower and followed_id = :followed")
			.param("follower", follower)
			.param("followed", followed)
			.update();
		if (removed > 0) {
			this.accounts.changed(follower, followed);
			this.events.publishEvent(new AccountUnfollowed(followed, follower));
		}
	}

}
