package com.example.lab.assembly;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the files of a cloud assembly.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.cloud_assembly_schema-readme.html">Cloud
 * assembly schema</a>
 */
final class AssemblyReader {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final String STACK = "aws:cloudformation:stack";

	private static final String NESTED_STACK = "AWS::CloudFormation::Stack";

	private final Path folder;

	/** By artifact id. */
	private final Map<String, JsonNode> artifacts = new LinkedHashMap<>();

	/** By artifact id: construct paths by logical id. */
	private final Map<String, Map<String, String>> paths = new HashMap<>();

	AssemblyReader(Path folder) {
		this.folder = folder;
	}

	/**
	 * The stacks, each after those that it depends on.
	 */
	List<StackTemplate> stacks() {
		try {
			JsonNode manifest = JSON.readTree(this.folder.resolve("manifest.json"));
			refuseMissingContext(manifest.path("missing"));
			manifest.path("artifacts").forEachEntry(this.artifacts::put);
			refuseNestedAssemblies();
			JSON.readTree(this.folder.resolve("tree.json"))
				.path("tree")
				.path("children")
				.forEachEntry((id, construct) -> this.paths.put(id, paths(construct)));
			List<String> ids = ordered();
			if (ids.isEmpty()) {
				throw damaged("no stack in its manifest", null);
			}
			return ids.stream()
				.map((id) -> stack(id, Objects.requireNonNull(this.artifacts.get(id)), ids.size() == 1))
				.toList();
		}
		catch (JacksonException ex) {
			throw damaged(ex.getOriginalMessage(), ex);
		}
	}

	private IllegalArgumentException damaged(String what, @Nullable Exception cause) {
		return new IllegalArgumentException(
				"The CDK assembly in %s is damaged: %s. Delete the folder and try again.".formatted(this.folder, what),
				cause);
	}

	private static void refuseMissingContext(JsonNode missing) {
		if (!missing.isEmpty()) {
			throw new IllegalArgumentException(
					"The CDK code looks up %s in an AWS account, and cdk.context.json has no answer. Run npx cdk synth in the stage's infra folder with credentials for that account, which writes the file, or pass the values as context."
						.formatted(missing.valueStream()
							.map((lookup) -> "%s (%s)".formatted(lookup.path("key").asString(),
									lookup.path("provider").asString()))
							.collect(Collectors.joining(", "))));
		}
	}

	private void refuseNestedAssemblies() {
		this.artifacts.forEach((id, artifact) -> {
			if (type(artifact).equals("cdk:cloud-assembly")) {
				throw new IllegalArgumentException(
						"The CDK application has a Stage %s, a nested assembly, which the lab does not run. Add its stacks to the App itself."
							.formatted(id));
			}
		});
	}

	private static String type(JsonNode artifact) {
		return artifact.path("type").asString("");
	}

	/**
	 * Depth first, in the manifest's order.
	 */
	private List<String> ordered() {
		Set<String> visited = new LinkedHashSet<>();
		List<String> ordered = new ArrayList<>();
		this.artifacts.keySet().forEach((id) -> visit(id, visited, ordered));
		return ordered;
	}

	private void visit(String id, Set<String> visited, List<String> ordered) {
		JsonNode artifact = this.artifacts.get(id);
		if (artifact != null && visited.add(id)) {
			artifact.path("dependencies").forEach((dependency) -> visit(dependency.asString(), visited, ordered));
			if (type(artifact).equals(STACK)) {
				ordered.add(id);
			}
		}
	}

	private StackTemplate stack(String id, JsonNode artifact, boolean only) {
		JsonNode properties = artifact.path("properties");
		String name = properties.path("stackName").asString(id);
		Path file = this.folder.resolve(properties.path("templateFile").asString());
		ObjectNode json = JSON.readValue(file, ObjectNode.class);
		Map<String, String> known = this.paths.getOrDefault(id, Map.of());
		List<Resource> resources = json.path("Resources").properties().stream().map((entry) -> {
			String path = known.getOrDefault(entry.getKey(), name + "/" + entry.getKey());
			return only ? new Resource(entry.getKey(), type(entry), path, entry.getValue())
					: new Resource(entry.getKey(), type(entry), path, Resource.name(path), entry.getValue());
		}).toList();
		resources.stream()
			.filter((resource) -> resource.type().equals(NESTED_STACK))
			.findFirst()
			.ifPresent((nested) -> {
				throw new IllegalArgumentException(
						"%s is a nested stack, which the lab does not run. Make it a Stack of the App, or a construct."
							.formatted(nested.path()));
			});
		String region = region(artifact);
		return region.isEmpty() ? new StackTemplate(name, file, json, resources)
				: new StackTemplate(name, region, false, file, json, resources);
	}

	private static String type(Map.Entry<String, JsonNode> resource) {
		return resource.getValue().path("Type").asString();
	}

	/**
	 * From an environment such as {@code aws://unknown-account/ap-northeast-2}; empty if
	 * that names none.
	 */
	private static String region(JsonNode artifact) {
		String environment = artifact.path("environment").asString("");
		String region = environment.substring(environment.lastIndexOf('/') + 1);
		return region.equals("unknown-region") ? "" : region;
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
