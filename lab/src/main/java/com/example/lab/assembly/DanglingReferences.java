package com.example.lab.assembly;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

/**
 * References to resources whose condition is false, from where CloudFormation would need
 * them: it refuses such a template.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html">Conditions</a>
 */
public final class DanglingReferences {

	private static final Pattern IN_SUB = Pattern.compile("\\$\\{([A-Za-z0-9]+)[}.]");

	private final Map<String, Resource> resources;

	private final Predicate<String> holds;

	private DanglingReferences(StackTemplate stack, Predicate<String> holds) {
		this.resources = stack.byLogicalId();
		this.holds = holds;
	}

	/**
	 * Finds them.
	 * @param stack the template
	 * @param holds whether a condition, by its name, is true
	 * @return a sentence for each, with the path and type of who refers; empty if there
	 * are none
	 */
	public static List<String> in(StackTemplate stack, Predicate<String> holds) {
		DanglingReferences dangling = new DanglingReferences(stack, holds);
		List<String> found = new ArrayList<>();
		stack.resources()
			.stream()
			.filter((resource) -> dangling.exists(resource.json()))
			.forEach((resource) -> dangling.missing(resource.json())
				.forEach((missing) -> found.add("%s (%s) refers to %s (%s), whose condition %s is false."
					.formatted(resource.path(), resource.type(), missing.path(), missing.type(), condition(missing)))));
		stack.json().path("Outputs").properties().forEach((output) -> {
			if (dangling.exists(output.getValue())) {
				dangling.missing(output.getValue())
					.forEach((missing) -> found.add("Output %s refers to %s (%s), whose condition %s is false."
						.formatted(output.getKey(), missing.path(), missing.type(), condition(missing))));
			}
		});
		return found;
	}

	private static String condition(Resource resource) {
		return resource.json().path("Condition").asString("");
	}

	private boolean exists(JsonNode json) {
		String condition = json.path("Condition").asString("");
		return condition.isEmpty() || this.holds.test(condition);
	}

	private List<Resource> missing(JsonNode json) {
		Set<String> named = new LinkedHashSet<>();
		collect(json, named);
		return this.resources.values()
			.stream()
			.filter((resource) -> named.contains(resource.logicalId()) && !exists(resource.json()))
			.toList();
	}

	private void collect(JsonNode node, Set<String> named) {
		JsonNode choice = node.path("Fn::If");
		if (choice.size() == 3) {
			collect(choice.path(this.holds.test(choice.path(0).asString()) ? 1 : 2), named);
			return;
		}
		node.properties().forEach((property) -> {
			JsonNode value = property.getValue();
			String text = value.isArray() ? value.path(0).asString("") : value.asString("");
			switch (property.getKey()) {
				case "Ref" -> named.add(text);
				case "Fn::GetAtt" -> named.add(text.split("\\.", 2)[0]);
				case "Fn::Sub" -> IN_SUB.matcher(text).results().forEach((match) -> named.add(match.group(1)));
				default -> {
				}
			}
			collect(value, named);
		});
		if (node.isArray()) {
			node.forEach((element) -> collect(element, named));
		}
	}

}
