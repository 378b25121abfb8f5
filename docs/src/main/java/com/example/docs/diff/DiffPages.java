package com.example.docs.diff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

import com.example.lab.assembly.Assembly;
import com.example.lab.compare.Change;
import com.example.lab.compare.Changes;
import com.example.lab.compare.Entries;
import com.example.lab.compare.Entry;
import com.example.lab.compare.Part;
import com.example.lab.compare.TemplateEntries;
import com.example.lab.stage.StageFolder;

/** All differences of two neighbouring stages, as AsciiDoc pages with HTML in them. */
public final class DiffPages {

	private final StageFolder before;

	private final StageFolder stage;

	private final List<Page> pages = new ArrayList<>();

	/**
	 * Compares two stages.
	 * @param before the stage before
	 * @param old its assembly
	 * @param stage the stage
	 * @param now its assembly
	 */
	public DiffPages(StageFolder before, Assembly old, StageFolder stage, Assembly now) {
		this.before = before;
		this.stage = stage;
		List<Change> changes = new Changes(before, stage).list();
		for (Part part : Part.values()) {
			List<Entry> entries = (part == Part.TEMPLATE) ? TemplateEntries.of(old, now)
					: Entries.of(changes.stream().filter((change) -> change.part() == part).toList());
			this.pages
				.addAll(Page.of(part, entries, "./workshop diff %d %d".formatted(before.number(), stage.number())));
		}
	}

	/**
	 * The folder of the pages.
	 * @return such as {@code diffs/01-02}
	 */
	public String folder() {
		return folder(this.before, this.stage);
	}

	/**
	 * The folder of the pages of two stages.
	 * @param before the stage before
	 * @param stage the stage
	 * @return such as {@code diffs/01-02}
	 */
	public static String folder(StageFolder before, StageFolder stage) {
		return "diffs/%02d-%02d".formatted(before.number(), stage.number());
	}

	/**
	 * Writes the pages.
	 * @param folder where the sources of the pages are
	 * @throws IOException if a file cannot be written
	 */
	public void write(Path folder) throws IOException {
		Path own = folder.resolve(folder());
		Files.createDirectories(own);
		Files.writeString(own.resolve("index.adoc"), overview());
		for (Page page : this.pages) {
			String title = "%s: from stage %d to %d".formatted(page.title(), this.before.number(), this.stage.number());
			String description = "%s, file by file with the reasons: what stage %d changes against stage %d of the workshop."
				.formatted(page.title(), this.stage.number(), this.before.number());
			Files.writeString(own.resolve(page.file() + ".adoc"), page(title, description, body(page)));
		}
	}

	/**
	 * The entries of the navigation.
	 * @return lines of AsciiDoc
	 */
	public String navigation() {
		return "** xref:%s/index.adoc[From stage %d to %d]\n".formatted(folder(), this.before.number(),
				this.stage.number())
				+ this.pages.stream()
					.map((page) -> "*** xref:%s/%s.adoc[%s]\n".formatted(folder(), page.file(), page.title()))
					.collect(Collectors.joining());
	}

	private String body(Page page) {
		return "<p>%s on this page. <a href=\"index.html\">All differences from stage %d to %d</a></p>\n".formatted(
				Html.counts(page.added(), page.removed()), this.before.number(), this.stage.number()) + page.body();
	}

	private String overview() {
		List<Page> files = this.pages.stream().filter((page) -> page.part() != Part.TEMPLATE).toList();
		StringBuilder body = new StringBuilder(
				"<table class=\"tableblock\"><thead><tr><th>Page</th>%s%s%s</tr></thead><tbody>\n".formatted(
						number("th", "Differences"), number("th", "Lines added"), number("th", "Lines removed")));
		this.pages.forEach((page) -> body
			.append(row("<a href=\"%s.html\">%s</a>".formatted(page.file(), page.title()), List.of(page))));
		body.append(row("All files, without the template", files)).append("</tbody></table>\n");
		this.pages.forEach(
				(page) -> body.append("<h2>%s</h2>\n%s".formatted(page.title(), page.rows(page.file() + ".html"))));
		return page("From stage %d to %d".formatted(this.before.number(), this.stage.number()),
				"Every file and every resource that stage %d changes against stage %d of the workshop, each with its reason."
					.formatted(this.stage.number(), this.before.number()),
				body.toString());
	}

	private static String row(String title, List<Page> pages) {
		return "<tr><td>%s</td>%s%s%s</tr>\n".formatted(title,
				number("td", sum(pages, (page) -> page.entries().size())), number("td", sum(pages, Page::added)),
				number("td", sum(pages, Page::removed)));
	}

	private static String sum(List<Page> pages, ToIntFunction<Page> figure) {
		return "%,d".formatted(pages.stream().mapToInt(figure).sum());
	}

	private static String number(String element, String text) {
		return "<%s class=\"halign-right\">%s</%s>".formatted(element, text, element);
	}

	private static String page(String title, String description, String body) {
		return "= %s\n:description: %s\n:no-contents:\n\n++++\n%s++++\n".formatted(title, description, body);
	}

}
