package com.example.lab.aws.elb;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import tools.jackson.databind.JsonNode;

/**
 * The conditions of a rule. All must hold; one holds if one of its values matches. The
 * value has {@code *} for any characters and {@code ?} for one. Only paths and methods
 * are compared with their case.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html">Condition
 * types</a>
 */
final class Conditions {

	private static final int MOST_VALUES = 5;

	private static final String VALUES = "Values";

	private Conditions() {
	}

	/**
	 * Whether a rule takes a request.
	 * @param conditions its {@code Conditions}
	 * @throws IllegalArgumentException if the lab does not know one of them
	 */
	static Predicate<HttpServerExchange> of(JsonNode conditions) {
		if (conditions.isEmpty()) {
			throw new IllegalArgumentException("Conditions is empty; a rule needs one, on AWS too.");
		}
		int values = conditions.valueStream().mapToInt((condition) -> values(condition).size()).sum();
		if (values > MOST_VALUES) {
			throw new IllegalArgumentException(
					"Conditions has %d values; AWS takes %d in a rule. Split the rule.".formatted(values, MOST_VALUES));
		}
		return conditions.valueStream().map(Conditions::condition).reduce((exchange) -> true, Predicate::and);
	}

	/**
	 * The path that a client asked for, as it was written, without the query.
	 */
	static String path(HttpServerExchange exchange) {
		String path = exchange.getRequestURI().replaceFirst("^https?://[^/]*", "");
		return path.isEmpty() ? "/" : path;
	}

	private static Predicate<HttpServerExchange> condition(JsonNode condition) {
		JsonNode values = values(condition);
		if (values.isEmpty()) {
			throw new IllegalArgumentException(
					"Conditions: %s has no Values; the lab knows no other way to compare.".formatted(field(condition)));
		}
		return values.valueStream()
			.map((value) -> one(field(condition), condition, value))
			.reduce((exchange) -> false, Predicate::or);
	}

	private static Predicate<HttpServerExchange> one(String field, JsonNode condition, JsonNode value) {
		String text = value.asString("");
		return switch (field) {
			case "path-pattern" -> {
				Pattern pattern = wildcards(text, 0, false);
				yield (exchange) -> pattern.matcher(path(exchange)).matches();
			}
			case "host-header" -> {
				Pattern pattern = wildcards(text, Pattern.CASE_INSENSITIVE, false);
				yield (exchange) -> pattern.matcher(exchange.getHostName()).matches();
			}
			case "http-header" -> header(condition.path("HttpHeaderConfig").path("HttpHeaderName").asString(""),
					wildcards(text, Pattern.CASE_INSENSITIVE, true));
			case "http-request-method" -> (exchange) -> exchange.getRequestMethod().toString().equals(text);
			case "query-string" -> query(value);
			default -> {
				AddressRange range = AddressRange.of(text);
				yield (exchange) -> range.contains(exchange.getSourceAddress().getAddress());
			}
		};
	}

	private static Predicate<HttpServerExchange> header(String name, Pattern pattern) {
		return (exchange) -> {
			HeaderValues values = exchange.getRequestHeaders().get(name);
			return values != null && values.stream().anyMatch((value) -> pattern.matcher(value).matches());
		};
	}

	/** Without a key the value may belong to any. */
	private static Predicate<HttpServerExchange> query(JsonNode pair) {
		Pattern key = wildcards(pair.path("Key").asString("*"), Pattern.CASE_INSENSITIVE, true);
		Pattern value = wildcards(pair.path("Value").asString(""), Pattern.CASE_INSENSITIVE, true);
		return (exchange) -> Arrays.stream(exchange.getQueryString().split("&"))
			.map((parameter) -> parameter.split("=", 2))
			.anyMatch((parts) -> key.matcher(parts[0]).matches()
					&& value.matcher((parts.length == 2) ? parts[1] : "").matches());
	}

	private static String field(JsonNode condition) {
		return condition.path("Field").asString("");
	}

	/**
	 * The values to compare with, which a host and a path may have beside their
	 * configuration too.
	 */
	private static JsonNode values(JsonNode condition) {
		return switch (field(condition)) {
			case "path-pattern" -> values(condition, "PathPatternConfig", Set.of("Field", VALUES));
			case "host-header" -> values(condition, "HostHeaderConfig", Set.of("Field", VALUES));
			case "http-header" -> values(condition, "HttpHeaderConfig", Set.of("Field"));
			case "http-request-method" -> values(condition, "HttpRequestMethodConfig", Set.of("Field"));
			case "query-string" -> values(condition, "QueryStringConfig", Set.of("Field"));
			case "source-ip" -> values(condition, "SourceIpConfig", Set.of("Field"));
			default -> throw new IllegalArgumentException(
					"Conditions has the Field '%s'; the lab knows path-pattern, host-header, http-header, http-request-method, query-string and source-ip."
						.formatted(field(condition)));
		};
	}

	private static JsonNode values(JsonNode condition, String config, Set<String> others) {
		List<String> unknown = List.copyOf(condition.propertyNames())
			.stream()
			.filter((name) -> !name.equals(config) && !others.contains(name))
			.toList();
		if (!unknown.isEmpty() || condition.path(config).has("RegexValues")) {
			throw new IllegalArgumentException("Conditions: the lab does not know %s of a %s condition. Take it out."
				.formatted(unknown.isEmpty() ? "RegexValues" : unknown, field(condition)));
		}
		return condition.has(config) ? condition.path(config).path(VALUES) : condition.path(VALUES);
	}

	/**
	 * Makes a pattern.
	 * @param escapes whether a backslash makes the wildcard after it an ordinary
	 * character
	 */
	private static Pattern wildcards(String text, int flags, boolean escapes) {
		StringBuilder pattern = new StringBuilder();
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (escapes && character == '\\' && i + 1 < text.length()) {
				pattern.append(Pattern.quote(text.substring(++i, i + 1)));
			}
			else if (character == '*' || character == '?') {
				pattern.append((character == '*') ? ".*" : ".");
			}
			else {
				pattern.append(Pattern.quote(String.valueOf(character)));
			}
		}
		return Pattern.compile(pattern.toString(), flags | Pattern.DOTALL);
	}

}
