package com.example.lab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.example.lab.cloud.Answer;
import com.example.lab.event.Event;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.WorkshopException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests to a running stage. */
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
	 * The addresses of its resources; contains secrets.
	 */
	Map<String, String> access() {
		return JSON.readValue(send("/access", Map.of()), new TypeReference<Map<String, String>>() {
		});
	}

	/**
	 * Sends the product a request.
	 */
	Answer get(String path) {
		return JSON.readValue(send("/get", Map.of("path", path)), Answer.class);
	}

	List<Event> drill(String resource, String name, String argument) {
		return JSON.readValue(send("/drill", Map.of("resource", resource, "name", name, "argument", argument)),
				new TypeReference<List<Event>>() {
				});
	}

	/**
	 * What an update with the assembly in a folder would do.
	 */
	UpdatePlan plan(Path assembly) {
		return JSON.readValue(send("/plan", Map.of("assembly", assembly.toString())), UpdatePlan.class);
	}

	/**
	 * Updates the stage.
	 * @return what {@link Wire} reads, while it happens
	 */
	InputStream update(Path assembly) {
		try {
			return open("/update", Map.of("assembly", assembly.toString()), 0).getInputStream();
		}
		catch (IOException ex) {
			throw new WorkshopException("The lab does not respond. Run ./workshop down, then ./workshop up again.");
		}
	}

	private HttpURLConnection open(String path, Map<String, String> body, int limitMillis) throws IOException {
		URL address = new URL("http", "127.0.0.1", this.state.port(), path);
		HttpURLConnection connection = (HttpURLConnection) address.openConnection(Proxy.NO_PROXY);
		connection.setReadTimeout(limitMillis);
		connection.setRequestProperty(ControlServer.TOKEN_HEADER, this.state.token());
		connection.setDoOutput(true);
		connection.getOutputStream().write(JSON.writeValueAsBytes(body));
		if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
			throw new WorkshopException(JSON.readTree(connection.getErrorStream()).path("error").asString());
		}
		return connection;
	}

	private String send(String path, Map<String, String> body) {
		try (InputStream answer = open(path, body, LIMIT_MILLIS).getInputStream()) {
			return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new WorkshopException("The lab does not respond. Run ./workshop down, then ./workshop up again.");
		}
	}

}
