package com.example.lab.cost;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A list price on demand.
 *
 * @param usd dollars for one unit
 * @param unit such as {@code hour}
 * @param free units a month that AWS never charges
 * @param date when it was looked up
 * @param checked whether it was seen in a public document, or is from memory
 * @param source where to check it
 */
public record Price(BigDecimal usd, String unit, double free, LocalDate date, boolean checked, String source) {

	static Price parse(String[] cells) {
		if (!cells[6].equals("quoted") && !cells[6].equals("unchecked")) {
			throw new IllegalArgumentException(
					"%s of %s is neither quoted nor unchecked".formatted(cells[1], cells[0]));
		}
		return new Price(new BigDecimal(cells[2]), cells[3], Double.parseDouble(cells[4]), LocalDate.parse(cells[5]),
				cells[6].equals("quoted"), cells[7]);
	}

}
