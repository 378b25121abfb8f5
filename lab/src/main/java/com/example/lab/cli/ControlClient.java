package com.example.lab.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.example.lab.event.Event;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.WorkshopException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Asks a stage that is up. */
final class ControlClient {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final int LIMIT_MILLIS = 120_000;

	private final CloudState state;

	private ControlClient(CloudState state) {
		this.state = state;
	}

	/**
	 * A client of a stage that is up.
	 * @throws WorkshopException if it is not
	 */
	static ControlClient of(StageFolder stage) {
		CloudState state = CloudState.running(stage.data())
			.filter((found) -> found.port() != 0)
			.orElseThrow(() -> new WorkshopException(
					"%s is not up. Run ./workshop up %d first.".formatted(stage.name(), stage.number())));
		return new ControlClient(state);
	}

	Status status() {
		return JSON.readValue(send("/status", Map.of()), Status.class);
	}

	/**
	 * How its parts are reached; holds secrets.
	 */
	Map<String, String> access() {
		return JSON.readValue(send("/access", Map.of()), new TypeReference<Map<String, String>>() {
		});
	}

	List<Event> drill(String resource, String name, String argument) {
		return JSON.readValue(send("/drill", Map.of("resource", resource, "name", name, "argument", argument)),
				new TypeReference<List<Event>>() {
				});
	}

	private String send(String path, Map<String, String> body) {
		try {
			URL address = new URL("http", "127.0.0.1", this.state.port(), path);
			HttpURLConnection connection = (HttpURLConnection) address.openConnection(Proxy.NO_PROXY);
			connection.setReadTimeout(LIMIT_MILLIS);
			connection.setRequestProperty(ControlServer.TOKEN_HEADER, this.state.token());
			connection.setDoOutput(true);
			connection.getOutputStream().write(JSON.writeValueAsBytes(body));
			if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
				throw new WorkshopException(JSON.readTree(connection.getErrorStream()).path("error").asString());
			}
			return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new WorkshopException("The lab does not answer. Run ./workshop down, then ./workshop up again.");
		}
	}

}
