package com.example.docs.diff;

import java.util.ArrayList;
import java.util.List;

import com.example.docs.diff.Line.Kind;

/**
 * Lines that are shown together.
 *
 * @param folded whether a reader has to ask for them: nothing changes in them or near
 * them
 * @param lines one or more
 */
record Run(boolean folded, List<Line> lines) {

	private static final int CONTEXT = 3;

	/** To fold less costs more room than it saves. */
	private static final int LEAST = 4;

	static List<Run> of(List<Line> lines) {
		List<Run> runs = new ArrayList<>();
		int shown = 0;
		int at = 0;
		while (at < lines.size()) {
			int end = at;
			while (end < lines.size() && lines.get(end).kind() == Kind.SAME) {
				end++;
			}
			int from = (at == 0) ? 0 : at + CONTEXT;
			int to = (end == lines.size()) ? end : end - CONTEXT;
			if (to - from >= LEAST) {
				add(runs, false, lines.subList(shown, from));
				add(runs, true, lines.subList(from, to));
				shown = to;
			}
			at = Math.max(end, at + 1);
		}
		add(runs, false, lines.subList(shown, lines.size()));
		return runs;
	}

	private static void add(List<Run> runs, boolean folded, List<Line> lines) {
		if (!lines.isEmpty()) {
			runs.add(new Run(folded, lines));
		}
	}

}
