package com.example.lab.aws.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * A metric math expression, evaluated for one period at a time: numbers, ids, arithmetic,
 * comparisons, {@code AND}, {@code OR}, {@code FILL}, {@code IF} and {@code MIN},
 * {@code MAX}, {@code SUM}, {@code AVG} of several metrics. Where a metric has no value,
 * there is no result, unless the function says otherwise.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html">Metric
 * math</a>
 */
final class Expression {

	private static final Pattern TOKEN = Pattern
		.compile("\\s*(\\d+(?:\\.\\d+)?|[A-Za-z_]\\w*|<=|>=|==|!=|&&|\\|\\||[-+*/^<>()\\[\\],])");

	private static final List<String> COMPARISONS = List.of("<", "<=", ">", ">=", "==", "!=");

	private final Tokens tokens;

	private Value value = constant(0);

	private final Set<String> ids = new TreeSet<>();

	private Expression(String text) {
		this.tokens = new Tokens("Expression", text, TOKEN);
	}

	/** What a part comes to, given the values of the metrics by their ids. */
	@FunctionalInterface
	private interface Value extends Function<Map<String, OptionalDouble>, OptionalDouble> {

	}

	/**
	 * Reads an expression.
	 * @throws IllegalArgumentException if it has something that the lab does not know
	 */
	static Expression of(String text) {
		Expression expression = new Expression(text);
		expression.value = expression.either();
		expression.tokens.expectEnd();
		return expression;
	}

	/**
	 * The ids of the metrics in it.
	 */
	Set<String> ids() {
		return this.ids;
	}

	/**
	 * Its value in one period.
	 * @param metrics the values of the metrics by their ids; empty where there is none
	 */
	OptionalDouble value(Map<String, OptionalDouble> metrics) {
		return this.value.apply(metrics);
	}

	private Value either() {
		Value left = both();
		while (this.tokens.accept("OR") || this.tokens.accept("||")) {
			left = combine(left, both(), (a, b) -> truth(a != 0 || b != 0));
		}
		return left;
	}

	private Value both() {
		Value left = comparison();
		while (this.tokens.accept("AND") || this.tokens.accept("&&")) {
			left = combine(left, comparison(), (a, b) -> truth(a != 0 && b != 0));
		}
		return left;
	}

	private Value comparison() {
		Value left = sum();
		if (!COMPARISONS.contains(this.tokens.peek())) {
			return left;
		}
		return switch (this.tokens.take()) {
			case "<" -> combine(left, sum(), (a, b) -> truth(a < b));
			case "<=" -> combine(left, sum(), (a, b) -> truth(a <= b));
			case ">" -> combine(left, sum(), (a, b) -> truth(a > b));
			case ">=" -> combine(left, sum(), (a, b) -> truth(a >= b));
			case "==" -> combine(left, sum(), (a, b) -> truth(a == b));
			default -> combine(left, sum(), (a, b) -> truth(a != b));
		};
	}

	private Value sum() {
		Value left = product();
		while (this.tokens.peek().equals("+") || this.tokens.peek().equals("-")) {
			left = this.tokens.take().equals("+") ? combine(left, product(), Double::sum)
					: combine(left, product(), (a, b) -> a - b);
		}
		return left;
	}

	private Value product() {
		Value left = power();
		while (this.tokens.peek().equals("*") || this.tokens.peek().equals("/")) {
			left = this.tokens.take().equals("*") ? combine(left, power(), (a, b) -> a * b)
					: combine(left, power(), (a, b) -> a / b);
		}
		return left;
	}

	private Value power() {
		if (this.tokens.accept("-")) {
			return combine(constant(0), power(), (a, b) -> a - b);
		}
		Value base = primary();
		return this.tokens.accept("^") ? combine(base, power(), Math::pow) : base;
	}

	private Value primary() {
		String token = this.tokens.take();
		if (token.equals("(")) {
			Value inner = either();
			this.tokens.expect(")");
			return inner;
		}
		if (token.matches("\\d.*")) {
			return constant(Double.parseDouble(token));
		}
		if (token.matches("[a-z]\\w*")) {
			this.ids.add(token);
			return (metrics) -> metrics.getOrDefault(token, OptionalDouble.empty());
		}
		return function(token);
	}

	private Value function(String name) {
		return switch (name) {
			case "FILL" -> {
				List<Value> both = arguments(2, 2);
				yield (metrics) -> {
					OptionalDouble value = both.get(0).apply(metrics);
					return value.isPresent() ? value : both.get(1).apply(metrics);
				};
			}
			case "IF" -> {
				List<Value> parts = arguments(2, 3);
				yield (metrics) -> {
					OptionalDouble condition = parts.get(0).apply(metrics);
					int branch = (condition.isPresent() && condition.getAsDouble() != 0) ? 1 : 2;
					return (condition.isPresent() && branch < parts.size()) ? parts.get(branch).apply(metrics)
							: OptionalDouble.empty();
				};
			}
			case "MIN" -> several(DoubleStream::min);
			case "MAX" -> several(DoubleStream::max);
			case "AVG" -> several(DoubleStream::average);
			case "SUM" -> several((values) -> values.boxed()
				.reduce(Double::sum)
				.map(OptionalDouble::of)
				.orElse(OptionalDouble.empty()));
			default -> throw this.tokens.unknown(name);
		};
	}

	/**
	 * A function of the values that are there.
	 */
	private Value several(Function<DoubleStream, OptionalDouble> function) {
		this.tokens.expect("(");
		this.tokens.expect("[");
		List<Value> all = list("]");
		this.tokens.expect(")");
		return (metrics) -> function.apply(all.stream()
			.map((each) -> each.apply(metrics))
			.filter(OptionalDouble::isPresent)
			.mapToDouble(OptionalDouble::getAsDouble));
	}

	private List<Value> arguments(int least, int most) {
		this.tokens.expect("(");
		List<Value> arguments = list(")");
		if (arguments.size() < least || arguments.size() > most) {
			throw this.tokens.unknown("a function with %d arguments".formatted(arguments.size()));
		}
		return arguments;
	}

	private List<Value> list(String end) {
		List<Value> list = new ArrayList<>();
		do {
			list.add(either());
		}
		while (this.tokens.accept(","));
		this.tokens.expect(end);
		return list;
	}

	private static Value constant(double value) {
		return (metrics) -> OptionalDouble.of(value);
	}

	private static double truth(boolean value) {
		return value ? 1 : 0;
	}

	/**
	 * Without a number, as after a division by zero, there is no data point.
	 */
	private static Value combine(Value left, Value right, DoubleBinaryOperator operator) {
		return (metrics) -> {
			OptionalDouble a = left.apply(metrics);
			OptionalDouble b = right.apply(metrics);
			if (a.isEmpty() || b.isEmpty()) {
				return OptionalDouble.empty();
			}
			double result = operator.applyAsDouble(a.getAsDouble(), b.getAsDouble());
			return Double.isFinite(result) ? OptionalDouble.of(result) : OptionalDouble.empty();
		};
	}

}
