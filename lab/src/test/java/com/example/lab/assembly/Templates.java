package com.example.lab.assembly;

import java.nio.file.Path;
import java.util.List;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Stacks for tests, from their templates. */
public final class Templates {

	private Templates() {
	}

	/**
	 * A stack named Stack.
	 * @param template the whole template in JSON
	 */
	public static StackTemplate stack(String template) {
		ObjectNode json = JsonMapper.shared().readValue(template, ObjectNode.class);
		List<Resource> resources = json.path("Resources")
			.properties()
			.stream()
			.map((entry) -> new Resource(entry.getKey(), entry.getValue().path("Type").asString(),
					"Stack/" + entry.getKey() + "/Resource", entry.getValue()))
			.toList();
		return new StackTemplate("Stack", Path.of("Stack.template.json"), json, resources);
	}

}
