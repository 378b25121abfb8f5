package com.example.docs.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * From values to pixels.
 *
 * @param from the lowest value
 * @param to the highest value
 * @param start the pixel of the lowest
 * @param end the pixel of the highest
 * @param logarithmic whether each power of ten has the same length
 */
record Axis(double from, double to, double start, double end, boolean logarithmic) {

	private static final int TICKS = 5;

	double pixel(double value) {
		return this.start
				+ (this.end - this.start) * (scale(value) - scale(this.from)) / (scale(this.to) - scale(this.from));
	}

	private double scale(double value) {
		return this.logarithmic ? Math.log10(value) : value;
	}

	/**
	 * Round values from the lowest on: powers of ten, or steps of 1, 2 or 5.
	 */
	List<Double> ticks() {
		List<Double> ticks = new ArrayList<>();
		if (this.logarithmic) {
			for (double tick = this.from; tick <= this.to; tick *= 10) {
				ticks.add(tick);
			}
			return ticks;
		}
		double step = step((this.to - this.from) / TICKS);
		for (double tick = this.from; tick <= this.to; tick += step) {
			ticks.add(tick);
		}
		return ticks;
	}

	/**
	 * A value that is at least as high and ends on a tick.
	 */
	static double roundUp(double value) {
		double step = step(value / TICKS);
		return Math.ceil(value / step) * step;
	}

	private static double step(double least) {
		double power = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1e-9))));
		double factor = least / power;
		return Math.max(1, power * ((factor <= 1) ? 1 : (factor <= 2) ? 2 : (factor <= 5) ? 5 : 10));
	}

}
