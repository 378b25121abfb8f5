package com.example.lab.cloud;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.example.lab.assembly.DanglingReferences;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.Runner;
import com.example.lab.assembly.Split;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.localstack.DynamicReferences;
import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a stack is: before an update, or after it.
 *
 * @param template the template
 * @param runners what runs each resource, by logical id
 * @param split the template in two
 * @param parameters of the stack
 * @param outputs of the stack, with those that the lab has added
 * @param standIns those that the lab runs, by logical id
 * @param references looks up what dynamic references stand for
 */
record StackState(StackTemplate template, Map<String, Runner> runners, Split split, Map<String, String> parameters,
		Map<String, String> outputs, Map<String, StandIn> standIns, DynamicReferences references) {

	static StackState empty(StackTemplate template, DynamicReferences references) {
		return new StackState(template, Map.of(), split(template, Map.of(), Map.of()), Map.of(), Map.of(), Map.of(),
				references);
	}

	/**
	 * Refuses what CloudFormation refuses and LocalStack accepts, before anything starts.
	 * @throws DeploymentException names the resource with its type
	 */
	StackState checked() {
		List<String> faults = new ArrayList<>(
				DanglingReferences.in(this.template, (condition) -> this.split.holds(condition, this.outputs)));
		for (Resource resource : this.template.resources()) {
			if (exists(resource.logicalId())) {
				try {
					properties(resource.logicalId());
				}
				catch (IllegalArgumentException ex) {
					faults.add("%s (%s): %s".formatted(resource.path(), resource.type(), ex.getMessage()));
				}
			}
		}
		if (!faults.isEmpty()) {
			throw new DeploymentException("CloudFormation refuses the template of %s: %s"
				.formatted(this.template.name(), String.join(" ", faults)));
		}
		return this;
	}

	/** The same with the outputs of another deployment. */
	StackState with(Map<String, String> other) {
		return new StackState(this.template, this.runners, this.split, this.parameters, other, this.standIns,
				this.references);
	}

	/** Splits a template; references to stand-ins become their addresses. */
	static Split split(StackTemplate template, Map<String, Runner> runners, Map<String, StandIn> standIns) {
		return new Split(template, runners, (id, attribute) -> address(standIns.get(id), id, attribute));
	}

	private static String address(@Nullable StandIn standIn, String logicalId, @Nullable String attribute) {
		if (standIn == null) {
			// An inert resource has no address; its name says what it would have been.
			return logicalId;
		}
		return (attribute == null) ? standIn.ref() : standIn.attribute(attribute);
	}

	/** Those that the lab runs; what is referred to comes first. */
	List<Resource> inStartOrder() {
		Map<String, Resource> ours = new LinkedHashMap<>();
		this.template.resources()
			.stream()
			.filter((resource) -> this.standIns.containsKey(resource.logicalId()))
			.forEach((resource) -> ours.put(resource.logicalId(), resource));
		return StartOrder.of(ours);
	}

	/** The name of each resource, by logical id. */
	Map<String, String> names() {
		return this.template.resources().stream().collect(Collectors.toMap(Resource::logicalId, Resource::name));
	}

	/** Whether a stand-in is there at all: its condition may be false. */
	boolean exists(String logicalId) {
		return this.standIns.containsKey(logicalId) && this.split.exists(logicalId, this.outputs);
	}

	JsonNode properties(String logicalId) {
		return this.references.resolve(this.split.properties(logicalId, this.outputs));
	}

	JsonNode metadata(String logicalId) {
		return this.split.metadata(logicalId, this.outputs);
	}

}
