package com.example.postcards.move;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows that are moved together.
 *
 * @param name as the report shows it
 * @param query what is compared, in the order of the key
 * @param target where {@code COPY} writes the rows of that query
 */
record Table(String name, String query, String target) {

	/** What one query returns about the photos. */
	static final Table PHOTOS = new Table("photo",
			"select postcard_id, encode(sha256(jpeg), 'hex') from photo order by postcard_id", "");

	/**
	 * In an order in which each refers only to those before it. Photos are files in the
	 * source.
	 */
	static final List<Table> ALL = List.of(of("account", "id, handle, email, created_at", "id"),
			of("follow", "follower_id, followed_id", "follower_id, followed_id"),
			of("postcard", "id, author_id, message, photo, likes, created_at", "id"),
			of("postcard_like", "postcard_id, account_id", "postcard_id, account_id"),
			of("notification", "id, account_id, from_id, postcard_id, created_at", "id"));

	/** Those of them that give out ids. */
	static final List<String> WITH_SEQUENCE = List.of("account", "postcard", "notification");

	private static Table of(String name, String columns, String key) {
		return new Table(name, "select %s from %s order by %s".formatted(columns, name, key),
				"%s (%s)".formatted(name, columns));
	}

	/**
	 * The password hashes, without those of accounts that have moved to the user pool.
	 * @param left the accounts that have moved
	 */
	static Table passwords(Set<Long> left) {
		String ids = left.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
		return new Table("account.password",
				"select id, password from account where password is not null and id <> all ('%s') order by id"
					.formatted(ids),
				"moved_password (id, password)");
	}

}
