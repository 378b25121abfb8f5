package com.example.lab.cost;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.stage.WorkshopException;

/**
 * What the resources of an assembly cost in a month. A resource with a condition counts:
 * that is the stage when it is complete.
 *
 * @param charges its lines, those of a resource together, in the order of the template
 * @param assumptions what was assumed about usage, in sentences
 * @param unpriced what may cost something and has no price, in sentences that say what to
 * do; it is not in the total
 */
public record Bill(List<Charge> charges, List<String> assumptions, List<String> unpriced) {

	private static final Map<String, List<Meter>> METERS = Meter.read()
		.stream()
		.collect(Collectors.groupingBy(Meter::type));

	private static final Map<String, String> FREE = Table.read("free-types.txt", "\\s+", 2)
		.stream()
		.collect(Collectors.toMap((cells) -> cells[0], (cells) -> cells[1]));

	/**
	 * Calculates the bill.
	 * @param assembly what the CDK synthesised
	 * @param prices the prices of a Region; a stack whose CDK code names another has
	 * those of that one
	 * @param usage how much is used
	 * @return the bill of a month
	 * @throws WorkshopException if a property that the price depends on is missing, or is
	 * an expression
	 */
	public static Bill of(Assembly assembly, Prices prices, Usage usage) {
		Reckoning reckoning = new Reckoning(usage);
		assembly.stacks()
			.forEach((stack) -> reckoning.add(stack, stack.agnostic() ? prices : Prices.of(stack.region())));
		return reckoning.bill();
	}

	/**
	 * All of it.
	 * @return dollars a month
	 */
	public double total() {
		return this.charges.stream().mapToDouble(Charge::usd).sum();
	}

	/**
	 * How old the oldest price is.
	 * @return its date
	 */
	public LocalDate oldestPrice() {
		return this.charges.stream()
			.map((charge) -> charge.price().date())
			.min(LocalDate::compareTo)
			.orElseGet(LocalDate::now);
	}

	private static final class Reckoning {

		private final Usage usage;

		private final List<Charge> charges = new ArrayList<>();

		private final Set<String> names = new LinkedHashSet<>();

		private final List<String> faults = new ArrayList<>();

		/**
		 * What is left of a free quantity, which is the account's and not a resource's.
		 */
		private final Map<String, Double> free = new HashMap<>();

		private Reckoning(Usage usage) {
			this.usage = usage;
		}

		private void add(StackTemplate stack, Prices prices) {
			for (Resource resource : stack.resources()) {
				Collection<Meter> meters = METERS.getOrDefault(resource.type(), List.of());
				if (meters.isEmpty() && !FREE.containsKey(resource.type())) {
					this.faults.add(
							"%s (construct %s) has no price. Add its lines to meters.csv, or one to free-types.txt if it is free."
								.formatted(resource.type(), resource.path()));
				}
				Properties properties = new Properties(stack, resource);
				meters.forEach((meter) -> properties.each(meter.each())
					.stream()
					.filter((part) -> part.match(meter.condition()))
					.forEach((part) -> charge(resource, meter, part, prices)));
			}
		}

		private void charge(Resource resource, Meter meter, Properties properties, Prices prices) {
			String key = properties.fill(meter.price());
			Price price = prices.get(key);
			if (price == null) {
				this.faults.add("%s (construct %s) has no price %s in Region %s. Add a line to prices.csv."
					.formatted(resource.type(), resource.path(), key, prices.region()));
				return;
			}
			double quantity = meter.quantity(properties, this.usage);
			double left = this.free.getOrDefault(key, price.free());
			double free = Math.min(left, quantity);
			this.free.put(key, left - free);
			this.charges.add(new Charge(resource, meter.billed(), quantity, free, price));
			this.names.addAll(meter.names());
		}

		private Bill bill() {
			return new Bill(List.copyOf(this.charges),
					this.names.stream().map(this.usage::assumption).filter(Objects::nonNull).toList(),
					List.copyOf(this.faults));
		}

	}

}
