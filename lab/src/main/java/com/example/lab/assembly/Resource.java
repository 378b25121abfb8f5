package com.example.lab.assembly;

import tools.jackson.databind.JsonNode;

/**
 * One resource of a template.
 *
 * @param logicalId its key in the template
 * @param type its CloudFormation type
 * @param path its construct path, such as {@code Postcards/Box/Instance}
 * @param name a short name, unique in the assembly: the construct path without the
 * {@code Resource} or {@code Default} that the CDK puts at its end, and without the stack
 * if the assembly has one stack
 * @param json the resource as the template has it
 */
public record Resource(String logicalId, String type, String path, String name, JsonNode json) {

	/**
	 * A resource of the only stack of an assembly.
	 * @param logicalId its key in the template
	 * @param type its CloudFormation type
	 * @param path its construct path
	 * @param json the resource as the template has it
	 */
	public Resource(String logicalId, String type, String path, JsonNode json) {
		this(logicalId, type, path, name(path.substring(path.indexOf('/') + 1)), json);
	}

	static String name(String path) {
		return path.replaceFirst("/(Resource|Default)$", "");
	}

	/**
	 * What is said when {@code Fn::GetAtt} asks for an attribute that is not there on
	 * this computer.
	 * @param attribute its name
	 * @return an error to throw
	 */
	public IllegalArgumentException lacks(String attribute) {
		return new IllegalArgumentException("%s has no %s here".formatted(this.path, attribute));
	}

	/**
	 * Its properties as the template has them, with references not yet evaluated.
	 * @return an object, or a missing node
	 */
	public JsonNode properties() {
		return this.json.path("Properties");
	}

}
