package com.example.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The message that users see for an error. */
final class Explanation {

	private static final String OURS = "com.example.lab.";

	private Explanation() {
	}

	/**
	 * Whether its message is for users; other errors also print the stack trace.
	 */
	static boolean expected(Throwable failure) {
		return failure instanceof IOException || failure instanceof UncheckedIOException
				|| failure.getClass().getName().startsWith(OURS) || refused(failure);
	}

	/** Messages of the lab's own code about an argument or a state are for users, too. */
	private static boolean refused(Throwable failure) {
		StackTraceElement[] trace = failure.getStackTrace();
		return (failure instanceof IllegalArgumentException || failure instanceof IllegalStateException)
				&& failure.getMessage() != null && trace.length > 0 && trace[0].getClassName().startsWith(OURS);
	}

	/**
	 * The error's message. Where files are the cause, also which of them may be damaged.
	 * @param failure the error
	 * @param data the folder of the workshop's data
	 */
	static String of(Throwable failure, Path data) {
		if (!expected(failure)) {
			return "This is a bug in the workshop. Please report it with the lines below: %s"
				.formatted((failure.getMessage() != null) ? failure.getMessage() : "no message");
		}
		String message = (failure instanceof FileSystemException files) ? said(files)
				: String.valueOf(failure.getMessage());
		if (failure instanceof UncheckedIOException && failure.getCause() instanceof FileSystemException files) {
			// Java puts the name of the exception before the path.
			String own = message.equals(files.toString()) ? "" : message + ": ";
			message = own.endsWith(files.getMessage() + ": ") ? own + reason(files) : own + said(files);
		}
		else if (failure instanceof UncheckedIOException && failure.getCause() != null
				&& message.equals(failure.getCause().toString())) {
			message = String.valueOf(failure.getCause().getMessage());
		}
		Throwable cause = (failure instanceof UncheckedIOException) ? failure.getCause() : failure;
		return (cause instanceof IOException)
				? "%s\nIf %s is damaged: run ./workshop down, delete that folder, then try again.".formatted(message,
						data)
				: message;
	}

	private static String said(FileSystemException failure) {
		return "%s %s".formatted(failure.getFile(), reason(failure));
	}

	private static String reason(FileSystemException failure) {
		if (failure instanceof NoSuchFileException) {
			return "does not exist";
		}
		if (failure instanceof AccessDeniedException) {
			return "may not be read or written";
		}
		if (failure instanceof FileAlreadyExistsException) {
			return "already exists";
		}
		return (failure.getReason() != null) ? "cannot be used (%s)".formatted(failure.getReason()) : "cannot be used";
	}

}
