package com.example.lab.standin;

import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * Does the work of one resource on this computer. It is made before anything runs,
 * reserves its addresses then, and starts once CloudFormation has evaluated its
 * properties. It reads nothing but those properties.
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

	@Override
	void close();

}
