package com.example.lab.box;

/** A line of user data failed, or the lab cannot follow it. */
public class UserDataException extends RuntimeException {

	private final String reason;

	UserDataException(int line, String reason) {
		super("User data, line %d: %s".formatted(line, reason));
		this.reason = reason;
	}

	UserDataException(int line, String reason, Throwable cause) {
		super("User data, line %d: %s".formatted(line, reason), cause);
		this.reason = reason;
	}

	/**
	 * What is wrong, without the line.
	 */
	String reason() {
		return this.reason;
	}

}
