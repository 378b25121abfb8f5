package com.example.lab.cost;

import java.util.OptionalLong;

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

	private long between(StageCost other, boolean cheaper, long same, long changed) {
		long low = same;
		long high = changed;
		while (high - low > 1) {
			long middle = (low + high) / 2;
			if (cheaperThan(other, middle) == cheaper) {
				low = middle;
			}
			else {
				high = middle;
			}
		}
		return high;
	}

	private boolean cheaperThan(StageCost other, long users) {
		return month(users) < other.month(users);
	}

}
