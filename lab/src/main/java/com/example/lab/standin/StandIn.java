package com.example.lab.standin;

import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Does the work of one resource on this computer. It is made before anything runs,
 * reserves its addresses then, and starts once CloudFormation has evaluated its
 * properties. It reads nothing but its resource.
 */
public interface StandIn extends AutoCloseable {

	/**
	 * What {@code Ref} gives for the resource.
	 * @return a local value
	 */
	String ref();

	/**
	 * What {@code Fn::GetAtt} gives for the resource.
	 * @param name the attribute
	 * @return a local value
	 * @throws IllegalArgumentException if there is no such attribute here
	 */
	String attribute(String name);

	/**
	 * Where it can be reached, for the ledger.
	 * @return an address or a few words
	 */
	String address();

	/**
	 * Takes the resource's metadata, before it starts. Most stand-ins have no use for it.
	 * @param metadata the evaluated metadata; a missing node if there is none
	 */
	default void metadata(JsonNode metadata) {
		// Of no use.
	}

	/**
	 * Starts.
	 * @param properties the evaluated properties
	 * @throws Exception if it cannot start; the message is for a person
	 */
	void start(JsonNode properties) throws Exception;

	/**
	 * What it can suffer.
	 * @return no drills by default
	 */
	default List<Drill> drills() {
		return List.of();
	}

	/**
	 * Whether it does all that it is to do: some resources need a while after their
	 * start.
	 * @return true by default
	 */
	default boolean settled() {
		return true;
	}

	/**
	 * How it is at the moment, for whoever watches a drill.
	 * @return a few words such as {@code 1 of 2 healthy}; empty by default
	 */
	default String condition() {
		return "";
	}

	/**
	 * What a program beside the architecture is told to use the resource as the
	 * application does: variables of an environment, under the names that the application
	 * has for them. May hold secrets: not for the eyes of others.
	 * @return nothing by default
	 */
	default Map<String, String> access() {
		return Map.of();
	}

	@Override
	void close();

}
