package com.example.lab.cost;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import com.example.lab.stage.WorkshopException;
import org.jspecify.annotations.Nullable;

/**
 * The prices of one Region, from {@code prices.csv}.
 */
public final class Prices {

	/** The Region to which the stages are deployed by default. */
	public static final String DEFAULT_REGION = "us-east-1";

	private static final Map<String, Map<String, Price>> BY_REGION = read();

	private final String region;

	private final Map<String, Price> prices;

	private Prices(String region, Map<String, Price> prices) {
		this.region = region;
		this.prices = prices;
	}

	/**
	 * The prices of a Region.
	 * @param region such as {@code us-east-1}
	 * @return its prices
	 * @throws WorkshopException if the table has none; names the Regions that it has
	 */
	public static Prices of(String region) {
		Map<String, Price> prices = BY_REGION.get(region);
		if (prices == null) {
			throw new WorkshopException("There are no prices of Region %s. Regions: %s.".formatted(region,
					String.join(", ", BY_REGION.keySet())));
		}
		return new Prices(region, prices);
	}

	/**
	 * Whether the table has prices of a Region.
	 * @param region such as {@code us-east-1}
	 * @return true if it has
	 */
	public static boolean hasRegion(String region) {
		return BY_REGION.containsKey(region);
	}

	/**
	 * The Region of these prices.
	 * @return such as {@code us-east-1}
	 */
	public String region() {
		return this.region;
	}

	@Nullable Price get(String key) {
		return this.prices.get(key);
	}

	Set<String> keys() {
		return this.prices.keySet();
	}

	private static Map<String, Map<String, Price>> read() {
		Map<String, Map<String, Price>> regions = new LinkedHashMap<>();
		for (String[] cells : Table.read("prices.csv", ";", 8)) {
			Price before = regions.computeIfAbsent(cells[0], (region) -> new LinkedHashMap<>())
				.put(cells[1], Price.parse(cells));
			if (before != null) {
				throw new IllegalArgumentException("prices.csv: %s of %s is there twice".formatted(cells[1], cells[0]));
			}
		}
		return regions;
	}

}
