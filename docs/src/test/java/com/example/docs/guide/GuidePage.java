package com.example.docs.guide;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the site and its command blocks.
 *
 * @param name its path below the folder of all pages
 * @param file the AsciiDoc file
 * @param commands the blocks in the order of the page
 */
record GuidePage(String name, Path file, List<Command> commands) {

	private static final String DEFAULT_PORT = "8080";

	private static final Pattern WRITTEN_ADDRESS = Pattern.compile("\\b127\\.0\\.0\\.1:(\\d+)\\b");

	private static final Pattern WRITTEN_PORT = Pattern.compile("--port (\\d+)");

	private static final Pattern REAL_ADDRESS = Pattern.compile("Postcards is at \\S*http://127\\.0\\.0\\.1:(\\d+)/");

	/** How many of the blocks run. */
	int running() {
		return (int) this.commands.stream().filter(Command::runs).count();
	}

	String coverage() {
		return "%s: %d of %d command blocks run".formatted(this.name, running(), this.commands.size());
	}

	/**
	 * Runs the blocks in their order. Where the port that the page names is taken the
	 * stage has another one; the commands after it are given that one.
	 * @throws AssertionError at the first block that does not do what the page says
	 */
	void follow(Shell shell) {
		Map<String, String> ports = new HashMap<>();
		for (Command command : this.commands) {
			if (command.runs()) {
				Shell.Result result = shell.run(WRITTEN_ADDRESS.matcher(command.script())
					.replaceAll((match) -> "127.0.0.1:" + ports.getOrDefault(match.group(1), match.group(1))));
				command.check(result);
				Matcher wanted = WRITTEN_PORT.matcher(command.script());
				String port = wanted.find() ? wanted.group(1) : DEFAULT_PORT;
				REAL_ADDRESS.matcher(result.output()).results().forEach((match) -> ports.put(port, match.group(1)));
			}
		}
	}

}
