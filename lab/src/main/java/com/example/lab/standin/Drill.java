package com.example.lab.standin;

/**
 * A fault, or a remedy, that a stand-in can suffer while it runs.
 *
 * @param name a word for the command line, such as {@code kill}
 * @param description what happens, in one sentence
 * @param action does it
 */
public record Drill(String name, String description, Action action) {

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
