package com.example.lab.stage;

/** An error that users can correct; the message says how. */
public class WorkshopException extends RuntimeException {

	/**
	 * An error for users.
	 * @param message what is wrong and what to do next
	 */
	public WorkshopException(String message) {
		super(message);
	}

}
