package com.example.lab.aws.lambda;

/** A function that failed; the message is its own, or says why it has none. */
public final class FunctionException extends Exception {

	private static final long serialVersionUID = 1L;

	FunctionException(String message) {
		super(message);
	}

}
