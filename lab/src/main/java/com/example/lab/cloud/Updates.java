package com.example.lab.cloud;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.lab.assembly.Runner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The properties that LocalStack changes when a stack is updated. For others it reports
 * UPDATE_COMPLETE without a change.
 */
public final class Updates {

	private static final String ANY = "*";

	/** By type: the names of properties, or {@code *} for all. */
	private static final Map<String, Set<String>> EFFECTIVE = StandIns.read("updates.txt")
		.entrySet()
		.stream()
		.collect(Collectors.toMap(Map.Entry::getKey,
				(line) -> Set.of(line.getValue().replace("~", "").split("[\\s,]+"))));

	private Updates() {
	}

	/**
	 * The properties of a type whose change LocalStack would not apply.
	 * @param type any
	 * @param changed names of properties
	 * @return some of them; none when it does what is asked
	 */
	public static Set<String> withoutEffect(String type, List<String> changed) {
		Set<String> known = (StandIns.runnerOf(type) == Runner.LOCALSTACK) ? EFFECTIVE.getOrDefault(type, Set.of())
				: Set.of(ANY);
		return changed.stream()
			.filter((name) -> !known.contains(ANY) && !known.contains(name))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Refuses an update that would be without effect.
	 * @param before the template that LocalStack has
	 * @param after the one that it would get
	 */
	static void check(String before, String after) {
		JsonNode old = JsonMapper.shared().readTree(before).path("Resources");
		JsonMapper.shared().readTree(after).path("Resources").forEachEntry((id, resource) -> {
			JsonNode was = old.path(id);
			String type = resource.path("Type").asString();
			if (was.isMissingNode()) {
				return;
			}
			if (!was.path("Type").asString().equals(type)) {
				throw new DeploymentException("%s would have another type; give it another name.".formatted(id));
			}
			Set<String> lost = withoutEffect(type, changed(was.path("Properties"), resource.path("Properties")));
			if (!lost.isEmpty()) {
				throw new DeploymentException("LocalStack cannot change %s of %s (%s) in place."
					.formatted(String.join(", ", lost), id, type));
			}
		});
	}

	/**
	 * A template that still contains the removed resources: they are deleted last.
	 */
	static String both(String before, String after) {
		JsonNode old = JsonMapper.shared().readTree(before);
		ObjectNode both = JsonMapper.shared().readValue(after, ObjectNode.class);
		for (String section : List.of("Resources", "Conditions", "Mappings", "Parameters")) {
			old.path(section).forEachEntry((name, value) -> {
				if (!both.path(section).has(name)) {
					both.withObjectProperty(section).set(name, value);
				}
			});
		}
		return both.toString();
	}

	/** The names of properties that differ. */
	static List<String> changed(JsonNode before, JsonNode after) {
		return Stream.concat(before.propertyNames().stream(), after.propertyNames().stream())
			.distinct()
			.filter((name) -> !before.path(name).equals(after.path(name)))
			.toList();
	}

}
