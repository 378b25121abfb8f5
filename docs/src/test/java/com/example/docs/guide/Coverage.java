package com.example.docs.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/** How many command blocks run, beside the number that is committed for each page. */
final class Coverage {

	private Coverage() {
	}

	/**
	 * Compares the pages with the committed numbers.
	 * @param pages all pages
	 * @param committed page = number of blocks that run
	 * @return one complaint for each number that is not true; empty if all are
	 */
	static List<String> complaints(List<GuidePage> pages, Properties committed) {
		List<String> complaints = new ArrayList<>();
		TreeSet<String> gone = new TreeSet<>(committed.stringPropertyNames());
		for (GuidePage page : pages) {
			gone.remove(page.name());
			int before = Integer.parseInt(committed.getProperty(page.name(), "0"));
			if (page.running() < before) {
				complaints.add("%s runs %d command blocks, and %d before: coverage may not fall".formatted(page.name(),
						page.running(), before));
			}
			if (page.running() > before) {
				complaints.add("%s runs %d command blocks, and %d before: write %1$s=%2$d".formatted(page.name(),
						page.running(), before));
			}
		}
		gone.forEach((name) -> complaints.add("%s is no page any more: remove its line".formatted(name)));
		return complaints;
	}

}
