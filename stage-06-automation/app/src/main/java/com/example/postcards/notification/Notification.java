package com.example.postcards.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Shape;
import org.jspecify.annotations.Nullable;

record Notification(@JsonFormat(shape = Shape.STRING) long id, String type, String from, @Nullable String postcard,
		Instant createdAt) {

	static Notification of(ResultSet row, int number) throws SQLException {
		String postcard = row.getString("postcard_id");
		return new Notification(row.getLong("id"), (postcard != null) ? "like" : "follow", row.getString("sender"),
				postcard, row.getObject("created_at", OffsetDateTime.class).toInstant());
	}

}
