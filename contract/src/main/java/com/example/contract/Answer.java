package com.example.contract;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Postcards answered to one request, whatever its status.
 *
 * @param request method and path, for messages
 * @param status the HTTP status
 * @param headers the response headers
 * @param body the response body, empty if there was none
 */
public record Answer(String request, int status, HttpHeaders headers, byte[] body) {

	static final JsonMapper JSON = JsonMapper.builder().build();

	/**
	 * The first value of a header, or null.
	 */
	public @Nullable String header(String name) {
		return this.headers.firstValue(name).orElse(null);
	}

	/**
	 * The header that sets the given cookie, attributes included, or null.
	 */
	public @Nullable String setCookie(String name) {
		List<String> all = this.headers.allValues("Set-Cookie");
		return all.stream().filter((cookie) -> cookie.startsWith(name + "=")).findFirst().orElse(null);
	}

	/**
	 * Whether it came through an edge, which serves what is not of the API itself.
	 */
	boolean throughEdge() {
		return header("X-Amz-Cf-Id") != null;
	}

	/**
	 * The body as text in UTF-8.
	 */
	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	/**
	 * The body as a JSON tree.
	 */
	public JsonNode json() {
		return JSON.readTree(this.body);
	}

	/**
	 * This answer if it has one of the given statuses.
	 * @throws RefusedException if it has another one
	 */
	public Answer expect(int... statuses) {
		for (int expected : statuses) {
			if (this.status == expected) {
				return this;
			}
		}
		throw new RefusedException(this);
	}

	/**
	 * The body as a value of the type.
	 */
	public <T> T as(Class<T> type) {
		return JSON.readValue(this.body, type);
	}

	<T> Postcards.Page<T> asPageOf(Class<T> item) {
		JavaType type = JSON.getTypeFactory().constructParametricType(Postcards.Page.class, item);
		return JSON.readValue(this.body, type);
	}

	@Override
	public String toString() {
		return this.request + " answered " + this.status + " " + text().substring(0, Math.min(500, text().length()));
	}

}
