package com.example.lab.assembly;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Lets CloudFormation evaluate what the lab needs: each expression becomes an output of
 * the template, and each condition one that is there only if it is true. An output is a
 * text, so the lab itself chooses between the branches of {@code Fn::If} and leaves out
 * what is {@code AWS::NoValue}.
 */
final class Evaluation {

	private static final String OUTPUT = "Lab::Output";

	private static final String CHOICE = "Lab::If";

	private static final String NO_VALUE = "Lab::NoValue";

	private final ObjectNode template;

	/** The output that exists if a condition is true, by the condition's name. */
	private final Map<String, String> conditions = new HashMap<>();

	private int outputs;

	private int added;

	/**
	 * Nothing is asked yet.
	 * @param template gets the outputs
	 */
	Evaluation(ObjectNode template) {
		this.template = template;
	}

	/**
	 * Replaces each expression by the name of an output that evaluates it.
	 * @param node a part of a resource
	 * @param condition that of the resource; empty for none
	 * @return a copy to {@link #fill}
	 */
	JsonNode ask(JsonNode node, String condition) {
		if (!isExpression(node)) {
			return mapChildren(node, (child) -> ask(child, condition));
		}
		ObjectNode asked = JsonMapper.shared().createObjectNode();
		JsonNode choice = node.path("Fn::If");
		if (node.path("Ref").asString("").equals("AWS::NoValue")) {
			return asked.put(NO_VALUE, true);
		}
		if (choice.size() != 3) {
			return asked.put(OUTPUT, output(node, condition));
		}
		String name = choice.path(0).asString();
		asked.put(CHOICE, truth(name));
		asked.set("Then", ask(choice.path(1), both(condition, name, true)));
		asked.set("Else", ask(choice.path(2), both(condition, name, false)));
		return asked;
	}

	/**
	 * The output that exists if a condition is true.
	 * @return its name; there is no such output if the condition is false
	 */
	String truth(String condition) {
		return this.conditions.computeIfAbsent(condition, (name) -> output(StringNode.valueOf("true"), name));
	}

	private String output(JsonNode value, String condition) {
		String key = "Lab" + this.outputs++;
		ObjectNode output = this.template.withObjectProperty("Outputs").putObject(key);
		output.set("Value", value);
		if (!condition.isEmpty()) {
			output.put("Condition", condition);
		}
		return key;
	}

	/** A condition that is true where a branch of a resource is taken. */
	private String both(String outer, String inner, boolean holds) {
		if (outer.isEmpty() && holds) {
			return inner;
		}
		ObjectNode wanted = JsonMapper.shared().createObjectNode();
		if (holds) {
			wanted.put("Condition", inner);
		}
		else {
			wanted.putArray("Fn::Not").addObject().put("Condition", inner);
		}
		String key = "LabCondition" + this.added++;
		ObjectNode conditions = this.template.withObjectProperty("Conditions");
		if (outer.isEmpty()) {
			conditions.set(key, wanted);
		}
		else {
			ArrayNode all = conditions.putObject(key).putArray("Fn::And");
			all.addObject().put("Condition", outer);
			all.add(wanted);
		}
		return key;
	}

	/**
	 * Puts in the values.
	 * @param asked what was asked, which is changed
	 * @param outputs the stack's outputs
	 * @return the same without expressions; a missing node if it has no value
	 */
	static JsonNode fill(JsonNode asked, Map<String, String> outputs) {
		if (asked.has(OUTPUT)) {
			String key = asked.path(OUTPUT).asString();
			String value = outputs.get(key);
			if (value == null) {
				throw new IllegalStateException("CloudFormation did not evaluate output " + key);
			}
			return StringNode.valueOf(value);
		}
		if (asked.has(CHOICE)) {
			boolean holds = outputs.containsKey(asked.path(CHOICE).asString());
			return fill(asked.path(holds ? "Then" : "Else"), outputs);
		}
		return asked.has(NO_VALUE) ? MissingNode.getInstance() : mapChildren(asked, (child) -> fill(child, outputs));
	}

	static boolean isExpression(JsonNode node) {
		if (!node.isObject() || node.size() != 1) {
			return false;
		}
		String key = node.propertyNames().iterator().next();
		return key.equals("Ref") || key.startsWith("Fn::");
	}

	/**
	 * Changes what is directly in a node; what becomes a missing node is taken out.
	 */
	static JsonNode mapChildren(JsonNode node, UnaryOperator<JsonNode> change) {
		if (node instanceof ObjectNode object) {
			for (String name : object.propertyNames().stream().toList()) {
				JsonNode changed = change.apply(Objects.requireNonNull(object.get(name)));
				if (changed.isMissingNode()) {
					object.remove(name);
				}
				else {
					object.set(name, changed);
				}
			}
		}
		else if (node instanceof ArrayNode array) {
			for (int i = array.size() - 1; i >= 0; i--) {
				JsonNode changed = change.apply(array.get(i));
				if (changed.isMissingNode()) {
					array.remove(i);
				}
				else {
					array.set(i, changed);
				}
			}
		}
		return node;
	}

}
