package com.example.lab.aws.lambda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.example.lab.network.LocalHttpServer;
import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the process of one function asks for its next event and leaves its answers, as on
 * AWS.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime
 * API</a>
 */
final class RuntimeApi implements AutoCloseable {

	static final String PATH = "/2018-06-01/runtime/";

	static final String REQUEST_ID = "Lambda-Runtime-Aws-Request-Id";

	private final LocalHttpServer server = new LocalHttpServer("runtime-api", PATH, this::handle);

	private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	private volatile @Nullable CompletableFuture<String> answer;

	String address() {
		return "127.0.0.1:" + this.server.address().getPort();
	}

	String invoke(String event, Duration limit) throws FunctionException {
		CompletableFuture<String> awaited = new CompletableFuture<>();
		this.answer = awaited;
		this.events.add(event);
		try {
			return awaited.get(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw new FunctionException(String.valueOf(Objects.requireNonNull(ex.getCause()).getMessage()));
		}
		catch (TimeoutException ex) {
			throw new FunctionException("Task timed out after %d seconds".formatted(limit.toSeconds()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new FunctionException("The lab is being stopped");
		}
	}

	/**
	 * Whether a call has had no answer.
	 */
	boolean isBusy() {
		CompletableFuture<String> last = this.answer;
		return last != null && !last.isDone();
	}

	@Override
	public void close() {
		this.server.close();
	}

	private void handle(HttpExchange exchange) throws IOException, InterruptedException {
		String call = exchange.getRequestURI().getPath().substring(PATH.length());
		if (call.equals("invocation/next")) {
			byte[] event = this.events.take().getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set(REQUEST_ID, UUID.randomUUID().toString());
			exchange.sendResponseHeaders(200, event.length);
			exchange.getResponseBody().write(event);
			return;
		}
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(202, -1);
		if (call.endsWith("/error")) {
			JsonNode error = JsonMapper.shared().readTree(body);
			fail("%s: %s".formatted(error.path("errorType").asString(), error.path("errorMessage").asString()));
		}
		else {
			CompletableFuture<String> awaited = this.answer;
			if (awaited != null) {
				awaited.complete(body);
			}
		}
	}

	/**
	 * Ends the call that waits for an answer.
	 */
	void fail(String message) {
		CompletableFuture<String> awaited = this.answer;
		if (awaited != null) {
			awaited.completeExceptionally(new FunctionException(message));
		}
	}

}
