package com.example.postcards.web;

/**
 * Text that PostgreSQL can hold.
 */
public final class PlainText {

	/** Matches text without NUL and without half a surrogate pair. */
	public static final String PATTERN = "[^\\x00\\p{Cs}]*";

	/** What is wrong with other text. */
	public static final String MESSAGE = "must not contain NUL or broken characters";

	private PlainText() {
	}

}
