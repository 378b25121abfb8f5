package com.example.lab.box;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.example.lab.process.OwnedProcess;

/** A kind of program that the file of a unit can start; {@link Programs} lists them. */
interface Program {

	/**
	 * How its command looks, such as {@code java -jar FILE}.
	 */
	String form();

	/**
	 * Whether a command is of this kind.
	 * @param words the command with its arguments
	 */
	boolean runs(List<String> words);

	/**
	 * The variables that hold a port on which it listens. It runs once it listens on the
	 * first that its unit has.
	 */
	List<String> portVariables();

	/**
	 * Variables in addition to those of its unit, so that it uses only 127.0.0.1 and its
	 * box.
	 * @param unit the variables of its unit
	 * @param host where it runs
	 */
	Map<String, String> variables(Map<String, String> unit, Host host);

	/**
	 * How it starts on this computer.
	 * @param words the command with its arguments
	 * @param host where it runs
	 */
	Start start(List<String> words, Host host);

	/**
	 * A start on this computer.
	 *
	 * @param command a command of this computer
	 * @param listening is given the process once it listens
	 */
	record Start(List<String> command, Consumer<OwnedProcess> listening) {
	}

}
