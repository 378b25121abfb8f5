package com.example.lab.aws.cloudfront;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import tools.jackson.databind.JsonNode;

/**
 * The properties of a resource, read strictly: what the lab does not do stops {@code up},
 * with the type, the path of the property and the reason.
 */
final class Settings {

	private final String type;

	private final String path;

	private final JsonNode json;

	private final Set<String> known = new HashSet<>();

	private Settings(String type, String path, JsonNode json) {
		this.type = type;
		this.path = path;
		this.json = json;
	}

	/**
	 * Reads the properties of a resource.
	 * @param type such as {@code AWS::CloudFront::Distribution}
	 * @param properties evaluated
	 * @param read reads them; what it does not ask for is unknown
	 * @throws IllegalArgumentException if a property is unknown or refused
	 */
	static <T> T read(String type, JsonNode properties, Function<Settings, T> read) {
		return new Settings(type, "", properties).all(read);
	}

	private <T> T all(Function<Settings, T> read) {
		T value = read.apply(this);
		for (String name : this.json.propertyNames()) {
			if (!this.known.contains(name)) {
				throw wrong(name, "the lab does not know this property. Take it out of the CDK code");
			}
		}
		return value;
	}

	boolean has(String name) {
		return !node(name).isMissingNode() && !node(name).isNull();
	}

	String text(String name, String otherwise) {
		return has(name) ? node(name).asString(otherwise) : otherwise;
	}

	String text(String name) {
		if (!has(name)) {
			throw wrong(name, "it is missing, and AWS needs it");
		}
		return node(name).asString("");
	}

	/** One of some values. */
	String choice(String name, String otherwise, String... values) {
		String value = text(name, otherwise);
		if (!List.of(values).contains(value)) {
			throw wrong(name, "it is '%s'; the lab takes %s".formatted(value, String.join(", ", values)));
		}
		return value;
	}

	boolean flag(String name, boolean otherwise) {
		return has(name) ? node(name).asBoolean(otherwise) : otherwise;
	}

	long number(String name, long otherwise) {
		if (!has(name)) {
			return otherwise;
		}
		String value = node(name).asString("");
		if (!value.matches("\\d{1,18}")) {
			throw wrong(name, "it is '%s', and no number".formatted(value));
		}
		return Long.parseLong(value);
	}

	List<String> texts(String name) {
		return node(name).valueStream().map((each) -> each.asString("")).toList();
	}

	/** A property inside, with its own properties; missing ones read as empty. */
	<T> T inside(String name, Function<Settings, T> read) {
		return new Settings(this.type, this.path + name + "/", node(name)).all(read);
	}

	/** A list of properties inside. */
	<T> List<T> each(String name, Function<Settings, T> read) {
		List<T> values = new ArrayList<>();
		for (JsonNode element : node(name)) {
			values
				.add(new Settings(this.type, "%s%s/%d/".formatted(this.path, name, values.size()), element).all(read));
		}
		return values;
	}

	/** Properties without an effect here, which the page of the package lists. */
	void ignore(String... names) {
		this.known.addAll(List.of(names));
	}

	/** A property that the lab knows and does not do. */
	void refuse(String name, String reason) {
		if (has(name) && !isOff(node(name))) {
			throw wrong(name, reason);
		}
	}

	/** Nothing, or nothing but {@code false}. */
	private static boolean isOff(JsonNode value) {
		return value.isContainer() ? value.valueStream().allMatch(Settings::isOff)
				: value.asString("").isEmpty() || value.asString("").equals("false");
	}

	IllegalArgumentException wrong(String name, String reason) {
		return new IllegalArgumentException("%s %s%s: %s.".formatted(this.type, this.path, name, reason));
	}

	private JsonNode node(String name) {
		this.known.add(name);
		return this.json.path(name);
	}

}
