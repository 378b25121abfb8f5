package com.example.lab.aws.cloudfront;

/** An origin that gives no answer. */
final class OriginFailure extends Exception {

	private static final long serialVersionUID = 1L;

	private final int status;

	/**
	 * No answer.
	 * @param status what a viewer gets: 502 or 504
	 * @param reason for the page and the event
	 */
	OriginFailure(int status, String reason) {
		super(reason);
		this.status = status;
	}

	int status() {
		return this.status;
	}

	Answer page() {
		return Answer.page(this.status, String.valueOf(getMessage()));
	}

}
