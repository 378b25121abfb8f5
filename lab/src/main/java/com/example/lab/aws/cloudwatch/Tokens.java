package com.example.lab.aws.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of a text, read from left to right. */
final class Tokens {

	private final String what;

	private final String text;

	private final List<String> all = new ArrayList<>();

	private int next;

	/**
	 * Takes a text apart.
	 * @param what what the text is, for errors
	 * @param text the text
	 * @param pattern a token, which is its first group, with the white space before it
	 * @throws IllegalArgumentException if something in between is no token
	 */
	Tokens(String what, String text, Pattern pattern) {
		this.what = what;
		this.text = text;
		String stripped = text.strip();
		Matcher token = pattern.matcher(stripped);
		int end = 0;
		while (token.lookingAt()) {
			this.all.add(token.group(1));
			end = token.end();
			token.region(end, stripped.length());
		}
		if (end != stripped.length()) {
			throw unknown(stripped.substring(end).strip());
		}
	}

	/** The next one; empty at the end. */
	String peek() {
		return (this.next < this.all.size()) ? this.all.get(this.next) : "";
	}

	/** The next one, which is then behind; empty at the end. */
	String take() {
		String token = peek();
		this.next++;
		return token;
	}

	boolean accept(String token) {
		boolean there = peek().equals(token);
		this.next += there ? 1 : 0;
		return there;
	}

	void expect(String token) {
		if (!accept(token)) {
			throw unknown(peek());
		}
	}

	void expectEnd() {
		if (this.next < this.all.size()) {
			throw unknown(peek());
		}
	}

	IllegalArgumentException unknown(String part) {
		return new IllegalArgumentException(
				"%s '%s': the lab does not know '%s' there.".formatted(this.what, this.text, part));
	}

}
