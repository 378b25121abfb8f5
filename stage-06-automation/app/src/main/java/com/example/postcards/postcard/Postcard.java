package com.example.postcards.postcard;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A postcard as the reader sees it.
 *
 * @param id its id
 * @param author the handle of its author
 * @param message 1 to 500 characters
 * @param photo the path of its photo, if it has one
 * @param createdAt when it was posted
 * @param likes how many like it
 * @param likedByMe whether the reader is among them
 */
public record Postcard(@JsonFormat(shape = Shape.STRING) long id, String author, String message, @Nullable String photo,
		Instant createdAt, int likes, boolean likedByMe) {

	/**
	 * Maps a row with the columns {@code id}, {@code author}, {@code message},
	 * {@code photo}, {@code photo_in_database}, {@code created_at}, {@code likes} and
	 * {@code liked}.
	 * @param row the row
	 * @param number the number of the row
	 * @return the postcard
	 * @throws SQLException if a column is missing
	 */
	public static Postcard of(ResultSet row, int number) throws SQLException {
		long id = row.getLong("id");
		return new Postcard(id, row.getString("author"), row.getString("message"),
				row.getBoolean("photo") ? path(id, row.getBoolean("photo_in_database")) : null,
				row.getObject("created_at", OffsetDateTime.class).toInstant(), row.getInt("likes"),
				row.getBoolean("liked"));
	}

	private static String path(long id, boolean inDatabase) {
		return inDatabase ? "/api/postcards/" + id + "/photo" : "/photos/" + id;
	}

	/**
	 * The same postcard with likes that are not in its row.
	 * @param more how many
	 * @param byMe whether one of them is the reader's
	 * @return the postcard
	 */
	public Postcard withLikes(int more, boolean byMe) {
		return new Postcard(this.id, this.author, this.message, this.photo, this.createdAt, this.likes + more,
				this.likedByMe || byMe);
	}

}
