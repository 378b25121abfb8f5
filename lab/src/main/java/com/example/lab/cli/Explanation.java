package com.example.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** What a person is told about an error. */
final class Explanation {

	private Explanation() {
	}

	/**
	 * Whether its message is for a person; of other errors a developer wants the trace.
	 */
	static boolean expected(Throwable failure) {
		return failure instanceof IOException || failure instanceof UncheckedIOException
				|| failure.getClass().getName().startsWith("com.example.lab.");
	}

	/**
	 * The error's message. Where files are the cause, also which of them may be damaged.
	 * @param failure the error
	 * @param data the folder of the workshop's data
	 */
	static String of(Throwable failure, Path data) {
		String message = (failure.getMessage() != null && expected(failure)) ? failure.getMessage()
				: failure.toString();
		Throwable cause = (failure instanceof UncheckedIOException) ? failure.getCause() : failure;
		if (!(cause instanceof IOException)) {
			return message;
		}
		// The message of many of these is no more than a path.
		return "%s (%s)\nIf %s is damaged: run ./workshop down, delete that folder, then try again.".formatted(message,
				cause.getClass().getSimpleName(), data);
	}

}
