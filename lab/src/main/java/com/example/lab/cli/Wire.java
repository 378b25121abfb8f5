package com.example.lab.cli;

import java.io.PrintStream;
import java.util.Map;

import com.example.lab.event.Event;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a starting stage reports to the command line that waits for it: one line of JSON
 * for each event, and a last one for the end.
 */
final class Wire {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final PrintStream out;

	private volatile boolean ended;

	Wire(PrintStream out) {
		this.out = out;
	}

	void event(Event event) {
		send(Map.of("event", event));
	}

	void up(String url) {
		send(Map.of("up", url));
		this.ended = true;
	}

	void failed(String message) {
		send(Map.of("failed", message));
		this.ended = true;
	}

	/**
	 * Whether the last line was sent.
	 */
	boolean ended() {
		return this.ended;
	}

	private synchronized void send(Map<String, Object> line) {
		if (!this.ended) {
			this.out.println(JSON.writeValueAsString(line));
			this.out.flush();
		}
	}

	/**
	 * Reads a line; one that is not ours, such as a warning of the JVM, is nothing.
	 */
	static Line read(String line) {
		if (!line.startsWith("{")) {
			return new Line(null, "", "");
		}
		JsonNode json = JSON.readTree(line);
		Event event = json.has("event") ? JSON.treeToValue(json.get("event"), Event.class) : null;
		return new Line(event, json.path("up").asString(""), json.path("failed").asString(""));
	}

	/**
	 * A line that was read.
	 *
	 * @param event an event, if it is one
	 * @param up the product's address, if the stage is up; else empty
	 * @param failed why it is not up, or empty
	 */
	record Line(@Nullable Event event, String up, String failed) {
	}

}
