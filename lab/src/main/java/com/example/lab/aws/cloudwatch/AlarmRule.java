package com.example.lab.aws.cloudwatch;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rule of a composite alarm: states of alarms, {@code AND}, {@code OR}, {@code NOT}
 * and brackets.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html">PutCompositeAlarm</a>
 */
final class AlarmRule {

	private static final Pattern STATE = Pattern
		.compile("(ALARM|OK|INSUFFICIENT_DATA)\\s*\\(\\s*\"?([^\")]+?)\"?\\s*\\)");

	private static final Pattern TOKEN = Pattern.compile("\\s*(" + STATE + "|AND|OR|NOT|TRUE|FALSE|\\(|\\))");

	private final Tokens tokens;

	private final Set<String> names = new TreeSet<>();

	private Predicate<Function<String, AlarmState>> condition = (states) -> false;

	private AlarmRule(String text) {
		this.tokens = new Tokens("AlarmRule", text.strip(), TOKEN);
	}

	/**
	 * Reads a rule.
	 * @throws IllegalArgumentException if it has something that the lab does not know
	 */
	static AlarmRule of(String text) {
		AlarmRule rule = new AlarmRule(text);
		rule.condition = rule.either();
		rule.tokens.expectEnd();
		return rule;
	}

	/**
	 * The names or ARNs of the alarms in it.
	 */
	Set<String> names() {
		return this.names;
	}

	/**
	 * Whether it holds.
	 * @param states the state of an alarm by its name or ARN
	 */
	boolean holds(Function<String, AlarmState> states) {
		return this.condition.test(states);
	}

	private Predicate<Function<String, AlarmState>> either() {
		Predicate<Function<String, AlarmState>> left = both();
		while (this.tokens.accept("OR")) {
			left = left.or(both());
		}
		return left;
	}

	private Predicate<Function<String, AlarmState>> both() {
		Predicate<Function<String, AlarmState>> left = one();
		while (this.tokens.accept("AND")) {
			left = left.and(one());
		}
		return left;
	}

	private Predicate<Function<String, AlarmState>> one() {
		if (this.tokens.accept("NOT")) {
			return one().negate();
		}
		if (this.tokens.accept("(")) {
			Predicate<Function<String, AlarmState>> inner = either();
			this.tokens.expect(")");
			return inner;
		}
		if (this.tokens.accept("TRUE")) {
			return (states) -> true;
		}
		if (this.tokens.accept("FALSE")) {
			return (states) -> false;
		}
		Matcher state = STATE.matcher(this.tokens.peek());
		if (!state.matches()) {
			throw this.tokens.unknown(this.tokens.peek());
		}
		this.tokens.take();
		AlarmState wanted = AlarmState.valueOf(state.group(1));
		String name = state.group(2);
		this.names.add(name);
		return (states) -> states.apply(name) == wanted;
	}

}
