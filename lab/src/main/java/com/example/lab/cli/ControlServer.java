package com.example.lab.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.example.lab.assembly.Assembly;
import com.example.lab.compare.StackUpdate;
import com.example.lab.compare.StackUpdate.Step;
import com.example.lab.event.Events;
import com.example.lab.launch.Launch;
import com.example.lab.process.Processes;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the commands request from a running stage: its status, its events, how its parts
 * are reached, what it answers, drills. Every request needs the token, so that no web
 * page can break the architecture.
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
		this.server.createContext("/get",
				(exchange) -> answer(exchange, (request) -> launch.cloud().get(request.path("path").asString("/"))));
		this.server.createContext("/drill", (exchange) -> answer(exchange, this::drill));
		this.server.createContext("/plan", (exchange) -> answer(exchange, this::plan));
		this.server.createContext("/update", this::update);
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
	 * Runs a drill and returns its events.
	 */
	private Object drill(JsonNode request) throws Exception {
		long position = this.launch.cloud().events().position();
		this.launch.cloud()
			.drill(request.path("resource").asString(), request.path("name").asString(),
					request.path("argument").asString(""));
		return this.launch.cloud().events().since(position);
	}

	/**
	 * What an update with another assembly would do.
	 */
	private Object plan(JsonNode request) {
		try (Processes processes = new Processes(this.launch.stage().data().resolve("logs"))) {
			List<Step> steps = new StackUpdate(this.launch.stage().workshop().cache(), processes, new Events())
				.of(this.launch.assembly(), assembly(request));
			return UpdatePlan.of(steps, this.launch.cloud()::replaces);
		}
	}

	/**
	 * Updates the stage and streams its events: a line for each, and a last one for the
	 * result.
	 */
	private void update(HttpExchange exchange) throws IOException {
		if (!this.token.equals(exchange.getRequestHeaders().getFirst(TOKEN_HEADER))) {
			answer(exchange, (unused) -> "");
			return;
		}
		try (exchange) {
			Assembly wanted = assembly(JSON.readTree(exchange.getRequestBody()));
			exchange.sendResponseHeaders(200, 0);
			Wire wire = new Wire(new PrintStream(exchange.getResponseBody(), true, StandardCharsets.UTF_8));
			this.launch.cloud().events().listen(wire::event);
			try {
				this.launch.update(wanted);
				wire.up(this.launch.cloud().url().toString());
			}
			catch (RuntimeException ex) {
				wire.failed(Objects.requireNonNullElse(ex.getMessage(), ex.toString()));
			}
		}
	}

	private static Assembly assembly(JsonNode request) {
		return Assembly.read(Path.of(request.path("assembly").asString()));
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
