package com.example.lab.process;

import java.util.concurrent.ThreadFactory;

/** Daemon threads, which do not prevent a program from ending. */
public final class Threads {

	private Threads() {
	}

	/**
	 * For an executor.
	 * @param name the name of each thread
	 * @return what makes daemon threads
	 */
	public static ThreadFactory daemon(String name) {
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

}
