package com.example.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.example.lab.launch.Launch;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the commands ask a stage that is up: its status, its events, how its parts are
 * reached, drills. Only who knows the token is heard, so that no web page can break the
 * architecture.
 */
final class ControlServer implements AutoCloseable {

	static final String TOKEN_HEADER = "X-Workshop-Token";

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Launch launch;

	private final String token;

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	ControlServer(Launch launch, String token) {
		this.launch = launch;
		this.token = token;
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot open the control server", ex);
		}
		this.server.createContext("/status", (exchange) -> answer(exchange, (request) -> Status.of(launch)));
		this.server.createContext("/access", (exchange) -> answer(exchange, (request) -> launch.cloud().access()));
		this.server.createContext("/drill", (exchange) -> answer(exchange, this::drill));
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/**
	 * Does a drill and answers the events that came of it.
	 */
	private Object drill(JsonNode request) throws Exception {
		long position = this.launch.cloud().events().position();
		this.launch.cloud()
			.drill(request.path("resource").asString(), request.path("name").asString(),
					request.path("argument").asString(""));
		return this.launch.cloud().events().since(position);
	}

	private void answer(HttpExchange exchange, Handler handler) throws IOException {
		try (exchange) {
			int status = 200;
			Object body;
			if (!this.token.equals(exchange.getRequestHeaders().getFirst(TOKEN_HEADER))) {
				status = 403;
				body = Map.of("error", "The token is missing");
			}
			else {
				try {
					body = handler.handle(JSON.readTree(exchange.getRequestBody()));
				}
				catch (Exception ex) {
					status = 400;
					body = Map.of("error", Objects.requireNonNullElse(ex.getMessage(), ex.toString()));
				}
			}
			byte[] bytes = JSON.writeValueAsBytes(body);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(status, bytes.length);
			exchange.getResponseBody().write(bytes);
		}
	}

	/** Answers a request. */
	@FunctionalInterface
	private interface Handler {

		Object handle(JsonNode request) throws Exception;

	}

}
