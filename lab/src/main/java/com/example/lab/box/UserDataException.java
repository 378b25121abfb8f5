package com.example.lab.box;

/** A line of user data failed, or the lab cannot follow it. */
public class UserDataException extends RuntimeException {

	UserDataException(int line, String message) {
		super("User data, line %d: %s".formatted(line, message));
	}

	UserDataException(int line, String message, Throwable cause) {
		super("User data, line %d: %s".formatted(line, message), cause);
	}

}
