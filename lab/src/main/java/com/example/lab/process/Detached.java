package com.example.lab.process;

import java.util.List;

/**
 * Starts a process in a session of its own, so that Ctrl-C in the terminal does not reach
 * it.
 */
public final class Detached {

	/** What to put before a command; empty where neither setsid nor perl is there. */
	public static final List<String> PREFIX = prefix();

	private Detached() {
	}

	private static List<String> prefix() {
		if (Programs.onPath("setsid")) {
			return List.of("setsid");
		}
		return Programs.onPath("perl") ? List.of("perl", "-e", "use POSIX 'setsid'; setsid(); exec @ARGV") : List.of();
	}

}
