package com.example.postcards.refusal;

/**
 * Refuses what a user asks for.
 */
public class RefusedException extends RuntimeException {

	private final Reason reason;

	/**
	 * Makes the exception.
	 * @param reason the kind of refusal
	 * @param message what the user reads
	 */
	public RefusedException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * The kind of refusal.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

}
