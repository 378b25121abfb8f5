package com.example.lab.aws.cloudfront;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests and answers as functions see them.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html">Event
 * structure</a>
 */
final class FunctionEvents {

	private FunctionEvents() {
	}

	static ObjectNode event(String type, String distribution, Request request) {
		ObjectNode event = JsonMapper.shared().createObjectNode().put("version", "1.0");
		event.putObject("context")
			.put("distributionId", distribution)
			.put("eventType", type)
			.put("requestId", Names.token(40));
		event.putObject("viewer").put("ip", request.viewer().ip());
		ObjectNode json = event.putObject("request").put("method", request.method()).put("uri", request.path());
		ObjectNode query = json.putObject("querystring");
		if (!request.query().isEmpty()) {
			Arrays.stream(request.query().split("&"))
				.map((each) -> each.split("=", 2))
				.forEach((pair) -> add(query, pair[0], (pair.length == 2) ? pair[1] : ""));
		}
		headers(json.putObject("headers"), request.fields().without("Cookie"));
		ObjectNode cookies = json.putObject("cookies");
		Arrays.stream(CacheKey.cookies(request.fields(), Selection.ALL).split("; "))
			.map((each) -> each.split("=", 2))
			.filter((pair) -> !pair[0].isEmpty())
			.forEach((pair) -> add(cookies, pair[0], (pair.length == 2) ? pair[1] : ""));
		return event;
	}

	static ObjectNode event(String type, String distribution, Request request, Answer answer) {
		ObjectNode event = event(type, distribution, request);
		ObjectNode response = event.putObject("response").put("statusCode", answer.status());
		headers(response.putObject("headers"), answer.fields().without("Set-Cookie"));
		ObjectNode cookies = response.putObject("cookies");
		for (String cookie : answer.fields().all("Set-Cookie")) {
			String[] parts = cookie.split(";", 2);
			String[] pair = parts[0].split("=", 2);
			add(cookies, pair[0], (pair.length == 2) ? pair[1] : "").put("attributes",
					(parts.length == 2) ? parts[1].strip() : "");
		}
		return event;
	}

	/** The request that a function returns. */
	static Request request(JsonNode json, Request before) {
		List<String> cookies = pairs(json.path("cookies"));
		Fields fields = fields(json.path("headers"));
		fields = cookies.isEmpty() ? fields : fields.with("Cookie", String.join("; ", cookies));
		return before.with(fields)
			.at(json.path("uri").asString(before.path()), String.join("&", pairs(json.path("querystring"))));
	}

	/** The response that a function returns instead of a request. */
	static Answer response(JsonNode json) {
		JsonNode content = json.path("body");
		String text = content.isObject() ? content.path("data").asString("") : content.asString("");
		byte[] body = content.path("encoding").asString("").equals("base64") ? Base64.getDecoder().decode(text)
				: text.getBytes(StandardCharsets.UTF_8);
		return change(json, new Answer(json.path("statusCode").asInt(200), Fields.NONE, body, Answer.Result.FUNCTION));
	}

	/** The answer as a function has changed it. */
	static Answer change(JsonNode json, Answer before) {
		Fields fields = fields(json.path("headers"));
		for (Map.Entry<String, JsonNode> cookie : json.path("cookies").properties()) {
			for (JsonNode value : values(cookie.getValue())) {
				String attributes = value.path("attributes").asString("");
				fields = fields.and("Set-Cookie", "%s=%s%s".formatted(cookie.getKey(), value.path("value").asString(""),
						attributes.isEmpty() ? "" : "; " + attributes));
			}
		}
		return before.with(fields).as(json.path("statusCode").asInt(before.status()));
	}

	private static void headers(ObjectNode json, Fields fields) {
		for (String name : fields.names()) {
			fields.all(name).forEach((value) -> add(json, name.toLowerCase(Locale.ROOT), value));
		}
	}

	/** Several values of one name are in a list beside the last of them. */
	private static ObjectNode add(ObjectNode json, String name, String value) {
		if (json.get(name) instanceof ObjectNode before) {
			ArrayNode all = before.withArrayProperty("multiValue");
			if (all.isEmpty()) {
				all.addObject().put("value", before.path("value").asString());
			}
			before.put("value", value);
			return all.addObject().put("value", value);
		}
		return json.putObject(name).put("value", value);
	}

	private static List<JsonNode> values(JsonNode entry) {
		return entry.has("multiValue") ? entry.path("multiValue").valueStream().toList() : List.of(entry);
	}

	private static List<String> pairs(JsonNode json) {
		List<String> pairs = new ArrayList<>();
		for (Map.Entry<String, JsonNode> entry : json.properties()) {
			for (JsonNode value : values(entry.getValue())) {
				String text = value.path("value").asString("");
				pairs.add(text.isEmpty() ? entry.getKey() : entry.getKey() + "=" + text);
			}
		}
		return pairs;
	}

	private static Fields fields(JsonNode headers) {
		Fields fields = Fields.NONE;
		for (Map.Entry<String, JsonNode> header : headers.properties()) {
			for (JsonNode value : values(header.getValue())) {
				fields = fields.and(header.getKey(), value.path("value").asString(""));
			}
		}
		return fields;
	}

}
