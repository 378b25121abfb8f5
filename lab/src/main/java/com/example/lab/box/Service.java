package com.example.lab.box;

import com.example.lab.process.OwnedProcess;
import org.jspecify.annotations.Nullable;

/** What systemd starts and stops on a box. */
interface Service {

	/** Starts, unless it runs. */
	void start();

	/** Stops gracefully, unless it is stopped. */
	void stop();

	/** Stops with the lab, in which no client is left to drain for. */
	default void end() {
		stop();
	}

	/** Ends at once with the box; nothing starts it again before the box boots. */
	void losePower();

	/**
	 * Its process; null if it has none or has not been started.
	 */
	@Nullable OwnedProcess process();

}
