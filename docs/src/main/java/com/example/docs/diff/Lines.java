package com.example.docs.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.example.docs.diff.Line.Kind;
import com.example.docs.diff.Line.Word;
import com.example.lab.compare.Entry;
import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.DeltaType;

/** The lines of a difference, with the words that changed in them. */
final class Lines {

	private static final Pattern WORD = Pattern.compile("\\w+|\\s+|[^\\w\\s]");

	/** Of lines with less in common, the words say nothing. */
	private static final double ALIKE = 0.5;

	private final List<Line> lines = new ArrayList<>();

	private int before;

	private int after;

	private Lines() {
	}

	static List<Line> of(Entry entry) {
		Lines lines = new Lines();
		for (AbstractDelta<String> delta : DiffUtils.diff(entry.before(), entry.after(), true).getDeltas()) {
			Chunk<String> source = delta.getSource();
			Chunk<String> target = delta.getTarget();
			if (delta.getType() == DeltaType.EQUAL) {
				source.getLines().forEach(lines::same);
			}
			else {
				lines.change(source.getLines(), target.getLines());
			}
		}
		return lines.lines;
	}

	private void same(String text) {
		this.lines.add(new Line(Kind.SAME, ++this.before, ++this.after, List.of(new Word(text, false))));
	}

	/**
	 * A removed line belongs to the first added one that is like it, in their order.
	 */
	private void change(List<String> removed, List<String> added) {
		List<List<Word>> old = new ArrayList<>(removed.stream().map(Lines::plain).toList());
		List<List<Word>> now = new ArrayList<>(added.stream().map(Lines::plain).toList());
		int next = 0;
		for (int i = 0; i < removed.size(); i++) {
			for (int j = next; j < added.size(); j++) {
				Pair pair = Pair.of(removed.get(i), added.get(j));
				if (pair.alike() >= ALIKE) {
					old.set(i, pair.before());
					now.set(j, pair.after());
					next = j + 1;
					break;
				}
			}
		}
		old.forEach((words) -> this.lines.add(new Line(Kind.REMOVED, ++this.before, 0, words)));
		now.forEach((words) -> this.lines.add(new Line(Kind.ADDED, 0, ++this.after, words)));
	}

	private static List<Word> plain(String text) {
		return List.of(new Word(text, false));
	}

	/**
	 * Two lines, compared by word.
	 *
	 * @param before of the stage before
	 * @param after of the stage
	 * @param alike from 0, nothing in common, to 1
	 */
	private record Pair(List<Word> before, List<Word> after, double alike) {

		static Pair of(String before, String after) {
			List<Word> old = new ArrayList<>();
			List<Word> now = new ArrayList<>();
			int common = 0;
			for (AbstractDelta<String> delta : DiffUtils.diff(words(before), words(after), true).getDeltas()) {
				boolean same = delta.getType() == DeltaType.EQUAL;
				String gone = String.join("", delta.getSource().getLines());
				String come = String.join("", delta.getTarget().getLines());
				add(old, gone, !same);
				add(now, come, !same);
				common += same ? gone.strip().length() : 0;
			}
			int longest = Math.max(before.strip().length(), after.strip().length());
			return new Pair(old, now, (longest > 0) ? (double) common / longest : 0);
		}

		private static void add(List<Word> words, String text, boolean marked) {
			if (!text.isEmpty()) {
				words.add(new Word(text, marked));
			}
		}

		private static List<String> words(String line) {
			return WORD.matcher(line).results().map(MatchResult::group).toList();
		}

	}

}
