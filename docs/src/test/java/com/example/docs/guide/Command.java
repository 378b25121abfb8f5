package com.example.docs.guide;

import org.jspecify.annotations.Nullable;

/**
 * A command block of a page.
 *
 * @param place file and line of the block
 * @param script the commands to run
 * @param reason why the tests do not run it; null if they do
 * @param mustFail whether it is to end with another code than 0
 * @param output what the page says that it prints; null if it does not say
 */
record Command(String place, String script, @Nullable String reason, boolean mustFail,
		@Nullable ExpectedOutput output) {

	boolean runs() {
		return this.reason == null;
	}

	/**
	 * Compares what the page promises with what happened.
	 * @throws AssertionError if they differ; the message begins with the place
	 */
	void check(Shell.Result result) {
		if (result.exitCode() == null) {
			throw failure(this.place, "did not end in time and was killed", result);
		}
		if (this.mustFail && result.exitCode() == 0) {
			throw failure(this.place, "was expected to fail, but succeeded", result);
		}
		if (!this.mustFail && result.exitCode() != 0) {
			throw failure(this.place, "failed with exit code " + result.exitCode(), result);
		}
		if (this.output != null) {
			ExpectedOutput.Difference difference = this.output.difference(result.output());
			if (difference != null) {
				throw failure(difference.place(), difference.text(), result);
			}
		}
	}

	private AssertionError failure(String place, String what, Shell.Result result) {
		return new AssertionError("%s: %s\n--- the command ---\n%s\n--- its whole output ---\n%s".formatted(place, what,
				this.script, result.output()));
	}

}
