package com.example.lab.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import com.example.lab.process.Programs;
import org.jspecify.annotations.Nullable;

/**
 * Shows a long text page by page, by the program {@code less}; as it is where there is no
 * terminal, or no such program.
 */
final class Pager implements AutoCloseable {

	private final @Nullable Process less;

	private final PrintStream out;

	Pager() {
		this.less = (System.console() != null && Programs.onPath("less")) ? start() : null;
		this.out = (this.less != null) ? new PrintStream(this.less.getOutputStream(), false, StandardCharsets.UTF_8)
				: System.out;
	}

	/** A text that fits the screen is shown at once; colours stay. */
	private static @Nullable Process start() {
		try {
			return new ProcessBuilder("less", "-FRX").redirectOutput(ProcessBuilder.Redirect.INHERIT)
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
		}
		catch (IOException ex) {
			return null;
		}
	}

	PrintStream out() {
		return this.out;
	}

	@Override
	public void close() {
		this.out.flush();
		if (this.less != null) {
			this.out.close();
			try {
				this.less.waitFor();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
