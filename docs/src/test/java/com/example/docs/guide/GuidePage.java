package com.example.docs.guide;

import java.nio.file.Path;
import java.util.List;

/**
 * A page of the site and its command blocks.
 *
 * @param name its path below the folder of all pages
 * @param file the AsciiDoc file
 * @param commands the blocks in the order of the page
 */
record GuidePage(String name, Path file, List<Command> commands) {

	/** How many of the blocks run. */
	int running() {
		return (int) this.commands.stream().filter(Command::runs).count();
	}

	String coverage() {
		return "%s: %d of %d command blocks run".formatted(this.name, running(), this.commands.size());
	}

	/**
	 * Runs the blocks in their order.
	 * @throws AssertionError at the first block that does not do what the page says
	 */
	void follow(Shell shell) {
		WrittenPorts ports = new WrittenPorts(shell);
		this.commands.stream().filter(Command::runs).forEach((command) -> command.check(ports.run(command.script())));
	}

}
