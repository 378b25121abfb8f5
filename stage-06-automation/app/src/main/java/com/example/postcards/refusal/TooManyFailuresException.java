package com.example.postcards.refusal;

import java.time.Duration;

/**
 * Refuses an attempt because too many have failed before it.
 */
public class TooManyFailuresException extends RefusedException {

	private final Duration wait;

	/**
	 * Makes the exception.
	 * @param message what the user reads
	 * @param wait how long to wait before the next attempt
	 */
	public TooManyFailuresException(String message, Duration wait) {
		super(Reason.TOO_MANY_ATTEMPTS, message);
		this.wait = wait;
	}

	/**
	 * How long to wait before the next attempt.
	 * @return the duration
	 */
	public Duration waitTime() {
		return this.wait;
	}

}
