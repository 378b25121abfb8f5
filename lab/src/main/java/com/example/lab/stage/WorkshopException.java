package com.example.lab.stage;

/** Something a person can put right; the message says how. */
public class WorkshopException extends RuntimeException {

	/**
	 * An error for a person.
	 * @param message what is wrong and what to do next
	 */
	public WorkshopException(String message) {
		super(message);
	}

}
