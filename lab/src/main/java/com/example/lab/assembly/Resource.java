package com.example.lab.assembly;

import tools.jackson.databind.JsonNode;

/**
 * One resource of a template.
 *
 * @param logicalId its key in the template
 * @param type its CloudFormation type
 * @param path its construct path, such as {@code Postcards/Box/Instance}
 * @param json the resource as the template has it
 */
public record Resource(String logicalId, String type, String path, JsonNode json) {

	/**
	 * Its properties as the template has them, with references not yet evaluated.
	 * @return an object, or a missing node
	 */
	public JsonNode properties() {
		return this.json.path("Properties");
	}

	/**
	 * A short name for people: the construct path without the stack and without the
	 * {@code Resource} or {@code Default} that the CDK puts at its end.
	 * @return such as {@code Box/Instance}
	 */
	public String name() {
		String inside = this.path.substring(this.path.indexOf('/') + 1);
		return inside.replaceFirst("/(Resource|Default)$", "");
	}

}
