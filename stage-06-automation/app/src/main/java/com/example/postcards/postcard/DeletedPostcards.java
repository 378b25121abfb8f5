package com.example.postcards.postcard;

import com.example.postcards.edge.Edge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes what deleted postcards leave outside of the database: the photo in the bucket
 * and in the caches of the edge, and the likes. Done in the background until all have
 * acknowledged it, so that no user waits for it and no restart loses it.
 */
@Repository
class DeletedPostcards {

	private static final Logger log = LoggerFactory.getLogger(DeletedPostcards.class);

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	private final Photos photos;

	private final Edge edge;

	private final ApplicationEventPublisher events;

	DeletedPostcards(JdbcClient jdbc, TransactionTemplate transaction, Photos photos, Edge edge,
			ApplicationEventPublisher events) {
		this.jdbc = jdbc;
		this.transaction = transaction;
		this.photos = photos;
		this.edge = edge;
		this.events = events;
	}

	/**
	 * Remembers a photo whose postcard was not stored. The database itself remembers
	 * postcards that are deleted.
	 */
	void addPhoto(long postcard) {
		this.jdbc.sql("insert into deleted_postcard (postcard_id, photo) values (?, true)").param(postcard).update();
	}

	// In any order, so that one that fails does not hold up the others.
	@Scheduled(fixedDelayString = "PT1S")
	void clean() {
		attempt(() -> this.jdbc.sql("select postcard_id from deleted_postcard order by random() limit 100")
			.query(Long.class)
			.list()
			.forEach((postcard) -> attempt(() -> clean(postcard))));
	}

	private static void attempt(Runnable cleaning) {
		try {
			cleaning.run();
		}
		catch (SdkException | DataAccessException | TransactionException ex) {
			log.warn("A deleted postcard is not cleaned up yet, trying again", ex);
		}
	}

	private void clean(long postcard) {
		// Another server may be at it.
		this.transaction.executeWithoutResult((status) -> this.jdbc
			.sql("select postcard_id, photo from deleted_postcard where postcard_id = ? for update skip locked")
			.param(postcard)
			.query(Deleted.class)
			.optional()
			.ifPresent(this::clean));
	}

	private void clean(Deleted deleted) {
		if (deleted.photo()) {
			// The edge would fetch it again from the bucket.
			this.photos.delete(deleted.postcardId());
			this.edge.invalidate("/photos/" + deleted.postcardId());
		}
		this.events.publishEvent(new PostcardDeleted(deleted.postcardId()));
		this.jdbc.sql("delete from deleted_postcard where postcard_id = ?").param(deleted.postcardId()).update();
	}

	record Deleted(long postcardId, boolean photo) {
	}

}
