package com.example.lab.cloud;

/**
 * What a running stage answers to a request.
 *
 * @param status of HTTP; 0 without an answer in time
 * @param body of the answer; empty without one
 */
public record Answer(int status, String body) {

	private static final int OK = 200;

	/** No answer. */
	static final Answer NONE = new Answer(0, "");

	/**
	 * Whether the answer reports success.
	 */
	public boolean ok() {
		return this.status == OK;
	}

}
