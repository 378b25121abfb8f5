package com.example.docs.architecture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Lets the stacks of an assembly be looked at as one: each logical id gets its stack's
 * name in front, and an imported value becomes what is exported.
 */
final class UniqueIds {

	private static final Pattern IN_SUB = Pattern.compile("\\$\\{([^.}!]+)");

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	/** What stacks export, by name. */
	private final Map<String, JsonNode> exports = new HashMap<>();

	private final List<StackTemplate> stacks;

	private UniqueIds(Assembly assembly) {
		// A stack comes after those from which it imports.
		this.stacks = assembly.stacks().stream().map(this::renamed).toList();
	}

	/**
	 * The stacks with resources that refer to each other.
	 * @param assembly one or several stacks; one stays as it is
	 */
	static List<StackTemplate> in(Assembly assembly) {
		return (assembly.stacks().size() == 1) ? assembly.stacks() : new UniqueIds(assembly).stacks;
	}

	private StackTemplate renamed(StackTemplate stack) {
		Set<String> ids = stack.byLogicalId().keySet();
		stack.json()
			.path("Outputs")
			.forEach((output) -> this.exports.put(output.path("Export").path("Name").asString(""),
					renamed(output.path("Value"), stack.name(), ids)));
		List<Resource> resources = stack.resources()
			.stream()
			.map((resource) -> new Resource(id(stack.name(), resource.logicalId()), resource.type(), resource.path(),
					renamed(resource.json(), stack.name(), ids)))
			.toList();
		return new StackTemplate(stack.name(), stack.region(), stack.agnostic(), stack.file(), stack.json(), resources);
	}

	private JsonNode renamed(JsonNode node, String stack, Set<String> ids) {
		if (node.isArray()) {
			ArrayNode array = NODES.arrayNode();
			node.forEach((element) -> array.add(renamed(element, stack, ids)));
			return array;
		}
		if (!node.isObject()) {
			return node;
		}
		if (node.has("Fn::ImportValue")) {
			return this.exports.getOrDefault(node.path("Fn::ImportValue").asString(""), node);
		}
		ObjectNode object = NODES.objectNode();
		node.properties().forEach((entry) -> {
			JsonNode value = renamed(entry.getValue(), stack, ids);
			object.set(entry.getKey(), switch (entry.getKey()) {
				case "Ref", "Fn::GetAtt", "Fn::Sub" -> first(value, stack, ids, entry.getKey().equals("Fn::Sub"));
				default -> value;
			});
		});
		return object;
	}

	/** The text itself, or the first of a list. */
	private static JsonNode first(JsonNode value, String stack, Set<String> ids, boolean inside) {
		if (value instanceof ArrayNode array && !array.isEmpty()) {
			array.set(0, first(array.get(0), stack, ids, inside));
			return array;
		}
		if (!value.isString()) {
			return value;
		}
		String text = value.asString();
		return StringNode.valueOf(inside
				? IN_SUB.matcher(text)
					.replaceAll((match) -> "\\${"
							+ (ids.contains(match.group(1)) ? id(stack, match.group(1)) : match.group(1)))
				: ids.contains(text.split("\\.", 2)[0]) ? id(stack, text) : text);
	}

	private static String id(String stack, String logicalId) {
		return stack + "/" + logicalId;
	}

}
