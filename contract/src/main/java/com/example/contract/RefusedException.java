package com.example.contract;

/**
 * Thrown when Postcards answers a call with another status than that of its success.
 */
public class RefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Answer answer;

	RefusedException(Answer answer) {
		super(answer.toString());
		this.answer = answer;
	}

	/**
	 * The answer, with its status and problem details.
	 */
	public Answer answer() {
		return this.answer;
	}

}
