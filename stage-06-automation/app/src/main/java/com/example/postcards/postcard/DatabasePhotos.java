package com.example.postcards.postcard;

import java.util.Optional;

import com.example.postcards.backfill.Backfill;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The photos of the stage before that have not moved to the bucket yet.
 */
@Repository
class DatabasePhotos implements Backfill {

	private final JdbcClient jdbc;

	private final Photos photos;

	DatabasePhotos(JdbcClient jdbc, Photos photos) {
		this.jdbc = jdbc;
		this.photos = photos;
	}

	Optional<byte[]> find(long postcard) {
		return this.jdbc.sql("select jpeg from photo where postcard_id = :postcard")
			.param("postcard", postcard)
			.query(byte[].class)
			.optional();
	}

	@Override
	public String table() {
		return "photo";
	}

	/**
	 * Moves one photo. Its row is locked: its postcard is deleted before, or after the
	 * photo is in the bucket, from which it is then deleted, too.
	 */
	@Override
	public int moveSome() {
		return this.jdbc.sql("select postcard_id from photo order by postcard_id limit 1 for update")
			.query(Long.class)
			.optional()
			.map(this::move)
			.orElse(0);
	}

	private int move(long postcard) {
		byte[] jpeg = find(postcard).orElseThrow();
		this.photos.store(postcard, jpeg);
		if (!this.photos.contains(postcard, jpeg)) {
			throw new IllegalStateException("The photo of postcard %d differs in the bucket".formatted(postcard));
		}
		return this.jdbc.sql("delete from photo where postcard_id = :postcard").param("postcard", postcard).update();
	}

}
