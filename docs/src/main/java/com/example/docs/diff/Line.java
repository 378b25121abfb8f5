package com.example.docs.diff;

import java.util.List;

/**
 * A line of a difference.
 *
 * @param kind which stage has it
 * @param before its number in the stage before; 0 if it is not there
 * @param after its number in the stage; 0 if it is not there
 * @param words its text, in pieces
 */
record Line(Kind kind, int before, int after, List<Word> words) {

	/** Which stage has a line. */
	enum Kind {

		SAME, REMOVED, ADDED

	}

	/**
	 * A piece of a line.
	 *
	 * @param text what it says
	 * @param marked whether it is what changed in a line that is otherwise the same
	 */
	record Word(String text, boolean marked) {

	}

}
