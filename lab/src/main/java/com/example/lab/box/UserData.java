package com.example.lab.box;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A user data script, read into statements: simple commands, assignments and here
 * documents. What else a shell can do (loops, pipes, functions) is refused with its line.
 *
 * @param statements in the order of the script
 */
record UserData(List<Statement> statements) {

	/** A piece of a word: quoted in one way or the other, a command, or plain. */
	static final Pattern PIECE = Pattern
		.compile("'[^']*'|\"(?:[^\"\\\\]|\\\\.)*\"|\\$\\([^)]*\\)|(?:[^\\s'\"\\\\$]|\\\\.|\\$(?!\\())+");

	private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);

	private static final Pattern HERE_DOCUMENT = Pattern.compile("(?<!<)<<(-?)\\s*(['\"]?)([A-Za-z_]\\w*)\\2(?=\\s|$)");

	private static final Set<String> KEYWORDS = Set.of("if", "then", "else", "elif", "fi", "for", "while", "until",
			"do", "done", "case", "esac", "function", "select", "time", "!", "[[");

	/** What plain pieces may not have, once variables and escapes are taken out. */
	private static final Pattern OPERATOR = Pattern.compile("[|;&`<>(){}*]");

	private static final Pattern HARMLESS = Pattern.compile("\\$\\{\\w+}|\\\\.");

	static UserData parse(String script) {
		List<Statement> statements = new ArrayList<>();
		String[] lines = script.split("\n", -1);
		for (int i = 0; i < lines.length; i++) {
			int first = i + 1;
			String line = lines[i].strip();
			if (line.isEmpty() || line.startsWith("#")) {
				continue;
			}
			while (line.endsWith("\\") && i + 1 < lines.length) {
				line = line.substring(0, line.length() - 1) + lines[++i].stripTrailing();
			}
			Matcher here = HERE_DOCUMENT.matcher(line);
			if (!here.find()) {
				statements.add(statement(first, line, null, false));
				continue;
			}
			int begin = i + 1;
			boolean tabsStripped = !here.group(1).isEmpty();
			do {
				i++;
				if (i == lines.length) {
					throw new UserDataException(first, "the here document has no end " + here.group(3));
				}
				if (tabsStripped) {
					lines[i] = lines[i].replaceFirst("^\t+", "");
				}
			}
			while (!lines[i].equals(here.group(3)));
			String document = String.join("\n", Arrays.asList(lines).subList(begin, i)) + ((begin < i) ? "\n" : "");
			statements.add(statement(first, here.replaceFirst(""), document, here.group(2).isEmpty()));
		}
		return new UserData(statements);
	}

	private static Statement statement(int number, String line, @Nullable String document, boolean expanded) {
		List<String> words = words(number, line);
		Matcher assignment = ASSIGNMENT.matcher(words.isEmpty() ? "" : words.get(0));
		if (assignment.matches() && words.size() == 1) {
			check(number, line, words);
			return new Statement(number, List.of("=", assignment.group(1), assignment.group(2)), null, null, false);
		}
		String target = takeTarget(words);
		check(number, line, words);
		if (words.isEmpty() || assignment.matches() || KEYWORDS.contains(words.get(0))) {
			throw unknown(number, line);
		}
		return new Statement(number, words, target, document, expanded);
	}

	/**
	 * Splits at white space; neighbouring pieces make one word. A comment ends the line.
	 */
	private static List<String> words(int number, String line) {
		List<String> words = new ArrayList<>();
		Matcher piece = PIECE.matcher(line);
		boolean inside = false;
		for (int i = 0; i < line.length();) {
			if (Character.isWhitespace(line.charAt(i))) {
				inside = false;
				i++;
				continue;
			}
			if (!inside && line.charAt(i) == '#') {
				break;
			}
			if (!piece.region(i, line.length()).lookingAt()) {
				throw new UserDataException(number, "a quote or a command substitution has no end: " + line);
			}
			String before = inside ? words.remove(words.size() - 1) : "";
			words.add(before + piece.group());
			inside = true;
			i = piece.end();
		}
		return words;
	}

	/**
	 * Takes {@code >/file} out.
	 */
	private static @Nullable String takeTarget(List<String> words) {
		for (int i = 0; i < words.size(); i++) {
			String word = words.get(i);
			if (word.equals(">") && i + 1 < words.size()) {
				words.remove(i);
				return words.remove(i);
			}
			if (word.matches(">[^>&|].*")) {
				words.remove(i);
				return word.substring(1);
			}
		}
		return null;
	}

	private static void check(int number, String line, List<String> words) {
		for (String word : words) {
			boolean operator = PIECE.matcher(word)
				.results()
				.map(MatchResult::group)
				.filter((piece) -> !piece.matches("(?s)['\"].*|\\$\\(.*"))
				.anyMatch((piece) -> OPERATOR.matcher(HARMLESS.matcher(piece).replaceAll("")).find());
			if (operator) {
				throw unknown(number, line);
			}
		}
	}

	private static UserDataException unknown(int number, String line) {
		return new UserDataException(number,
				"the lab follows simple commands, assignments and here documents only: " + line.strip());
	}

	/**
	 * One statement.
	 *
	 * @param line its line in the script, from 1
	 * @param words the command with its arguments, still quoted; an assignment is
	 * {@code =}, name, value
	 * @param target the file that its output goes to
	 * @param document its here document
	 * @param expanded whether variables in the here document are replaced
	 */
	record Statement(int line, List<String> words, @Nullable String target, @Nullable String document,
			boolean expanded) {
	}

}
