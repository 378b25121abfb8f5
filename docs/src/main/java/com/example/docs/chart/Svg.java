package com.example.docs.chart;

import java.util.List;
import java.util.Locale;

/**
 * A chart for a page, with its name and its description for those who do not see it. Its
 * colours are those of the page, by the classes of {@code site.css}.
 */
final class Svg {

	static final int WIDTH = 720;

	private final StringBuilder shapes = new StringBuilder();

	/**
	 * Adds any shape.
	 * @param shape an element as a format
	 */
	Svg add(String shape, Object... values) {
		this.shapes.append(String.format(Locale.ROOT, shape, values)).append('\n');
		return this;
	}

	Svg line(String style, double fromX, double fromY, double toX, double toY) {
		return add("<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>", style, fromX, fromY, toX, toY);
	}

	Svg bar(String style, double x, double y, double width, double height) {
		return (height > 0) ? add("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", style, x,
				y, width, height) : this;
	}

	/**
	 * Adds words.
	 * @param anchor what of them is at the place: start, middle or end
	 */
	Svg text(String anchor, double x, double y, String text) {
		return add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escape(text));
	}

	/**
	 * Adds a line through points.
	 */
	Svg polyline(String style, List<double[]> points) {
		StringBuilder path = new StringBuilder();
		points.forEach((point) -> path
			.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", point[0], point[1])));
		return points.isEmpty() ? this : add("<path class=\"%s\" d=\"%s\"/>", style, path);
	}

	/** A vertical axis with lines across the chart. */
	Svg vertical(Axis axis, double left, double right, String unit) {
		for (double tick : axis.ticks()) {
			line("grid", left, axis.pixel(tick), right, axis.pixel(tick));
			text("end", left - 6, axis.pixel(tick) + 5, number(tick));
		}
		return text("start", left, axis.end() - 10, unit);
	}

	/** A horizontal axis. */
	Svg horizontal(Axis axis, double y, String unit) {
		for (double tick : axis.ticks()) {
			line("grid", axis.pixel(tick), y, axis.pixel(tick), y + 5);
			text("middle", axis.pixel(tick), y + 20, number(tick));
		}
		return text("end", axis.end(), y + 38, unit);
	}

	/**
	 * The chart as a block of a page.
	 * @param id of the chart, unique on the page
	 * @return AsciiDoc
	 */
	String block(String id, int height, String title, String description) {
		return """
				++++
				<figure class="chart"><svg viewBox="0 0 %d %d" role="img" aria-labelledby="%s-title %3$s-desc">
				<title id="%3$s-title">%s</title>
				<desc id="%3$s-desc">%s</desc>
				%s</svg><figcaption>%4$s</figcaption></figure>
				++++
				""".formatted(WIDTH, height, id, escape(title), escape(description), this.shapes);
	}

	static String number(double value) {
		return String.format(Locale.ROOT, "%,.0f", value);
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
	}

}
