package com.example.lab.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.example.lab.cost.Bill;
import com.example.lab.cost.Charge;
import com.example.lab.cost.StageCost;
import com.example.lab.cost.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A bill as a table.
 *
 * @param cost the stage
 * @param before the stage before; null if there is none
 * @param users how many users both have
 */
record CostReport(StageCost cost, @Nullable StageCost before, long users) {

	private static final double LEAST = 0.005;

	String text() {
		Bill bill = this.cost.bill(Usage.of(this.users));
		List<String> parts = new ArrayList<>();
		parts.add("%s in %s with %s, list prices of %s".formatted(Terminal.bold(this.cost.name()),
				this.cost.prices().region(), people(this.users), bill.oldestPrice()));
		parts.add(Terminal.table(
				List.of("RESOURCE", "TYPE", "BILLED", "QUANTITY A MONTH", "PRICE", "       USD", "    CHANGE"),
				rows(bill)));
		parts.add(Terminal.table(List.of("TOTAL", "       USD", ""), totals(bill)));
		List<List<String>> free = freeEnds();
		if (!free.isEmpty()) {
			parts.add(Terminal.table(List.of("FREE IN A MONTH", "RESOURCE", "BILLED", "FROM"), free));
		}
		if (!bill.unpriced().isEmpty()) {
			parts.add(Terminal.yellow("Not included in the totals:"));
			bill.unpriced().forEach((line) -> parts.add(Terminal.yellow("- " + line)));
			parts.add(Terminal.yellow("The tables are in lab/src/main/resources/com/example/lab/cost."));
		}
		bill.assumptions().forEach((line) -> parts.add(Terminal.faint("- " + line)));
		parts.add(Terminal.faint(
				"- The template sets the number of servers, for any number of users. Free trials of new accounts are not included."));
		if (bill.charges().stream().anyMatch((charge) -> !charge.price().checked())) {
			parts.add(Terminal.faint(
					"~ not verified: lab/src/main/resources/com/example/lab/cost/prices.csv names the page to check it on."));
		}
		return String.join(System.lineSeparator(), parts);
	}

	private List<List<String>> rows(Bill bill) {
		Map<String, Double> before = new LinkedHashMap<>();
		if (this.before != null) {
			this.before.bill(Usage.of(this.users))
				.charges()
				.forEach((charge) -> before.merge(key(charge), charge.usd(), Double::sum));
		}
		List<List<String>> rows = new ArrayList<>();
		for (Charge charge : bill.charges()) {
			Double old = before.remove(key(charge));
			rows.add(List.of(charge.resource().name(), charge.resource().type(), charge.billed(), quantity(charge),
					(charge.price().checked() ? "" : "~") + charge.price().usd().toPlainString(), dollars(charge.usd()),
					change(charge.usd(), old)));
		}
		before.forEach((key, usd) -> {
			String[] names = key.split(";");
			rows.add(List.of(names[0], names[1], names[2], "gone", "", dollars(0), change(0, usd)));
		});
		return rows;
	}

	private List<List<String>> freeEnds() {
		return this.cost.freeEnds()
			.stream()
			.map((end) -> List.of("%s %s".formatted(number(end.charge().free()), end.charge().price().unit()),
					end.charge().resource().name(), end.charge().billed(), people(end.users())))
			.toList();
	}

	private List<List<String>> totals(Bill bill) {
		double month = bill.total();
		double awake = this.cost.monthAwake(this.users);
		List<List<String>> rows = new ArrayList<>();
		rows.add(List.of("an hour", dollars(month / Usage.HOURS), ""));
		rows.add(List.of("a workshop day of %d hours".formatted(StageCost.DAY), dollars(this.cost.day(this.users)),
				(awake > month) ? "the database never pauses" : ""));
		rows.add(List.of("left running for a month", dollars(this.cost.month(0)), "without users"));
		rows.add(List.of("a month", dollars(month), "with " + people(this.users)));
		rows.add(List.of("a month, for each user", dollars(month / this.users), ""));
		if (awake > month) {
			rows.add(List.of("a month, kept awake", dollars(awake), "one connection that stays open is enough"));
		}
		if (this.before != null) {
			double old = this.before.month(this.users);
			rows.add(List.of("difference to the stage before", dollars(month - old),
					"%s costs %s with %s too".formatted(this.before.name(), dollars(old).strip(), people(this.users))));
		}
		return rows;
	}

	private static String quantity(Charge charge) {
		String quantity = "%s %s".formatted(number(charge.quantity()), charge.price().unit());
		if (charge.free() == 0) {
			return quantity;
		}
		return (charge.free() == charge.quantity()) ? quantity + ", free"
				: "%s, %s free".formatted(quantity, number(charge.free()));
	}

	private static String key(Charge charge) {
		return String.join(";", charge.resource().name(), charge.resource().type(), charge.billed());
	}

	private String change(double usd, @Nullable Double old) {
		if (this.before == null) {
			return "";
		}
		double change = usd - ((old != null) ? old : 0);
		return (Math.abs(change) < LEAST) ? "" : String.format(Locale.ROOT, "%+10.2f", change);
	}

	static String people(long users) {
		return (users == 1) ? "1 user" : String.format(Locale.ROOT, "%,d users", users);
	}

	/** Rounded to a cent; a smaller amount is shown as less than one. */
	static String dollars(double usd) {
		String text = (usd > 0 && usd < LEAST) ? "<0.01" : String.format(Locale.ROOT, "%,.2f", usd);
		return "%10s".formatted(text);
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (value == Math.rint(value)) ? "%,.0f" : "%,.3f", value);
	}

}
