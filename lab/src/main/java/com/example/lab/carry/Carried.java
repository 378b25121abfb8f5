package com.example.lab.carry;

import java.util.Locale;

import com.example.lab.stage.StageFolder;

/**
 * The result of a change in a later stage.
 *
 * @param stage the later stage
 * @param file the file's path below the stage's folder
 * @param kind what was done
 * @param why why nothing was done; empty if something was
 */
public record Carried(StageFolder stage, String file, Kind kind, String why) {

	/** What is done to a file. */
	public enum Kind {

		/** It was the same and follows. */
		CHANGED,

		/** It was not there before either. */
		ADDED,

		/** It was the same and is gone. */
		DELETED,

		/** It differs and takes the change in its own form. */
		MERGED,

		/** The user has to make the change. */
		LEFT;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
