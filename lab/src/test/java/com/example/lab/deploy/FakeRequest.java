package com.example.lab.deploy;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.sun.net.httpserver.HttpExchange;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request to the fake AWS, and the wire form of its answer: the query protocol, that of
 * EC2, JSON, or S3's own.
 *
 * @param region for which it is signed
 * @param action such as {@code DescribeStacks}; empty for S3
 * @param json whether it is JSON
 * @param parameters without the numbers of values, which belong together
 * @see <a href="https://smithy.io/2.0/aws/protocols/index.html">AWS protocols</a>
 */
record FakeRequest(String region, String action, boolean json, Map<String, List<String>> parameters) {

	private static final String EC2 = "2016-11-15";

	static FakeRequest of(HttpExchange exchange) throws IOException {
		String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
		String region = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
			.replaceFirst(".*Credential=[^/]*/[^/]*/([^/]*)/.*", "$1");
		if (exchange.getRequestURI().getPath().startsWith(FakeCloudFront.PATH)) {
			return new FakeRequest(region, FakeCloudFront.action(exchange), false, Map.of());
		}
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		if (target != null) {
			return new FakeRequest(region, target.replaceFirst(".*\\.", ""), true, ofJson(body));
		}
		Map<String, List<String>> form = ofForm(body);
		return new FakeRequest(region, form.containsKey("Action") ? form.get("Action").get(0) : "", false, form);
	}

	private static Map<String, List<String>> ofForm(String body) {
		Map<String, List<String>> parameters = new TreeMap<>();
		Arrays.stream(body.split("&")).filter((pair) -> pair.contains("=")).forEach((pair) -> {
			String name = pair.substring(0, pair.indexOf('=')).replaceFirst("(?<=Value)\\.\\d+$", "");
			parameters.computeIfAbsent(name, (key) -> new ArrayList<>())
				.add(URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8));
		});
		return parameters;
	}

	private static Map<String, List<String>> ofJson(String body) {
		Map<String, List<String>> parameters = new TreeMap<>();
		JsonNode read = JsonMapper.shared().readTree(body);
		read.forEachEntry((name, value) -> parameters.put(name, List.of(value.asString(""))));
		for (JsonNode filter : read.path("TagFilters")) {
			parameters.put("Filter.%s.Value".formatted(filter.path("Key").asString()),
					filter.path("Values").valueStream().map(JsonNode::asString).toList());
		}
		return parameters;
	}

	/** The value of a parameter; empty if it has none. */
	String parameter(String name) {
		return String.join("", this.parameters.getOrDefault(name, List.of()));
	}

	/** All that it says besides what it wants. */
	List<String> values() {
		return this.parameters.entrySet()
			.stream()
			.filter((parameter) -> !parameter.getKey().matches("Action|Version"))
			.flatMap((parameter) -> parameter.getValue().stream())
			.toList();
	}

	/** Whether an item of a list holds a value of each filter. */
	boolean wants(String item) {
		return this.parameters.entrySet()
			.stream()
			.filter((parameter) -> parameter.getKey().matches("SnapshotType|.*Filter.*Value.*"))
			.allMatch((parameter) -> parameter.getValue().stream().anyMatch((value) -> holds(item, value)));
	}

	static boolean holds(String item, String value) {
		return item.contains(">" + value + "<") || item.contains("\"" + value + "\"");
	}

	String result(String body) {
		if (this.json) {
			return body.isEmpty() ? "{}" : body;
		}
		return element(this.action + "Response", isEc2() ? body : element(this.action + "Result", body));
	}

	String error(String code, String message) {
		if (this.json) {
			return "{\"__type\": \"com.amazonaws#%s\", \"message\": \"%s\"}".formatted(code, message);
		}
		String error = element("Error", element("Code", code) + element("Message", message));
		return isEc2() ? element("Response", element("Errors", error)) : element("ErrorResponse", error);
	}

	private boolean isEc2() {
		return parameter("Version").equals(EC2);
	}

	static String element(String name, String content) {
		return "<%1$s>%2$s</%1$s>".formatted(name, content);
	}

}
