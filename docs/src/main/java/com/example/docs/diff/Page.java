package com.example.docs.diff;

import java.util.ArrayList;
import java.util.List;

import com.example.lab.compare.Entry;
import com.example.lab.compare.Part;

/**
 * A page with differences of one part, or a number of them.
 *
 * @param part the part
 * @param number 1, or more if the part needs several
 * @param entries its differences
 * @param html the same, one each
 */
record Page(Part part, int number, List<Entry> entries, List<String> html) {

	/** In characters, without the shell around it. */
	private static final int MOST = 150_000;

	/**
	 * As few pages as hold all differences of a part.
	 * @param command prints a part in a terminal
	 */
	static List<Page> of(Part part, List<Entry> entries, String command) {
		List<Page> pages = new ArrayList<>();
		int room = 0;
		for (Entry entry : entries) {
			String html = Html.of(entry, "%s --part %s --only %s".formatted(command, part, entry.name()),
					part != Part.TESTS);
			if (html.length() > room) {
				pages.add(new Page(part, pages.size() + 1, new ArrayList<>(), new ArrayList<>()));
				room = MOST;
			}
			Page page = pages.get(pages.size() - 1);
			page.entries().add(entry);
			page.html().add(html);
			// Its row in the list of the page counts as well.
			room -= html.length() + 300;
		}
		return pages;
	}

	String file() {
		return (this.number == 1) ? this.part.toString() : "%s-%d".formatted(this.part, this.number);
	}

	String title() {
		String title = switch (this.part) {
			case APP -> "Application";
			case INFRA -> "CDK code";
			case TEMPLATE -> "Synthesised template";
			case MOVE -> "Move of the data";
			case TESTS -> "Tests";
		};
		return (this.number == 1) ? title : "%s, part %d".formatted(title, this.number);
	}

	int added() {
		return this.entries.stream().mapToInt(Entry::added).sum();
	}

	int removed() {
		return this.entries.stream().mapToInt(Entry::removed).sum();
	}

	/**
	 * A list of its differences, and the differences.
	 */
	String body() {
		StringBuilder body = new StringBuilder(rows(""));
		String heading = "";
		for (int i = 0; i < this.entries.size(); i++) {
			String next = this.entries.get(i).heading();
			if (!next.equals(heading)) {
				body.append("<h2>%s</h2>\n".formatted(Html.escape(next)));
				heading = next;
			}
			body.append(this.html.get(i));
		}
		return body.toString();
	}

	/**
	 * The list of its differences.
	 * @param file the page's file, if the list is on another
	 */
	String rows(String file) {
		StringBuilder rows = new StringBuilder("<ul class=\"changes\" data-pagefind-ignore>\n");
		for (Entry entry : this.entries) {
			int name = (this.part == Part.TEMPLATE) ? 0 : entry.name().lastIndexOf('/') + 1;
			rows.append(
					"<li><span><a href=\"%s#%s\"><code>%s</code></a> <code>%s</code></span> <span>%s</span> <span>%s</span> <span>+%,d −%,d</span></li>\n"
						.formatted(file, Html.id(entry), breakable(entry.name().substring(name)),
								breakable(entry.name().substring(0, name)), Html.why(entry), Html.escape(entry.kind()),
								entry.added(), entry.removed()));
		}
		return rows.append("</ul>\n").toString();
	}

	private static String breakable(String name) {
		return Html.escape(name).replaceAll("([/.:]+)", "$1<wbr>");
	}

}
