package com.example.docs.architecture;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.example.lab.assembly.Resource;
import tools.jackson.databind.JsonNode;

/** References between resources of a template, by logical id. */
final class References {

	private static final Pattern IN_SUB = Pattern.compile("\\$\\{([^.}]+)");

	/**
	 * Types that say something about the resource in one of their properties: what they
	 * refer to, it refers to.
	 */
	private static final Map<String, String> SUBJECTS = Map.of("AWS::EC2::EIPAssociation", "AllocationId",
			"AWS::ElasticLoadBalancingV2::Listener", "LoadBalancerArn", "AWS::ElasticLoadBalancingV2::ListenerRule",
			"ListenerArn");

	private final Map<String, Resource> resources = new LinkedHashMap<>();

	References(List<Resource> resources) {
		resources.forEach((resource) -> this.resources.put(resource.logicalId(), resource));
	}

	/**
	 * What a part of the template refers to itself.
	 */
	Set<String> in(JsonNode node) {
		Set<String> found = new LinkedHashSet<>();
		collect(node, found);
		found.retainAll(this.resources.keySet());
		return found;
	}

	/**
	 * What a resource refers to itself, in its properties or in what it installs.
	 */
	Set<String> in(Resource resource) {
		Set<String> found = in(resource.properties());
		found.addAll(in(resource.json().path("Metadata")));
		return found;
	}

	/**
	 * The resources that a part of the template refers to.
	 */
	Stream<Resource> resourcesIn(JsonNode node) {
		return in(node).stream().map(this.resources::get);
	}

	/**
	 * The drawn resources that a resource refers to, itself or through some that are not
	 * drawn.
	 */
	Set<Resource> drawnFrom(Resource resource) {
		Set<Resource> drawn = new LinkedHashSet<>();
		follow(resource, new HashSet<>(Set.of(resource.logicalId())), drawn);
		return drawn;
	}

	/**
	 * What a resource refers to, itself or through others, up to the first that is drawn.
	 */
	Set<String> reachableFrom(Resource resource) {
		Set<String> seen = new HashSet<>(Set.of(resource.logicalId()));
		follow(resource, seen, new HashSet<>());
		return seen;
	}

	private void follow(Resource resource, Set<String> seen, Set<Resource> drawn) {
		Set<String> next = in(resource);
		this.resources.values()
			.stream()
			.filter((other) -> isAbout(other, resource))
			.forEach((other) -> next.addAll(in(other)));
		for (String id : next) {
			Resource target = this.resources.get(id);
			if (target == null || !seen.add(id)) {
				continue;
			}
			if (Icons.isDrawn(target)) {
				drawn.add(target);
			}
			else {
				follow(target, seen, drawn);
			}
		}
	}

	private boolean isAbout(Resource other, Resource subject) {
		String property = SUBJECTS.get(other.type());
		return property != null && in(other.properties().path(property)).contains(subject.logicalId());
	}

	private static void collect(JsonNode node, Set<String> found) {
		node.properties().forEach((property) -> {
			JsonNode value = property.getValue();
			switch (property.getKey()) {
				case "Ref" -> found.add(value.asString(""));
				case "Fn::GetAtt" ->
					found.add(value.isArray() ? value.path(0).asString("") : value.asString("").split("\\.", 2)[0]);
				case "Fn::Sub" -> IN_SUB.matcher(value.isArray() ? value.path(0).asString("") : value.asString(""))
					.results()
					.forEach((match) -> found.add(match.group(1)));
				default -> {
				}
			}
			collect(value, found);
		});
		if (node.isArray()) {
			node.forEach((element) -> collect(element, found));
		}
	}

}
