package com.example.postcards.like;

import java.util.function.LongFunction;

import com.example.postcards.postcard.PostcardDeleted;
import com.example.postcards.postcard.Postcards;
import com.example.postcards.refusal.RefusedException;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The likes of postcards. What is done after a like is stored is done again when the like
 * comes again, so that a client that got an error can send it again.
 */
@Component
class Likes {

	private final LikeTable table;

	private final DatabaseLikes before;

	private final Postcards postcards;

	private final TransactionTemplate transaction;

	private final ApplicationEventPublisher events;

	Likes(LikeTable table, DatabaseLikes before, Postcards postcards, TransactionTemplate transaction,
			ApplicationEventPublisher events) {
		this.table = table;
		this.before = before;
		this.postcards = postcards;
		this.transaction = transaction;
		this.events = events;
	}

	void add(long postcard, long account) {
		this.postcards.author(postcard);
		if (!this.before.contains(postcard, account)) {
			this.table.add(postcard, account);
		}
		publish(postcard, (author) -> new PostcardLiked(postcard, author, account));
	}

	void remove(long postcard, long account) {
		this.postcards.author(postcard);
		// First, because a like that is not in the database cannot move to the table.
		this.before.remove(postcard, account);
		this.table.remove(postcard, account);
		publish(postcard, (author) -> new PostcardUnliked(postcard, author, account));
	}

	private void publish(long postcard, LongFunction<Object> event) {
		try {
			this.transaction.executeWithoutResult(
					(status) -> this.events.publishEvent(event.apply(this.postcards.author(postcard))));
		}
		catch (RefusedException ex) {
			// Deleted in the meantime, perhaps with its likes before this one came.
			this.table.removeAll(postcard);
			throw ex;
		}
	}

	@EventListener
	void deleted(PostcardDeleted event) {
		this.table.removeAll(event.postcard());
	}

}
