package com.example.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import com.example.docs.diff.DiffPages;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;

/** The nine stages of the home page: as a table, and as a picture of nine steps. */
public final class Stages {

	private static final int STEP = 96;

	private static final int RISE = 36;

	private static final int TOP = 40;

	private final Workshop workshop;

	private final List<Line> lines;

	/**
	 * Reads the list of all stages.
	 * @param workshop the checkout
	 */
	public Stages(Workshop workshop) {
		this.workshop = workshop;
		this.lines = read(workshop.root().resolve("docs/src/docs/stages.csv")).stream().map(Line::parse).toList();
	}

	private static List<String> read(Path csv) {
		try {
			return Files.readAllLines(csv);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The rows of the table; a stage that is there is a link to its page.
	 * @param dollars what those stages cost a month, by their number
	 */
	String rows(Map<Integer, Double> dollars) {
		return this.lines.stream()
			.map((line) -> "|%d |%s |%s |%s |%s |%s\n".formatted(line.number(), name(line), line.users(), change(line),
					dollars.containsKey(line.number()) ? "%.0f".formatted(dollars.get(line.number()))
							: "about " + line.dollars(),
					line.minutes()))
			.collect(Collectors.joining());
	}

	private String name(Line line) {
		return folder(line).map((stage) -> "xref:stages/%s.adoc[%s]".formatted(stage.name().substring(6), line.name()))
			.orElse(line.name());
	}

	private String change(Line line) {
		return folder(line).flatMap((stage) -> before(stage).map((before) -> "%s (xref:%s/index.adoc[all differences])"
			.formatted(line.change(), DiffPages.folder(before, stage)))).orElse(line.change());
	}

	/**
	 * The stage before another one.
	 * @param stage a stage
	 * @return empty if there is none that has a guide
	 */
	public Optional<StageFolder> before(StageFolder stage) {
		return withGuide().stream().filter((other) -> other.number() == stage.number() - 1).findFirst();
	}

	/**
	 * The stages that have a guide, which the site is about.
	 * @return in their order
	 */
	public List<StageFolder> withGuide() {
		return this.lines.stream().flatMap((line) -> folder(line).stream()).toList();
	}

	/**
	 * From how many users on a stage is needed, as the list has it.
	 * @param number 1 to 9
	 * @return with commas between thousands
	 */
	String users(int number) {
		return this.lines.get(number - 1).users();
	}

	private Optional<StageFolder> folder(Line line) {
		return this.workshop.stages()
			.stream()
			.filter((stage) -> line.guide() && stage.number() == line.number())
			.findFirst();
	}

	/**
	 * A staircase, one step for each stage, those that are there in full colour.
	 * @return an SVG file
	 */
	String picture() {
		int height = TOP + RISE * this.lines.size();
		StringBuilder svg = new StringBuilder(
				"""
						<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" text-anchor="middle">
						"""
					.formatted(STEP * this.lines.size(), height));
		for (Line line : this.lines) {
			boolean there = folder(line).isPresent();
			int left = STEP * (line.number() - 1);
			int top = height - RISE * line.number();
			svg.append("""
					<rect x="%d" y="%d" width="%d" height="%d" rx="4" fill="%s"/>
					<text x="%d" y="%d" font-size="24" font-weight="700" fill="%s">%d</text>
					<text x="%d" y="%d" font-size="17" fill="#1c2128">%s</text>
					""".formatted(left + 2, top, STEP - 4, height - top, there ? "#a84300" : "#e4e8ec", left + STEP / 2,
					top + 28, there ? "#ffffff" : "#57606a", line.number(), left + STEP / 2, top - 10,
					line.shortUsers()));
		}
		return svg.append("</svg>\n").toString();
	}

	/**
	 * One stage.
	 *
	 * @param number 1 to 9
	 * @param name its name
	 * @param users from how many users on it is needed
	 * @param change what it brings
	 * @param dollars a month, an estimate for as long as its guide is not written
	 * @param minutes to follow its guide
	 * @param guide whether that is written
	 */
	private record Line(int number, String name, String users, String change, String dollars, String minutes,
			boolean guide) {

		private String shortUsers() {
			String shortened = this.users.replace(",000,000", " M").replace(",000", " K");
			return shortened.equals("1") ? "1 user" : shortened;
		}

		private static Line parse(String line) {
			String[] fields = line.split(";");
			return new Line(Integer.parseInt(fields[0]), fields[1], fields[2], fields[3], fields[4], fields[5],
					fields[6].equals("guide"));
		}

	}

}
