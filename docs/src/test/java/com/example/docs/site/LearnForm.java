package com.example.docs.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/**
 * The form of a page that says {@code :form: learn}: its sections by their roles in their
 * order, how many words each may have, and how much code it shows. What is folded does
 * not count for its section, but for the whole page. The solution of an exercise is no
 * listing, because only readers who have tried it unfold it.
 */
final class LearnForm {

	private static final String FACTS = "facts";

	private static final List<Limit> LIMITS = List.of(new Limit(FACTS, 80, 0), new Limit("case", 120, 0),
			new Limit("pictures", 60, 0), new Limit("break", 200, 1), new Limit("up", 100, 1),
			new Limit("changed", 600, 4), new Limit("hold", 400, 3), new Limit("scoreboard", 40, 0),
			new Limit("cost", 80, 0), new Limit("exercises", 80, 0), new Limit("stop", 60, 0),
			new Limit("recap", 50, 0), new Limit("now", 60, 0));

	private static final int MOST_WORDS = 1_900;

	private static final int MOST_LISTINGS = 5;

	private static final int MOST_LINES = 15;

	private static final int MOST_HEADINGS = 20;

	/** What a reader runs or sees, which is no listing. */
	private static final Set<String> NO_LISTING = Set.of("shell", "bash", "sh", "console", "text", "powershell", "cmd",
			"");

	private LearnForm() {
	}

	static boolean applies(Document page) {
		return page.select("main").attr("data-form").equals("learn");
	}

	/**
	 * What is not as the form wants it.
	 * @return a sentence for each fault
	 */
	static List<String> faults(Document page) {
		List<String> faults = new ArrayList<>();
		List<String> roles = page.select("main .sect1").stream().map(LearnForm::role).toList();
		List<String> wanted = LIMITS.stream().map(Limit::role).filter((role) -> !role.equals(FACTS)).toList();
		if (!roles.equals(wanted)) {
			faults.add("The roles of the sections are %s, not %s.".formatted(roles, wanted));
		}
		for (Limit limit : LIMITS) {
			page.select(limit.role().equals(FACTS) ? "main #preamble" : "main .sect1." + limit.role())
				.forEach((section) -> limit.check(section, faults));
		}
		atMost(faults, "The page", words(page.select("main")), MOST_WORDS, "words");
		atMost(faults, "The page", page.select("main :is(h2, h3, h4)").size(), MOST_HEADINGS, "headings");
		List<Element> listings = page.select("main pre code")
			.stream()
			.filter((code) -> !NO_LISTING.contains(code.attr("data-lang")) && code.closest(".exercise") == null)
			.toList();
		atMost(faults, "The page", listings.size(), MOST_LISTINGS, "listings");
		listings.forEach((listing) -> atMost(faults,
				"The listing that begins with \"%s\"".formatted(listing.wholeText().lines().findFirst().orElse("")),
				(int) listing.wholeText().lines().count(), MOST_LINES, "lines"));
		return faults;
	}

	private static String role(Element section) {
		return section.classNames().stream().filter((name) -> !name.equals("sect1")).findFirst().orElse("none");
	}

	private static void atMost(List<String> faults, String what, int count, int most, String unit) {
		if (count > most) {
			faults.add("%s has %d %s, over %d.".formatted(what, count, unit, most));
		}
	}

	/**
	 * Words to read: no code, output, picture or generated table.
	 */
	private static int words(Elements elements) {
		Elements text = elements.clone();
		text.select("pre, figure, .imageblock, .legend, .scoreboard, .generated, .pager, h1, h2, h3, h4").remove();
		String all = text.text().strip();
		return all.isEmpty() ? 0 : all.split("\\s+").length;
	}

	/**
	 * How long a section may be.
	 *
	 * @param role of the section
	 * @param words it may have
	 * @param parts headings below its own
	 */
	private record Limit(String role, int words, int parts) {

		private void check(Element section, List<String> faults) {
			Element visible = section.clone();
			visible.select("details").remove();
			String name = "The section %s".formatted(this.role);
			atMost(faults, name, LearnForm.words(new Elements(visible)), this.words, "words that are not folded");
			atMost(faults, name, section.select("h3").size(), this.parts, "parts");
		}

	}

}
