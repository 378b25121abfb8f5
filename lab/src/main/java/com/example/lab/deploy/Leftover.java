package com.example.lab.deploy;

import org.jspecify.annotations.Nullable;

/**
 * Something that is still there although its stack is gone.
 *
 * @param kind what it is, for users
 * @param id its name, id or ARN
 * @param cost whether it costs money
 * @param note the action for the user, or what AWS does with it
 * @param removal deletes it; null if a person has to decide, or it goes by itself
 */
public record Leftover(String kind, String id, Cost cost, String note, @Nullable Runnable removal) {

	/**
	 * The same under another name.
	 */
	Leftover withId(String id) {
		return new Leftover(this.kind, id, this.cost, this.note, this.removal);
	}

	static Leftover removable(String kind, String id, Runnable removal) {
		return new Leftover(kind, id, Cost.MONEY, "delete it: run destroy again", removal);
	}

	static Leftover backup(String kind, String id, Runnable removal) {
		return new Leftover(kind, id, Cost.BACKUP, "kept as a backup: --with-backups deletes it", removal);
	}

	/**
	 * The same, which its template keeps.
	 */
	Leftover kept() {
		return new Leftover(this.kind, this.id, Cost.BACKUP, "is kept with its data: --with-backups deletes it",
				this.removal);
	}

	static Leftover free(String kind, String id, String note) {
		return new Leftover(kind, id, Cost.NOTHING, note, null);
	}

	/** What it costs. */
	public enum Cost {

		/** Money, without any use. */
		MONEY,

		/** Money, for data that can be brought back. */
		BACKUP,

		/** Nothing: AWS deletes it. */
		NOTHING,

		/** Unknown: the check was refused. */
		UNKNOWN

	}

}
