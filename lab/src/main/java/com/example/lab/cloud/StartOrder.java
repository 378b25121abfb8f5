package com.example.lab.cloud;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.example.lab.assembly.Resource;

/** In which order stand-ins start: what is referred to comes first. */
final class StartOrder {

	private final Map<String, Set<String>> references = new HashMap<>();

	private final Set<String> ordered = new LinkedHashSet<>();

	private StartOrder(Map<String, Resource> resources) {
		resources.forEach((id, resource) -> {
			String text = resource.json().toString();
			this.references.put(id,
					resources.keySet()
						.stream()
						.filter((other) -> !other.equals(id) && refers(text, other))
						.collect(Collectors.toSet()));
		});
	}

	/**
	 * Puts resources in order; those that refer to each other in a circle keep theirs.
	 * @param resources by logical id
	 */
	static List<Resource> of(Map<String, Resource> resources) {
		StartOrder order = new StartOrder(resources);
		resources.keySet().forEach((id) -> order.visit(id, new LinkedHashSet<>()));
		return order.ordered.stream().map((id) -> Objects.requireNonNull(resources.get(id))).toList();
	}

	/**
	 * As {@code "Id"}, {@code "Id.Attribute"}, {@code ${Id}} or {@code ${Id.Attribute}}.
	 */
	private static boolean refers(String text, String logicalId) {
		return Pattern.compile("[\"{]" + logicalId + "[\".}]").matcher(text).find();
	}

	private void visit(String id, Set<String> path) {
		if (path.add(id) && !this.ordered.contains(id)) {
			this.references.getOrDefault(id, Set.of()).forEach((other) -> visit(other, path));
			this.ordered.add(id);
		}
	}

}
