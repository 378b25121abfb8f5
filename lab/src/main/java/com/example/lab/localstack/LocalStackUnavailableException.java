package com.example.lab.localstack;

/** LocalStack cannot run here; the message says what to do about it. */
public class LocalStackUnavailableException extends RuntimeException {

	/**
	 * An exception for a person to read.
	 * @param message what is missing and how to get it
	 */
	public LocalStackUnavailableException(String message) {
		super(message);
	}

	/**
	 * An exception for a person to read.
	 * @param message what went wrong and what to do next
	 * @param cause why
	 */
	public LocalStackUnavailableException(String message, Throwable cause) {
		super(message, cause);
	}

}
