package com.example.lab.assembly;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A CDK cloud assembly: the folder that a synthesis leaves.
 *
 * @param folder the folder
 * @param stacks its stacks, in the manifest's order
 * @see <a href="https://docs.aws.amazon.com/cdk/v2/guide/deploy.html">the CDK's
 * deployment guide</a>
 */
public record Assembly(Path folder, List<StackTemplate> stacks) {

	private static final JsonMapper JSON = JsonMapper.shared();

	/**
	 * Reads an assembly.
	 * @param folder the folder with {@code manifest.json}
	 * @return the assembly
	 * @throws IllegalArgumentException if the folder holds none, or a part of it is
	 * damaged
	 */
	public static Assembly read(Path folder) {
		if (!Files.isRegularFile(folder.resolve("manifest.json"))) {
			throw new IllegalArgumentException("There is no CDK assembly in " + folder);
		}
		try {
			JsonNode artifacts = JSON.readTree(folder.resolve("manifest.json")).path("artifacts");
			Map<String, Map<String, String>> paths = new HashMap<>();
			JSON.readTree(folder.resolve("tree.json"))
				.path("tree")
				.path("children")
				.properties()
				.forEach((child) -> paths.put(child.getKey(), paths(child.getValue())));
			List<StackTemplate> stacks = new ArrayList<>();
			artifacts.properties().forEach((artifact) -> {
				if (artifact.getValue().path("type").asString("").equals("aws:cloudformation:stack")) {
					JsonNode properties = artifact.getValue().path("properties");
					stacks.add(stack(properties.path("stackName").asString(artifact.getKey()),
							folder.resolve(properties.path("templateFile").asString()),
							paths.getOrDefault(artifact.getKey(), Map.of())));
				}
			});
			if (stacks.isEmpty()) {
				throw damaged(folder, "no stack in its manifest", null);
			}
			return new Assembly(folder, stacks);
		}
		catch (JacksonException ex) {
			throw damaged(folder, ex.getOriginalMessage(), ex);
		}
	}

	private static IllegalArgumentException damaged(Path folder, String what, @Nullable Exception cause) {
		return new IllegalArgumentException(
				"The CDK assembly in %s is damaged: %s. Delete the folder and try again.".formatted(folder, what),
				cause);
	}

	private static StackTemplate stack(String name, Path file, Map<String, String> paths) {
		ObjectNode json = JSON.readValue(file, ObjectNode.class);
		List<Resource> resources = json.path("Resources")
			.properties()
			.stream()
			.map((entry) -> new Resource(entry.getKey(), entry.getValue().path("Type").asString(),
					paths.getOrDefault(entry.getKey(), name + "/" + entry.getKey()), entry.getValue()))
			.toList();
		return new StackTemplate(name, file, json, resources);
	}

	private static Map<String, String> paths(JsonNode construct) {
		Map<String, String> found = new HashMap<>();
		String logicalId = construct.path("attributes").path("aws:cdk:cloudformation:logicalId").asString("");
		if (!logicalId.isEmpty()) {
			found.put(logicalId, construct.path("path").asString());
		}
		construct.path("children").forEach((child) -> found.putAll(paths(child)));
		return found;
	}

}
