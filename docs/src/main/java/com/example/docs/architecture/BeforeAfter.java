package com.example.docs.architecture;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.example.lab.assembly.Assembly;

/**
 * The picture of a stage beside that of the stage before, with what is new in colour.
 */
public final class BeforeAfter {

	private final int number;

	private final Architecture before;

	private final Architecture after;

	/**
	 * Draws both.
	 * @param number of the later stage
	 * @param before the stage before, synthesised
	 * @param after the stage, synthesised
	 */
	public BeforeAfter(int number, Assembly before, Assembly after) {
		this.number = number;
		this.before = new Architecture(before);
		this.after = new Architecture(after).since(this.before);
	}

	/**
	 * Two pictures, and all parts of the later stage folded below; each is a link to
	 * itself in full size.
	 * @return AsciiDoc
	 */
	public String block() {
		return """
				[.before-after]
				--
				%s
				%s
				--

				.All parts of stage %d
				[%%collapsible]
				====
				%s====
				""".formatted(
				picture("Before: stage %d".formatted(this.number - 1), "before",
						"What requests pass through on stage %d, for comparison with stage %d."
							.formatted(this.number - 1, this.number),
						this.before.requestPath()),
				picture("After: stage %d, new parts in colour".formatted(this.number), "after", difference(),
						this.after.requestPath()),
				this.number, picture("Also services and alarms", "all", allParts(), this.after.plantUml()));
	}

	private String picture(String title, String name, String alternative, String plantUml) {
		String file = "stage-%02d-architecture-%s".formatted(this.number, name);
		return """
				.%s
				[plantuml,target=%s,format=svg,caption="",link=%2$s.svg,alt="%s"]
				....
				%s....
				""".formatted(title, file, alternative, plantUml);
	}

	private String allParts() {
		return "All parts of stage %d: %s.".formatted(this.number, titles(this.after.parts(), (part) -> true));
	}

	/**
	 * Says what a person sees who compares the two.
	 */
	String difference() {
		List<Part> gone = this.before.parts()
			.stream()
			.filter((part) -> this.after.parts().stream().noneMatch(part::isSame))
			.toList();
		return "From stage %d to stage %d. New: %s. Gone: %s. As before: %s.".formatted(this.number - 1, this.number,
				titles(this.after.parts(), Part::added), titles(gone, (part) -> true),
				titles(this.after.parts(), (part) -> !part.added()));
	}

	private static String titles(List<Part> parts, Predicate<Part> wanted) {
		String titles = parts.stream()
			.filter(wanted)
			.map((part) -> part.title() + ((part.zone() != null) ? " in " + part.zone() : ""))
			.collect(Collectors.joining(", "));
		return titles.isEmpty() ? "nothing" : titles;
	}

}
