package com.example.lab.standin;

import java.net.URI;
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
	 * Whether it can take another value of a property while it runs on. Without that a
	 * new stand-in takes its place, as CloudFormation replaces a resource.
	 * @param property its name; {@code Metadata} for the metadata of the resource
	 * @return false by default
	 */
	default boolean canChange(String property) {
		return false;
	}

	/**
	 * Takes other properties, all that differ being among those that it can change. It
	 * keeps its addresses and its data.
	 * @param properties the evaluated properties
	 * @throws Exception if it cannot take them; it then runs on as it was, and the
	 * message is for a person
	 */
	default void update(JsonNode properties) throws Exception {
		close();
		start(properties);
	}

	/**
	 * Called when the template of its stack has changed, and with it what other resources
	 * say about this one, such as security groups.
	 */
	default void templateChanged() {
		// Of no use.
	}

	/**
	 * The faults and repairs that can be applied to it.
	 * @return no drills by default
	 */
	default List<Drill> drills() {
		return List.of();
	}

	/**
	 * Whether it is ready: some resources need a while after their start.
	 * @return true by default
	 */
	default boolean settled() {
		return true;
	}

	/**
	 * Its condition at the moment, for users who watch a drill.
	 * @return a few words such as {@code 1 of 2 healthy}; empty by default
	 */
	default String condition() {
		return "";
	}

	/**
	 * Where an address of the product leads on this computer.
	 * @param address the address
	 * @return the same by default; another one from what serves its name
	 */
	default URI resolve(URI address) {
		return address;
	}

	/**
	 * Whether it finishes its work when it is closed, which takes a while: several are
	 * then closed at once, before the others.
	 * @return false by default
	 */
	default boolean drains() {
		return false;
	}

	/**
	 * The environment variables with which a program outside the architecture uses the
	 * resource as the application does, under the names that the application has for
	 * them. May contain secrets, so they must not be shown.
	 * @return nothing by default
	 */
	default Map<String, String> access() {
		return Map.of();
	}

	@Override
	void close();

	/**
	 * Ends for good while the architecture runs on: closes it and deletes what it kept.
	 */
	default void delete() {
		close();
	}

}
