package com.example.lab.aws.cognito;

import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The attributes that people in a pool can have. */
final class Schema {

	private static final List<String> STANDARD = List.of("sub", "name", "given_name", "family_name", "middle_name",
			"nickname", "preferred_username", "profile", "picture", "website", "email", "email_verified", "gender",
			"birthdate", "zoneinfo", "locale", "phone_number", "phone_number_verified", "address", "updated_at");

	private Schema() {
	}

	/**
	 * The standard attributes and those of the template.
	 * @param template the property {@code Schema}
	 * @return attributes as DescribeUserPool returns them
	 */
	static ArrayNode of(JsonNode template) {
		ArrayNode schema = JsonMapper.shared().createArrayNode();
		STANDARD.forEach((name) -> {
			ObjectNode attribute = attribute(name, type(name), !name.equals("sub"), name.equals("sub"));
			template.valueStream()
				.filter((wanted) -> wanted.path("Name").asString("").equals(name))
				.forEach((wanted) -> attribute.setAll((ObjectNode) wanted));
			schema.add(attribute);
		});
		template.valueStream()
			.filter((wanted) -> !STANDARD.contains(wanted.path("Name").asString("")))
			.forEach((wanted) -> schema.add(attribute("", "String", true, false).setAll((ObjectNode) wanted)
				.put("Name", "custom:" + wanted.path("Name").asString(""))));
		return schema;
	}

	private static String type(String name) {
		if (name.endsWith("_verified")) {
			return "Boolean";
		}
		return name.equals("updated_at") ? "Number" : "String";
	}

	private static ObjectNode attribute(String name, String type, boolean mutable, boolean required) {
		return JsonMapper.shared()
			.createObjectNode()
			.put("Name", name)
			.put("AttributeDataType", type)
			.put("DeveloperOnlyAttribute", false)
			.put("Mutable", mutable)
			.put("Required", required);
	}

}
