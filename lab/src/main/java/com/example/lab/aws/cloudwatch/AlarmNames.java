package com.example.lab.aws.cloudwatch;

import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.LabContext;
import tools.jackson.databind.JsonNode;

/** What metric alarms and composite alarms have in common: names and actions. */
final class AlarmNames {

	private static final String NAME = "AlarmName";

	private static final SecureRandom RANDOM = new SecureRandom();

	private AlarmNames() {
	}

	/**
	 * The name of an alarm, which CloudFormation makes up unless it is given.
	 */
	static String of(Resource resource, LabContext lab) {
		return resource.properties()
			.path(NAME)
			.asString("%s-%s-%012X".formatted(lab.template().name(), resource.logicalId(),
					RANDOM.nextLong() & 0xFFFFFFFFFFFFL));
	}

	/** Checks that an alarm got the name that others refer to. */
	static void check(JsonNode properties, String name) {
		if (!properties.path(NAME).asString(name).equals(name)) {
			throw new IllegalArgumentException(
					"AlarmName is an expression; names are given before it is evaluated. Write a plain name.");
		}
	}

	/** Refuses properties that the lab does not look at. */
	static void refuseOthers(JsonNode properties, Set<String> known) {
		Set<String> others = new TreeSet<>(List.copyOf(properties.propertyNames()));
		others.removeAll(known);
		if (!others.isEmpty()) {
			throw new IllegalArgumentException(
					"The lab does not know %s of an alarm. Remove it from the CDK code.".formatted(others));
		}
	}

	/**
	 * The topics that a change of state notifies.
	 * @throws IllegalArgumentException if an action is no topic
	 */
	static List<String> topics(JsonNode properties, String property) {
		List<String> actions = properties.path(property).valueStream().map((action) -> action.asString("")).toList();
		actions.stream().filter((action) -> !action.matches("arn:[^:]+:sns:.*")).findFirst().ifPresent((action) -> {
			throw new IllegalArgumentException(
					"%s has '%s'; the lab notifies SNS topics only.".formatted(property, action));
		});
		return actions;
	}

}
