package com.example.postcards.infra;

import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Fn;

/**
 * A name for resources that must have one. An account can use it once for each type, in
 * one Region or in all, and several stacks may be deployed from the same code.
 */
final class UniqueName {

	private UniqueName() {
	}

	/**
	 * {@code postcards-} and the first part of the UUID of the stack.
	 */
	static String ofStack() {
		String uuid = Fn.select(2, Fn.split("/", Aws.STACK_ID));
		return "postcards-" + Fn.select(0, Fn.split("-", uuid));
	}

}
