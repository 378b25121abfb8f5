package com.example.postcards.refusal;

/**
 * The kinds of refusals.
 */
public enum Reason {

	/** A value is not acceptable. */
	INVALID,

	/** It belongs to another account. */
	FORBIDDEN,

	/** It does not exist. */
	NOT_FOUND,

	/** It contradicts what is stored. */
	CONFLICT,

	/** An idempotency key came with another request before. */
	KEY_REUSED,

	/** The format of a file is not supported. */
	UNSUPPORTED,

	/** There were too many attempts. */
	TOO_MANY_ATTEMPTS,

	/** A part is unavailable for now. */
	UNAVAILABLE

}
