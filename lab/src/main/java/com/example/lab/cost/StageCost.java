package com.example.lab.cost;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

import com.example.lab.assembly.Assembly;

/**
 * What a stage costs in one Region with any number of users. Servers stay as the template
 * has them.
 *
 * @param name the stage's folder
 * @param budget for how many users it is
 * @param assembly what the CDK synthesised
 * @param prices the prices of the Region
 */
public record StageCost(String name, Budget budget, Assembly assembly, Prices prices) {

	/** Hours of a workshop day. */
	public static final int DAY = 8;

	/** The search for a crossing ends here. */
	private static final long MOST_USERS = 10_000_000;

	/**
	 * The bill of a month.
	 * @param usage how much is used
	 * @return all its lines
	 */
	public Bill bill(Usage usage) {
		return Bill.of(this.assembly, this.prices, usage);
	}

	/**
	 * A month with users.
	 * @param users how many
	 * @return dollars
	 */
	public double month(long users) {
		return bill(Usage.of(users)).total();
	}

	/**
	 * A month in which something keeps the database awake.
	 * @param users how many
	 * @return dollars
	 */
	public double monthAwake(long users) {
		return bill(Usage.of(users).awake()).total();
	}

	/**
	 * A workshop day, on which the database never pauses.
	 * @param users how many
	 * @return dollars
	 */
	public double day(long users) {
		return monthAwake(users) / Usage.HOURS * DAY;
	}

	/**
	 * Where the cheaper one of two stages changes.
	 * @param other another stage
	 * @return the minimum number of users with which the order is not that with one user;
	 * empty if it never changes
	 */
	public OptionalLong crossing(StageCost other) {
		boolean cheaper = cheaperThan(other, 1);
		long same = 1;
		for (long users = 2; same < MOST_USERS; users = Math.min(MOST_USERS, users + users / 10 + 1)) {
			if (cheaperThan(other, users) != cheaper) {
				return OptionalLong.of(between(other, cheaper, same, users));
			}
			same = users;
		}
		return OptionalLong.empty();
	}

	/**
	 * Where quantities end that are free for the first users.
	 * @return in the order of the template
	 */
	public List<FreeEnd> freeEnds() {
		List<Charge> first = charges(1);
		List<Charge> last = charges(MOST_USERS);
		return IntStream.range(0, last.size())
			.filter((line) -> first.get(line).usd() == 0 && last.get(line).usd() > 0 && last.get(line).free() > 0)
			.mapToObj((line) -> new FreeEnd(last.get(line),
					first(1, MOST_USERS, (users) -> charges(users).get(line).usd() > 0)))
			.toList();
	}

	private List<Charge> charges(long users) {
		return bill(Usage.of(users)).charges();
	}

	private long between(StageCost other, boolean cheaper, long same, long changed) {
		return first(same, changed, (users) -> cheaperThan(other, users) != cheaper);
	}

	/**
	 * The minimum for which something holds that holds for all that are greater.
	 * @param low a number for which it does not hold
	 * @param high a number for which it holds
	 */
	private static long first(long low, long high, LongPredicate holds) {
		while (high - low > 1) {
			long middle = (low + high) / 2;
			if (holds.test(middle)) {
				high = middle;
			}
			else {
				low = middle;
			}
		}
		return high;
	}

	private boolean cheaperThan(StageCost other, long users) {
		return month(users) < other.month(users);
	}

	/**
	 * Where a free quantity ends.
	 *
	 * @param charge what is billed from there on, with its free quantity
	 * @param users the minimum number of users with which it is billed
	 */
	public record FreeEnd(Charge charge, long users) {
	}

}
