package com.example.lab.aws.cloudfront;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

/**
 * Decides by the policy of a bucket what a distribution may do, which LocalStack does not
 * enforce.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html">Restrict
 * access to an Amazon S3 origin</a>
 */
final class BucketPolicy {

	private static final String SERVICE = "cloudfront.amazonaws.com";

	private final JsonNode statements;

	private final String caller;

	private final Map<String, String> context;

	/**
	 * A policy for one caller.
	 * @param document the policy; a missing node for none
	 * @param distribution the ARN of a distribution that signs its requests; empty for
	 * requests without a signature
	 */
	BucketPolicy(JsonNode document, String distribution) {
		this.statements = document.path("Statement");
		this.caller = distribution.isEmpty() ? "" : SERVICE;
		String[] arn = distribution.split(":");
		this.context = distribution.isEmpty() ? Map.of("aws:securetransport", "true")
				: Map.of("aws:securetransport", "true", "aws:sourcearn", distribution, "aws:sourceaccount", arn[4]);
	}

	/**
	 * Whether an action is allowed.
	 * @param action such as {@code s3:GetObject}
	 * @param resource the ARN of a bucket or an object
	 */
	boolean allows(String action, String resource) {
		return has("Allow", action, resource) && !has("Deny", action, resource);
	}

	private boolean has(String effect, String action, String resource) {
		Stream<JsonNode> all = this.statements.isObject() ? Stream.of(this.statements) : this.statements.valueStream();
		return all.filter((each) -> each.path("Effect").asString("").equals(effect))
			.anyMatch((each) -> applies(each, action, resource));
	}

	private boolean applies(JsonNode statement, String action, String resource) {
		JsonNode actions = statement.path("Action");
		JsonNode resources = statement.path("Resource");
		boolean principal = statement.has("NotPrincipal") ? !isFor(statement.path("NotPrincipal"))
				: isFor(statement.path("Principal"));
		return principal
				&& texts(actions)
					.anyMatch((each) -> matches(each.toLowerCase(Locale.ROOT), action.toLowerCase(Locale.ROOT)))
				&& texts(resources).anyMatch((each) -> matches(each, resource))
				&& conditions(statement.path("Condition"));
	}

	private boolean isFor(JsonNode principal) {
		return texts(principal).anyMatch("*"::equals) || texts(principal.path("AWS")).anyMatch("*"::equals)
				|| texts(principal.path("Service")).anyMatch(this.caller::equals);
	}

	/** All of them; one that the lab does not know is not fulfilled. */
	private boolean conditions(JsonNode operators) {
		return operators.propertyStream()
			.allMatch((operator) -> operator.getValue()
				.propertyStream()
				.allMatch((condition) -> holds(operator.getKey(), condition.getKey().toLowerCase(Locale.ROOT),
						condition.getValue())));
	}

	private boolean holds(String operator, String key, JsonNode values) {
		String actual = this.context.get(key);
		if (operator.endsWith("IfExists") && actual == null) {
			return true;
		}
		String value = (actual != null) ? actual : "";
		return switch (operator.replaceFirst("IfExists$", "")) {
			case "StringEquals", "ArnEquals" -> actual != null && texts(values).anyMatch(value::equals);
			case "StringLike", "ArnLike" -> actual != null && texts(values).anyMatch((each) -> matches(each, value));
			case "StringNotEquals", "ArnNotEquals" -> texts(values).noneMatch(value::equals);
			case "StringNotLike", "ArnNotLike" -> texts(values).noneMatch((each) -> matches(each, value));
			case "Bool" -> actual != null && texts(values).anyMatch(value::equals);
			default -> false;
		};
	}

	private static boolean matches(String pattern, String value) {
		Pattern wanted = Paths.pattern(pattern);
		return wanted.matcher(value).matches();
	}

	private static Stream<String> texts(JsonNode node) {
		return node.isArray() ? node.valueStream().map((each) -> each.asString(""))
				: node.isValueNode() ? Stream.of(node.asString("")) : Stream.empty();
	}

}
