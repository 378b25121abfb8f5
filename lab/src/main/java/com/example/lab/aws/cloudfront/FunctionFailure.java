package com.example.lab.aws.cloudfront;

/** A function that could not be run. */
final class FunctionFailure extends Exception {

	private static final long serialVersionUID = 1L;

	FunctionFailure(String reason) {
		super(reason);
	}

}
