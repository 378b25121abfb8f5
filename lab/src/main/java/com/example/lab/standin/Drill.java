package com.example.lab.standin;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A fault or a repair that can be applied to a running stand-in.
 *
 * @param name a word for the command line, such as {@code kill}
 * @param description what happens, in one sentence
 * @param action does it
 */
public record Drill(String name, String description, Action action) {

	/**
	 * The drill that slows a network down.
	 * @param what whose traffic it delays, such as {@code the box}
	 * @param delay is given the wanted delay; zero ends it
	 * @return a drill named {@code slow} that takes milliseconds
	 */
	public static Drill slow(String what, Consumer<Duration> delay) {
		return new Drill("slow", "delays what is sent to %s by N milliseconds; 0 ends it".formatted(what), (millis) -> {
			if (!millis.matches("\\d{1,6}")) {
				throw new IllegalArgumentException("slow needs a number of milliseconds, not '%s'".formatted(millis));
			}
			delay.accept(Duration.ofMillis(Long.parseLong(millis)));
		});
	}

	/** What a drill does. */
	@FunctionalInterface
	public interface Action {

		/**
		 * Does it.
		 * @param argument what followed the drill's name; empty for none
		 * @throws Exception if it cannot be done; the message is for a person
		 */
		void run(String argument) throws Exception;

	}

}
