package com.example.lab.box;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables of a shell script and what bash makes of a word with them, under
 * {@code set -u}. Expansions that it does not know are errors.
 */
final class Variables {

	/** An escape, a variable, a command, or what else bash would expand. */
	private static final Pattern EXPANSION = Pattern.compile(
			"\\\\(.)|\\$\\{([A-Za-z_]\\w*)}|\\$([A-Za-z_]\\w*)|\\$\\(([^)]*)\\)|`|\\$[{(0-9@*#?!$-]", Pattern.DOTALL);

	private static final Pattern RANDOM_HEX = Pattern.compile("openssl rand -hex (\\d+)");

	private final Map<String, String> values = new HashMap<>();

	private static final Pattern QUERY = Pattern.compile("cloud-init query ([a-z_]+)");

	private final String hostname;

	private final UnaryOperator<String> cloudInit;

	/**
	 * No variables yet.
	 * @param cloudInit what cloud-init knows about the instance, by key
	 */
	Variables(String hostname, UnaryOperator<String> cloudInit) {
		this.hostname = hostname;
		this.cloudInit = cloudInit;
	}

	void set(String name, String word) {
		this.values.put(name, expandWord(word));
	}

	/**
	 * A word without its quotes.
	 */
	String expandWord(String word) {
		StringBuilder expanded = new StringBuilder();
		Matcher pieces = UserData.PIECE.matcher(word);
		while (pieces.find()) {
			String piece = pieces.group();
			switch (piece.charAt(0)) {
				case '\'' -> expanded.append(piece, 1, piece.length() - 1);
				case '"' -> expanded.append(expand(piece.substring(1, piece.length() - 1), "$`\\\"\n"));
				default -> expanded.append(expand(piece, ""));
			}
		}
		return expanded.toString();
	}

	String expandDocument(String document) {
		return expand(document, "$`\\\n");
	}

	/**
	 * Between quotes a backslash is one unless a special character follows.
	 */
	private String expand(String text, String special) {
		return EXPANSION.matcher(text).replaceAll((match) -> {
			String escaped = match.group(1);
			if (escaped != null) {
				return Matcher.quoteReplacement(
						(special.isEmpty() || special.contains(escaped)) ? escaped.replace("\n", "") : match.group());
			}
			return Matcher.quoteReplacement(value(match));
		});
	}

	private String value(MatchResult match) {
		if (match.group(4) != null) {
			return outputOf(match.group(4));
		}
		String name = (match.group(2) != null) ? match.group(2) : match.group(3);
		if (name == null) {
			throw new IllegalArgumentException("the lab does not know the expansion " + match.group());
		}
		String value = this.values.get(name);
		if (value == null) {
			throw new IllegalArgumentException("the variable %s is not set".formatted(name));
		}
		return value;
	}

	private String outputOf(String command) {
		Matcher random = RANDOM_HEX.matcher(command);
		if (random.matches()) {
			byte[] bytes = new byte[Integer.parseInt(random.group(1))];
			new SecureRandom().nextBytes(bytes);
			return HexFormat.of().formatHex(bytes);
		}
		if (command.equals("hostname")) {
			return this.hostname;
		}
		Matcher query = QUERY.matcher(command);
		if (query.matches()) {
			return this.cloudInit.apply(query.group(1));
		}
		throw new IllegalArgumentException("the lab does not know the command substitution $(%s)".formatted(command));
	}

}
