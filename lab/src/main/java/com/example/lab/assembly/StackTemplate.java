package com.example.lab.assembly;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The template of one stack.
 *
 * @param name the stack's name
 * @param region where it is deployed, such as {@code us-east-1}
 * @param agnostic whether it may be deployed elsewhere: the CDK code names no Region
 * @param file where it was read from
 * @param json the whole template
 * @param resources its resources in template order
 */
public record StackTemplate(String name, String region, boolean agnostic, Path file, ObjectNode json,
		List<Resource> resources) {

	/** Of a stack whose CDK code names no Region. */
	public static final String DEFAULT_REGION = "us-east-1";

	/**
	 * The template of a stack whose CDK code names no Region.
	 * @param name the stack's name
	 * @param file where it was read from
	 * @param json the whole template
	 * @param resources its resources in template order
	 */
	public StackTemplate(String name, Path file, ObjectNode json, List<Resource> resources) {
		this(name, DEFAULT_REGION, true, file, json, resources);
	}

	/**
	 * Where it is deployed if the user chooses a Region for the stage.
	 * @param chosen such as {@code eu-central-1}
	 * @return that Region, or the one that the CDK code names
	 */
	public String region(String chosen) {
		return this.agnostic ? chosen : this.region;
	}

	/**
	 * The resources by their keys.
	 * @return in template order
	 */
	public Map<String, Resource> byLogicalId() {
		Map<String, Resource> all = new LinkedHashMap<>();
		this.resources.forEach((resource) -> all.put(resource.logicalId(), resource));
		return all;
	}

	/**
	 * A resource as this template has it, after an update.
	 * @param before the resource as another template has it
	 * @return the same if it is not in this one
	 */
	public Resource now(Resource before) {
		return byLogicalId().getOrDefault(before.logicalId(), before);
	}

	/**
	 * What a mapping says for the Region of this stack.
	 * @param value such as {@code {"Fn::FindInMap": ["Lists", {"Ref": "AWS::Region"},
	 * "id"]}}
	 * @return the value itself if it asks no mapping by the Region, or the mapping does
	 * not have it
	 */
	public JsonNode mapped(JsonNode value) {
		JsonNode find = value.path("Fn::FindInMap");
		if (!find.path(1).path("Ref").asString("").equals("AWS::Region")) {
			return value;
		}
		JsonNode found = this.json.path("Mappings")
			.path(find.path(0).asString(""))
			.path(this.region)
			.path(find.path(2).asString(""));
		return found.isMissingNode() ? value : found;
	}

}
