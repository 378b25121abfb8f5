package com.example.postcards.postcard;

import java.util.Optional;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The photos of the postcards. They come and go with their postcards, in the same
 * transaction.
 */
@Repository
class Photos {

	private final JdbcClient jdbc;

	Photos(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Stores the photo of a postcard that the running transaction makes.
	 */
	void store(long postcard, byte[] jpeg) {
		this.jdbc.sql("insert into photo (postcard_id, jpeg) values (:postcard, :jpeg)")
			.param("postcard", postcard)
			.param("jpeg", jpeg)
			.update();
	}

	Optional<Resource> find(long postcard) {
		return this.jdbc.sql("select jpeg from photo where postcard_id = :postcard")
			.param("postcard", postcard)
			.query(byte[].class)
			.optional()
			.map(ByteArrayResource::new);
	}

}
