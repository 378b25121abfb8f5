package com.example.lab.deploy;

import org.jspecify.annotations.Nullable;

/**
 * Something that is still there although its stack is gone.
 *
 * @param kind what it is, for a person
 * @param id its name, id or ARN
 * @param cost whether it costs money
 * @param note what becomes of it
 * @param removal deletes it; null if a person has to decide, or it goes by itself
 */
public record Leftover(String kind, String id, Cost cost, String note, @Nullable Runnable removal) {

	static Leftover removable(String kind, String id, Runnable removal) {
		return new Leftover(kind, id, Cost.MONEY, "is to be deleted", removal);
	}

	static Leftover backup(String kind, String id, Runnable removal) {
		return new Leftover(kind, id, Cost.BACKUP, "may be wanted: --with-backups deletes it", removal);
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

		/** Money, for nothing. */
		MONEY,

		/** Money, for data that can be brought back. */
		BACKUP,

		/** Nothing: it goes by itself. */
		NOTHING,

		/** Nobody could look. */
		UNKNOWN

	}

}
