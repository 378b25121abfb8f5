package com.example.lab.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
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

	private final HttpClient http = HttpClient.newHttpClient();

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

	List<Event> drill(String resource, String name, String argument) {
		return JSON.readValue(send("/drill", Map.of("resource", resource, "name", name, "argument", argument)),
				new TypeReference<List<Event>>() {
				});
	}

	private String send(String path, Map<String, String> body) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.state.port() + path))
			.header(ControlServer.TOKEN_HEADER, this.state.token())
			.timeout(Duration.ofMinutes(2))
			.POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
			.build();
		try {
			HttpResponse<String> response = this.http.send(request, HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new WorkshopException(JSON.readTree(response.body()).path("error").asString());
			}
			return response.body();
		}
		catch (IOException ex) {
			throw new WorkshopException("The lab does not answer. Run ./workshop down, then ./workshop up again.");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new WorkshopException("Interrupted");
		}
	}

}
