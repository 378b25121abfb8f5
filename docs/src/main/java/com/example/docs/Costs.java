package com.example.docs;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.example.lab.assembly.Assembly;
import com.example.lab.cost.Bill;
import com.example.lab.cost.Budget;
import com.example.lab.cost.Charge;
import com.example.lab.cost.Prices;
import com.example.lab.cost.StageCost;
import com.example.lab.cost.Usage;
import com.example.lab.stage.StageFolder;

/**
 * What a stage costs with its own number of users, in two Regions, for its guide and the
 * home page.
 *
 * @param here in us-east-1
 * @param seoul in ap-northeast-2
 */
record Costs(StageCost here, StageCost seoul) {

	static Costs of(StageFolder stage, Assembly assembly) {
		Budget budget = Budget.of(stage);
		Function<String, StageCost> in = (region) -> new StageCost(stage.name(), budget, assembly, Prices.of(region));
		return new Costs(in.apply(Prices.DEFAULT_REGION), in.apply("ap-northeast-2"));
	}

	/**
	 * The rows of the guide's table.
	 */
	String rows() {
		List<Charge> charges = bill(this.here).charges();
		List<Charge> others = bill(this.seoul).charges();
		return IntStream.range(0, charges.size())
			.mapToObj((i) -> "|%s |%s |%s |%s |%s |%s\n".formatted(
					charges.get(i).resource().name().replace("/", "/{zwsp}"), charges.get(i).billed(),
					quantity(charges.get(i)), charges.get(i).price().usd().toPlainString(),
					dollars(charges.get(i).usd()), dollars(others.get(i).usd())))
			.collect(Collectors.joining());
	}

	/**
	 * Attributes for the guide, such as {@code cost-month}.
	 * @return lines of AsciiDoc
	 */
	String attributes() {
		return """
				:cost-month: %s
				:cost-month-seoul: %s
				:cost-hour: %s
				:cost-prices: %s
				:budget: %.0f
				""".formatted(dollars(month()), dollars(this.seoul.month(users())), dollars(month() / Usage.HOURS),
				bill(this.here).oldestPrice(), Math.ceil(this.here.budget().usdAMonth())) + deployed("", this.here)
				+ deployed("-seoul", this.seoul) + free();
	}

	/** With how many users a stage behind an edge begins to pay for traffic. */
	private String free() {
		return this.here.freeEnds()
			.stream()
			.filter((end) -> end.charge().resource().type().equals("AWS::CloudFront::Distribution")
					&& end.charge().price().unit().equals("GB"))
			.map((end) -> String.format(Locale.ROOT, """
					:cost-free-gb: %,.0f
					:cost-free-price: %s
					:cost-free-users: %,d
					""", end.charge().free(), end.charge().price().usd().toPlainString(), end.users()))
			.collect(Collectors.joining());
	}

	/**
	 * Prices for a deployment, with and without users who keep its database awake.
	 */
	private String deployed(String region, StageCost cost) {
		return String.format(Locale.ROOT, """
				:cost-hour-awake%1$s: %2$.3f
				:cost-month-awake%1$s: %3$s
				:cost-day%1$s: %4$s
				:cost-forgotten%1$s: %5$s
				""", region, cost.monthAwake(users()) / Usage.HOURS, dollars(cost.monthAwake(users())),
				dollars(cost.day(users())), dollars(cost.month(0)));
	}

	/**
	 * Dollars a month in us-east-1.
	 */
	double month() {
		return this.here.month(users());
	}

	private long users() {
		return this.here.budget().users();
	}

	private static Bill bill(StageCost cost) {
		Bill bill = cost.bill(Usage.of(cost.budget().users()));
		if (!bill.unpriced().isEmpty()) {
			throw new IllegalStateException(String.join("\n", bill.unpriced()));
		}
		return bill;
	}

	private static String quantity(Charge charge) {
		double value = charge.quantity();
		return String.format(Locale.ROOT, (value == Math.rint(value)) ? "%,.0f %s" : "%,.3f %s", value,
				charge.price().unit());
	}

	private static String dollars(double usd) {
		return (usd > 0 && usd < 0.005) ? "<0.01" : String.format(Locale.ROOT, "%,.2f", usd);
	}

}
