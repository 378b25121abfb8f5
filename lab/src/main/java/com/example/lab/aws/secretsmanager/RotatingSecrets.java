package com.example.lab.aws.secretsmanager;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import com.example.lab.network.LocalHttpServer;
import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Secrets Manager as clients see it while secrets rotate: LocalStack, which knows of no
 * rotation without Lambda, and in its descriptions of secrets what it leaves out.
 * Rotation is on, and a version that is pending has no value at first.
 */
final class RotatingSecrets implements AutoCloseable {

	private static final String NONE = "";

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	/** The pending version of each secret that rotates, by the secret's ARN. */
	private final Map<String, String> pending = new ConcurrentHashMap<>();

	private final Supplier<URI> localStack;

	private final LocalHttpServer server;

	RotatingSecrets(Supplier<URI> localStack) {
		this.localStack = localStack;
		this.server = new LocalHttpServer("rotating-secrets", "/", this::relay);
	}

	InetSocketAddress address() {
		return this.server.address();
	}

	void enable(String secret) {
		this.pending.put(secret, NONE);
	}

	void begin(String secret, String version) {
		this.pending.put(secret, version);
	}

	/**
	 * The version that an earlier rotation left pending.
	 */
	@Nullable String unfinished(String secret) {
		String version = this.pending.get(secret);
		return NONE.equals(version) ? null : version;
	}

	@Override
	public void close() {
		this.server.close();
	}

	private void relay(HttpExchange exchange) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.localStack.get());
		exchange.getRequestHeaders().forEach((name, values) -> {
			if (name.matches("(?i)authorization|content-type|user-agent|x-amz-.*")) {
				values.forEach((value) -> request.header(name, value));
			}
		});
		request.method(exchange.getRequestMethod(),
				HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
		HttpResponse<byte[]> answer = this.http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
		byte[] body = answer.body();
		if (answer.statusCode() == 200
				&& "secretsmanager.DescribeSecret".equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))) {
			body = complete(body);
		}
		answer.headers()
			.firstValue("content-type")
			.ifPresent((type) -> exchange.getResponseHeaders().set("Content-Type", type));
		exchange.sendResponseHeaders(answer.statusCode(), (body.length > 0) ? body.length : -1);
		exchange.getResponseBody().write(body);
	}

	private byte[] complete(byte[] description) {
		ObjectNode json = JsonMapper.shared().readValue(description, ObjectNode.class);
		String version = this.pending.get(json.path("ARN").asString(""));
		if (version != null) {
			json.put("RotationEnabled", true);
			ObjectNode versions = json.withObject("/VersionIdsToStages");
			if (!version.equals(NONE) && !versions.has(version)) {
				versions.putArray(version).add("AWSPENDING");
			}
		}
		return JsonMapper.shared().writeValueAsBytes(json);
	}

}
