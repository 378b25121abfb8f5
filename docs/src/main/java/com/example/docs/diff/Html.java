package com.example.docs.diff;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.example.docs.diff.Line.Word;
import com.example.lab.compare.Entry;

/** A difference as HTML, in one line of text: AsciiDoc looks at what begins a line. */
final class Html {

	/** What a browser does not show, or shows by turning round what follows. */
	private static final Pattern INVISIBLE = Pattern
		.compile("[\\x00-\\x08\\x0B-\\x1F\\x7F\\u200B-\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]");

	/** In characters: a page of that many and a shell around it loads quickly. */
	private static final int MOST = 100_000;

	private Html() {
	}

	/**
	 * A section with heading, reason and lines.
	 * @param entry the difference
	 * @param command prints it in a terminal
	 * @param open whether its lines are shown at once
	 */
	static String of(Entry entry, String command, boolean open) {
		String lines = Run.of(Lines.of(entry)).stream().map(Html::run).collect(Collectors.joining());
		String body = entry.note().isEmpty()
				? "<details%s><summary>%s</summary><div class=\"lines\" role=\"group\" aria-label=\"Lines of %s\" data-pagefind-ignore>%s</div></details>"
					.formatted((open && !entry.kind().equals("gone")) ? " open" : "", counts(entry),
							escape(entry.name()), lines)
				: "<p>%s</p>".formatted(escape(entry.note()));
		if (body.length() > MOST) {
			body = "<p>%s: too long for a page. See it with <code>%s</code>.</p>".formatted(counts(entry),
					escape(command));
		}
		return "<h3 id=\"%s\"><code>%s</code> <small class=\"kind\">%s</small></h3><p>%s</p>%s\n".formatted(id(entry),
				escape(entry.name()), escape(entry.kind()), why(entry), body);
	}

	/**
	 * What a link to it points to.
	 */
	static String id(Entry entry) {
		return entry.name().replaceAll("[^A-Za-z0-9]+", "-") + (entry.kind().equals("gone") ? "-gone" : "");
	}

	/**
	 * The reason, or the type, which is code.
	 */
	static String why(Entry entry) {
		return entry.why().contains("::") ? "<code>%s</code>".formatted(escape(entry.why())) : escape(entry.why());
	}

	/**
	 * How many lines are new and gone.
	 */
	static String counts(Entry entry) {
		return counts(entry.added(), entry.removed());
	}

	static String counts(int added, int removed) {
		return "%,d %s added, %,d removed".formatted(added, (added == 1) ? "line" : "lines", removed);
	}

	static String escape(String text) {
		String visible = INVISIBLE.matcher(text)
			.replaceAll((found) -> "[U+%04X]".formatted((int) found.group().charAt(0)));
		return visible.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
	}

	private static String run(Run run) {
		String lines = "<pre>%s</pre>".formatted(run.lines().stream().map(Html::line).collect(Collectors.joining()));
		return run.folded()
				? "<details><summary>%d equal lines</summary>%s</details>".formatted(run.lines().size(), lines) : lines;
	}

	private static String line(Line line) {
		String text = words(line.words());
		return switch (line.kind()) {
			case SAME -> "<span><i>%4d %4d</i>  %s</span>".formatted(line.before(), line.after(), text);
			case REMOVED -> "<del><i>%4d     </i>- %s</del>".formatted(line.before(), text);
			case ADDED -> "<ins><i>     %4d</i>+ %s</ins>".formatted(line.after(), text);
		};
	}

	private static String words(List<Word> words) {
		return words.stream()
			.map((word) -> word.marked() ? "<mark>%s</mark>".formatted(escape(word.text())) : escape(word.text()))
			.collect(Collectors.joining());
	}

}
