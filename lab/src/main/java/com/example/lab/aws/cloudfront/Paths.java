package com.example.lab.aws.cloudfront;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Paths of requests, and the patterns that they are compared with. */
final class Paths {

	private static final Pattern UNRESERVED = Pattern
		.compile("%(2[DdEe]|3[0-9]|4[1-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9AaEe])");

	private Paths() {
	}

	/**
	 * A pattern with {@code *} for any characters and {@code ?} for one.
	 */
	static Pattern pattern(String wildcards) {
		return Pattern.compile(wildcards.chars().mapToObj((each) -> switch (each) {
			case '*' -> ".*";
			case '?' -> ".";
			default -> Pattern.quote(Character.toString(each));
		}).collect(Collectors.joining()), Pattern.DOTALL);
	}

	/**
	 * A path as it is compared with patterns: dots, repeated slashes and escapes that
	 * need none are resolved, as RFC 3986 says. The origin gets it as it was written.
	 */
	static String normal(String path) {
		String decoded = UNRESERVED.matcher(path)
			.replaceAll((match) -> URLDecoder.decode(match.group(), StandardCharsets.US_ASCII).replace("$", "\\$"));
		List<String> kept = new ArrayList<>();
		for (String segment : decoded.split("/")) {
			if (segment.equals("..")) {
				if (!kept.isEmpty()) {
					kept.remove(kept.size() - 1);
				}
			}
			else if (!segment.isEmpty() && !segment.equals(".")) {
				kept.add(segment);
			}
		}
		boolean folder = decoded.matches("(?s).*/\\.{0,2}");
		return "/" + String.join("/", kept) + ((folder && !kept.isEmpty()) ? "/" : "");
	}

}
