package com.example.postcards.rotation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The secrets behind the calls of Secrets Manager that a rotation makes: one that
 * rotates, and that of the master user. A version that is pending has no value at first,
 * as on AWS.
 */
final class LocalSecrets implements AutoCloseable {

	final Map<String, @Nullable String> values = new LinkedHashMap<>();

	final Map<String, Set<String>> stages = new LinkedHashMap<>();

	boolean rotationEnabled = true;

	private final HttpServer server;

	private final String master;

	LocalSecrets(String current, String master) throws IOException {
		this.master = master;
		this.values.put("first", current);
		this.stages.put("first", new LinkedHashSet<>(Set.of("AWSCURRENT")));
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			try (exchange) {
				answer(exchange);
			}
		});
		this.server.start();
	}

	/**
	 * What Secrets Manager does before the first step.
	 * @return the token
	 */
	String begin() {
		String token = UUID.randomUUID().toString();
		this.stages.put(token, new LinkedHashSet<>(Set.of("AWSPENDING")));
		return token;
	}

	DatabaseUser current() {
		return DatabaseUser.of(String.valueOf(this.values.get(versionAt("AWSCURRENT"))));
	}

	String versionAt(String stage) {
		return this.stages.entrySet()
			.stream()
			.filter((version) -> version.getValue().contains(stage))
			.map(Map.Entry::getKey)
			.findFirst()
			.orElseThrow();
	}

	SecretsManagerClient client() {
		return SecretsManagerClient.builder()
			.endpointOverride(URI.create("http://127.0.0.1:" + this.server.getAddress().getPort()))
			.region(Region.US_EAST_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
			.build();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		JsonNode request = JsonMapper.shared().readTree(exchange.getRequestBody());
		switch (String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"))) {
			case "secretsmanager.DescribeSecret" ->
				send(exchange, 200, Map.of("RotationEnabled", this.rotationEnabled, "VersionIdsToStages", this.stages));
			case "secretsmanager.GetSecretValue" -> {
				String value = request.get("SecretId").asString().equals(TrustedDatabase.MASTER) ? this.master
						: value(request);
				send(exchange, (value != null) ? 200 : 400, (value != null) ? Map.of("SecretString", value)
						: Map.of("__type", "ResourceNotFoundException"));
			}
			case "secretsmanager.PutSecretValue" -> {
				this.values.put(request.get("ClientRequestToken").asString(), request.get("SecretString").asString());
				send(exchange, 200, Map.of());
			}
			case "secretsmanager.UpdateSecretVersionStage" -> {
				String from = request.get("RemoveFromVersionId").asString();
				this.stages.put(from, new LinkedHashSet<>(Set.of("AWSPREVIOUS")));
				Objects.requireNonNull(this.stages.get(request.get("MoveToVersionId").asString())).add("AWSCURRENT");
				send(exchange, 200, Map.of());
			}
			case "secretsmanager.GetRandomPassword" ->
				send(exchange, 200, Map.of("RandomPassword", UUID.randomUUID().toString().replace("-", "")));
			default -> send(exchange, 400, Map.of("__type", "UnknownOperationException"));
		}
	}

	private @Nullable String value(JsonNode request) {
		return this.values.get(request.has("VersionId") ? request.get("VersionId").asString()
				: versionAt(request.get("VersionStage").asString()));
	}

	private static void send(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
		byte[] json = JsonMapper.shared().writeValueAsBytes(body);
		exchange.sendResponseHeaders(status, json.length);
		exchange.getResponseBody().write(json);
	}

}
