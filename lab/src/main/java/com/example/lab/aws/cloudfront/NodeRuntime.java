package com.example.lab.aws.cloudfront;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import com.example.lab.network.Ports;
import com.example.lab.process.OwnedProcess;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One process of Node.js that runs all functions of a cloud, and compresses with Brotli.
 * It starts when it is first needed, and again if it has ended.
 */
final class NodeRuntime {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final LabContext lab;

	private final Map<String, String> code = new ConcurrentHashMap<>();

	private @Nullable OwnedProcess process;

	private @Nullable Socket socket;

	private @Nullable BufferedReader answers;

	private @Nullable Writer questions;

	private NodeRuntime(LabContext lab) {
		this.lab = lab;
	}

	/** The one of a cloud. */
	static NodeRuntime of(LabContext lab) {
		return lab.shared(NodeRuntime.class, () -> new NodeRuntime(lab));
	}

	/**
	 * Loads a function, in place of one with the same id.
	 * @throws FunctionFailure if it is no function
	 */
	synchronized void load(String id, String source) throws FunctionFailure {
		ask(load(JsonMapper.shared().createObjectNode(), id, source));
		this.code.put(id, source);
	}

	/**
	 * Calls a function.
	 * @return the request or the response that it returns
	 * @throws FunctionFailure if it throws or takes too long
	 */
	JsonNode call(String id, ObjectNode event) throws FunctionFailure {
		ObjectNode question = JsonMapper.shared().createObjectNode().put("op", "call").put("id", id);
		question.set("event", event);
		return ask(question);
	}

	/** Compresses with Brotli. */
	byte[] brotli(byte[] body) throws FunctionFailure {
		JsonNode answer = ask(JsonMapper.shared()
			.createObjectNode()
			.put("op", "br")
			.put("body", Base64.getEncoder().encodeToString(body)));
		return Base64.getDecoder().decode(answer.asString());
	}

	private static ObjectNode load(ObjectNode question, String id, String source) {
		return question.put("op", "load").put("id", id).put("code", source);
	}

	private synchronized JsonNode ask(ObjectNode question) throws FunctionFailure {
		try {
			JsonNode answer = exchange(question);
			if (answer.has("error")) {
				throw new FunctionFailure(answer.path("error").asString());
			}
			return answer.path("value");
		}
		catch (IOException ex) {
			stop();
			throw new FunctionFailure("Node.js gave no answer: " + ex.getMessage());
		}
	}

	private JsonNode exchange(ObjectNode question) throws IOException {
		OwnedProcess running = this.process;
		if (running == null || !running.alive() || this.socket == null) {
			start();
			for (Map.Entry<String, String> each : this.code.entrySet()) {
				write(load(JsonMapper.shared().createObjectNode(), each.getKey(), each.getValue()));
				read();
			}
		}
		write(question);
		return read();
	}

	private void write(ObjectNode question) throws IOException {
		Writer out = Objects.requireNonNull(this.questions);
		out.write(question + "\n");
		out.flush();
	}

	private JsonNode read() throws IOException {
		String line = Objects.requireNonNull(this.answers).readLine();
		if (line == null) {
			throw new IOException("it has ended");
		}
		return JsonMapper.shared().readTree(line);
	}

	private void start() throws IOException {
		stop();
		int port = Ports.free();
		Path folder = Files.createDirectories(this.lab.home().toAbsolutePath().resolve("cloudfront"));
		Path script = Files.writeString(folder.resolve("functions.js"), script());
		OwnedProcess started = this.lab.processes()
			.startIsolated("cloudfront-functions", List.of("node", script.toString()),
					Map.of("PORT", Integer.toString(port)), folder);
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		Ports.await(address, started, LIMIT);
		this.process = started;
		Socket connected = new Socket(address.getAddress(), port);
		connected.setTcpNoDelay(true);
		connected.setSoTimeout((int) LIMIT.toMillis());
		this.socket = connected;
		this.answers = new BufferedReader(new InputStreamReader(connected.getInputStream(), StandardCharsets.UTF_8));
		this.questions = new OutputStreamWriter(connected.getOutputStream(), StandardCharsets.UTF_8);
	}

	private static String script() {
		try (InputStream in = Objects.requireNonNull(NodeRuntime.class.getResourceAsStream("functions.js"))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Ends the process; it starts again when it is needed. */
	synchronized void stop() {
		OwnedProcess running = this.process;
		this.process = null;
		Socket connected = this.socket;
		this.socket = null;
		try {
			if (connected != null) {
				connected.close();
			}
		}
		catch (IOException ex) {
			// It is gone then.
		}
		if (running != null) {
			running.stop(Duration.ZERO);
		}
	}

}
