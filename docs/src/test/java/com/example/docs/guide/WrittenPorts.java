package com.example.docs.guide;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ports that a page names. Where one is taken, the stage has another one, and later
 * scripts are given that one: several readers may be at work on this computer.
 */
final class WrittenPorts {

	private static final String DEFAULT_PORT = "8080";

	private static final Pattern WRITTEN_ADDRESS = Pattern.compile("\\b127\\.0\\.0\\.1:(\\d+)\\b");

	private static final Pattern WRITTEN_PORT = Pattern.compile("--port (\\d+)");

	private static final Pattern REAL_ADDRESS = Pattern.compile("Postcards is at \\S*http://127\\.0\\.0\\.1:(\\d+)/");

	private final Map<String, String> real = new HashMap<>();

	private final Shell shell;

	WrittenPorts(Shell shell) {
		this.shell = shell;
	}

	/**
	 * Runs a script.
	 * @param script as the page has it
	 */
	Shell.Result run(String script) {
		Shell.Result result = this.shell.run(WRITTEN_ADDRESS.matcher(script)
			.replaceAll((match) -> "127.0.0.1:" + this.real.getOrDefault(match.group(1), match.group(1))));
		Matcher wanted = WRITTEN_PORT.matcher(script);
		String port = wanted.find() ? wanted.group(1) : DEFAULT_PORT;
		REAL_ADDRESS.matcher(result.output()).results().forEach((match) -> this.real.put(port, match.group(1)));
		return result;
	}

}
