package com.example.lab.box;

import java.util.ArrayList;
import java.util.List;
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

	private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);

	private static final Pattern HERE_DOCUMENT = Pattern.compile("<<(-?)(['\"]?)([A-Za-z_]+)\\2");

	private static final Pattern REDIRECT = Pattern.compile(">\\s*(/\\S+)");

	private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|\\$\\([^)]*\\)|[^\\s'\"]+");

	private static final Pattern UNSUPPORTED = Pattern
		.compile("(^|\\s)(if|then|else|fi|for|while|do|done|case|esac|function)(\\s|$)|[|;&`]|\\(\\)");

	static UserData parse(String script) {
		List<Statement> statements = new ArrayList<>();
		String[] lines = script.split("\n", -1);
		for (int i = 0; i < lines.length; i++) {
			int first = i + 1;
			String line = lines[i].strip();
			while (line.endsWith("\\") && i + 1 < lines.length) {
				line = line.substring(0, line.length() - 1) + lines[++i].strip();
			}
			if (line.isEmpty() || line.startsWith("#")) {
				continue;
			}
			Matcher here = HERE_DOCUMENT.matcher(line);
			String document = null;
			if (here.find()) {
				StringBuilder text = new StringBuilder();
				String end = here.group(3);
				for (i++; i < lines.length && !lines[i].equals(end); i++) {
					text.append(lines[i]).append('\n');
				}
				if (i == lines.length) {
					throw new UserDataException(first, "the here document has no end " + end);
				}
				document = text.toString();
				line = here.replaceFirst("").strip();
			}
			statements.add(statement(first, line, document, document != null && here.group(2).isEmpty()));
		}
		return new UserData(statements);
	}

	private static Statement statement(int number, String line, @Nullable String document, boolean expanded) {
		Matcher assignment = ASSIGNMENT.matcher(line);
		if (assignment.matches()) {
			return new Statement(number, List.of("=", assignment.group(1), assignment.group(2)), null, null, false);
		}
		Matcher redirect = REDIRECT.matcher(line);
		String target = null;
		if (redirect.find()) {
			target = redirect.group(1);
			line = redirect.replaceFirst("").strip();
		}
		List<String> words = words(line);
		if (words.stream().anyMatch((word) -> !quoted(word) && UNSUPPORTED.matcher(word).find())) {
			throw new UserDataException(number,
					"the lab follows simple commands, assignments and here documents only: " + line);
		}
		return new Statement(number, words, target, document, expanded);
	}

	private static boolean quoted(String word) {
		return word.startsWith("'") || word.startsWith("\"") || word.startsWith("$(");
	}

	/**
	 * Splits at white space; neighbouring quoted and unquoted pieces make one word.
	 */
	private static List<String> words(String line) {
		List<String> words = new ArrayList<>();
		Matcher matcher = WORD.matcher(line);
		int end = -1;
		while (matcher.find()) {
			if (matcher.start() == end) {
				words.set(words.size() - 1, words.get(words.size() - 1) + matcher.group());
			}
			else {
				words.add(matcher.group());
			}
			end = matcher.end();
		}
		return words;
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
