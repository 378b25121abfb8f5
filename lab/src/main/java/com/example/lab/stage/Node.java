package com.example.lab.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Node.js of this computer, which the CDK's Java library needs.
 *
 * @param version such as {@code 20.20.2}
 */
public record Node(String version) {

	/** The oldest major version that will do. */
	public static final int OLDEST = 20;

	private static final Pattern VERSION = Pattern.compile("v(\\d+\\..*)");

	/**
	 * Finds Node.js on the path.
	 * @return what was found
	 * @throws WorkshopException if there is none, or it is too old
	 */
	public static Node find() {
		String found = "none";
		try {
			Process process = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
			try (BufferedReader in = new BufferedReader(
					new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
				Matcher matcher = VERSION.matcher(Objects.requireNonNullElse(in.readLine(), ""));
				if (matcher.matches()) {
					Node node = new Node(matcher.group(1));
					if (node.major() >= OLDEST) {
						return node;
					}
					found = node.version();
				}
			}
		}
		catch (IOException ex) {
			// Not on the path: said below.
		}
		throw new WorkshopException(("Node.js %d or newer is needed to synthesise CDK templates; found %s. "
				+ "Install it from your package manager or https://nodejs.org, then run ./workshop doctor.")
			.formatted(OLDEST, found));
	}

	/**
	 * The major version.
	 * @return such as 20
	 */
	public int major() {
		return Integer.parseInt(this.version.substring(0, this.version.indexOf('.')));
	}

}
