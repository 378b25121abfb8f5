package com.example.lab.cloud;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.Runner;
import com.example.lab.assembly.Split;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a stack is: before an update, or after it.
 *
 * @param template the template
 * @param runners who runs each resource, by logical id
 * @param split the template in two
 * @param parameters of the stack
 * @param outputs of the stack, with those that the lab has added
 * @param standIns those that the lab runs, by logical id
 */
record StackState(StackTemplate template, Map<String, Runner> runners, Split split, Map<String, String> parameters,
		Map<String, String> outputs, Map<String, StandIn> standIns) {

	static StackState empty(StackTemplate template) {
		return new StackState(template, Map.of(), split(template, Map.of(), Map.of()), Map.of(), Map.of(), Map.of());
	}

	/** The same with the outputs of another deployment. */
	StackState with(Map<String, String> other) {
		return new StackState(this.template, this.runners, this.split, this.parameters, other, this.standIns);
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
		return this.split.properties(logicalId, this.outputs);
	}

	JsonNode metadata(String logicalId) {
		return this.split.metadata(logicalId, this.outputs);
	}

}
