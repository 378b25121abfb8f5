package com.example.lab.aws.elb;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * The attributes of a load balancer or a target group, which are texts by name.
 *
 * @param values those that the template sets
 */
record Attributes(Map<String, String> values) {

	/**
	 * Reads attributes.
	 * @param list as the template has it, with {@code Key} and {@code Value}
	 * @param taken by name, which values the lab takes, as a regular expression
	 * @throws IllegalArgumentException if there is another name or value
	 */
	static Attributes of(JsonNode list, Map<String, String> taken) {
		Map<String, String> values = new HashMap<>();
		for (JsonNode attribute : list) {
			String name = attribute.path("Key").asString("");
			String value = attribute.path("Value").asString("");
			String pattern = taken.get(name);
			if (pattern == null) {
				throw new IllegalArgumentException(
						"The lab does not know its attribute %s. Take it out of the CDK code.".formatted(name));
			}
			if (!value.matches(pattern)) {
				throw new IllegalArgumentException("Its attribute %s is '%s'; the lab takes only what matches %s."
					.formatted(name, value, pattern));
			}
			values.put(name, value);
		}
		return new Attributes(values);
	}

	String text(String name) {
		return this.values.getOrDefault(name, "");
	}

	boolean on(String name) {
		return text(name).equals("true");
	}

	int number(String name, int otherwise) {
		String value = this.values.get(name);
		return (value != null) ? Integer.parseInt(value) : otherwise;
	}

	Duration seconds(String name, int otherwise) {
		return Duration.ofSeconds(number(name, otherwise));
	}

}
