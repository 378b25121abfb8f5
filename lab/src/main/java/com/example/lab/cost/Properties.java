package com.example.lab.cost;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.stage.WorkshopException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The properties of a resource as {@code meters.csv} reads them: {@code A/B} is inside,
 * {@code A>B} in the resource that {@code A} refers to, {@code /A} outside of the element
 * that is billed, {@code @TYPE} any resource of a type in the template.
 */
final class Properties {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}|]+)(?:\\|([^}]+))?}");

	private final StackTemplate stack;

	private final Resource resource;

	private final JsonNode node;

	Properties(StackTemplate stack, Resource resource) {
		this(stack, resource, resource.properties());
	}

	private Properties(StackTemplate stack, Resource resource, JsonNode node) {
		this.stack = stack;
		this.resource = resource;
		this.node = node;
	}

	/**
	 * The elements of a list, each as properties of its own; these properties if the name
	 * is empty.
	 */
	List<Properties> each(String list) {
		return list.isEmpty() ? List.of(this)
				: StreamSupport.stream(this.node.path(list).spliterator(), false)
					.map((element) -> new Properties(this.stack, this.resource, element))
					.toList();
	}

	/**
	 * Whether a condition holds: {@code path}, {@code !path}, {@code path=value} or
	 * {@code path!=value}, several joined by {@code &}.
	 */
	boolean match(String condition) {
		return condition.isEmpty() || List.of(condition.split(" & ")).stream().allMatch(this::matchOne);
	}

	private boolean matchOne(String condition) {
		if (condition.startsWith("!")) {
			return node(condition.substring(1)) == null;
		}
		String[] sides = condition.split("!?=", 2);
		if (sides.length == 1) {
			return node(condition) != null;
		}
		return sides[1].equals(value(sides[0])) != condition.contains("!=");
	}

	/**
	 * Replaces each {@code {path}} or {@code {path|default}} by its value.
	 */
	String fill(String text) {
		return PLACEHOLDER.matcher(text).replaceAll((match) -> {
			String value = value(match.group(1));
			if (value == null && match.group(2) == null) {
				throw new WorkshopException(
						"%s (construct %s) has no property %s, and its price depends on it. Set it in the CDK code."
							.formatted(this.resource.type(), this.resource.path(), match.group(1)));
			}
			return (value != null) ? value : match.group(2);
		});
	}

	private @Nullable String value(String path) {
		JsonNode found = node(path);
		if (found == null) {
			return null;
		}
		if (found.isObject() && found.size() == 1 && found.path("Ref").isString()) {
			found = this.stack.json().path("Parameters").path(found.path("Ref").asString()).path("Default");
		}
		if (!found.isValueNode()) {
			throw new WorkshopException(
					"%s (construct %s): the price depends on %s, which is an expression: %s. Give it a literal value, or its parameter a default."
						.formatted(this.resource.type(), this.resource.path(), path, node(path)));
		}
		return found.asString();
	}

	private @Nullable JsonNode node(String path) {
		if (path.startsWith("@")) {
			return this.stack.resources()
				.stream()
				.filter((each) -> each.type().equals(path.substring(1)))
				.map(Resource::json)
				.findFirst()
				.orElse(null);
		}
		JsonNode current = path.startsWith("/") ? this.resource.properties() : this.node;
		String[] hops = path.replaceFirst("^/", "").split(">");
		for (int hop = 0; hop < hops.length; hop++) {
			for (String step : hops[hop].split("/")) {
				current = current.path(step);
			}
			if (current.isMissingNode()) {
				return null;
			}
			if (hop < hops.length - 1) {
				current = target(current, hops[hop]);
			}
		}
		return current;
	}

	/** Also what an ARN that is joined together refers to. */
	private JsonNode target(JsonNode reference, String path) {
		List<String> references = reference.findValues("Ref").stream().map(JsonNode::asString).toList();
		return this.stack.resources()
			.stream()
			.filter((candidate) -> references.contains(candidate.logicalId()))
			.findFirst()
			.orElseThrow(() -> new WorkshopException(
					"%s (construct %s): the price depends on what %s refers to, which is not in the template: %s."
						.formatted(this.resource.type(), this.resource.path(), path, reference)))
			.properties();
	}

}
