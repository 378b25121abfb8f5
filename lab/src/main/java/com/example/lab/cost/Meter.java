package com.example.lab.cost;

import java.util.List;
import java.util.stream.Stream;

/**
 * One thing that AWS bills of a type of resource: a line of {@code meters.csv}.
 *
 * @param type the resource's type
 * @param each the list property whose elements are billed one by one; may be empty
 * @param condition when it is billed; may be empty
 * @param billed what it is called
 * @param price key of the price, with placeholders
 * @param quantity factors of a month's quantity, with placeholders
 */
record Meter(String type, String each, String condition, String billed, String price, String quantity) {

	private static final String AWAKE = "awake";

	static List<Meter> read() {
		return Table.read("meters.csv", ";", 6)
			.stream()
			.map((cells) -> new Meter(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]))
			.toList();
	}

	/**
	 * How much of it is billed in a month.
	 */
	double quantity(Properties properties, Usage usage) {
		double product = 1;
		for (String factor : this.quantity.split(" \\* ")) {
			String filled = properties.fill(factor);
			if (factor.startsWith(AWAKE)) {
				product *= usage.awake(Double.parseDouble(filled.substring(AWAKE.length())));
			}
			else {
				product *= filled.matches("[\\d.]+") ? Double.parseDouble(filled) : usage.quantity(filled);
			}
		}
		return product;
	}

	/**
	 * The names of the quantities that it uses.
	 */
	List<String> names() {
		return Stream.of(this.quantity.split(" \\* ")).map((factor) -> factor.replaceFirst("\\{.*", "")).toList();
	}

}
