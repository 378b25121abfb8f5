package com.example.lab.aws.elb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import com.example.lab.process.Folders;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program for boxes in tests, in a jar of its own: answers each request with the value
 * of {@code ZONE} and the protocol that the client used.
 */
public final class WebServer {

	private WebServer() {
	}

	public static void main(String[] args) throws IOException {
		HttpServer server = HttpServer.create(
				new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv("SERVER_PORT"))),
				100);
		server.setExecutor(Executors.newCachedThreadPool());
		server.createContext("/", (exchange) -> {
			byte[] answer = "%s %s"
				.formatted(System.getenv("ZONE"), exchange.getRequestHeaders().getFirst("X-Forwarded-Proto"))
				.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		server.start();
	}

	/**
	 * Copies the assembly of two such servers behind a load balancer, and adds the jar of
	 * each.
	 */
	static void assembly(Path folder) throws IOException, URISyntaxException {
		URI fixture = Objects.requireNonNull(WebServer.class.getResource("assembly")).toURI();
		Folders.copy(Path.of(fixture), folder);
		for (JsonNode asset : JsonMapper.shared().readTree(folder.resolve("Web.assets.json")).path("files")) {
			jar(folder.resolve(asset.path("source").path("path").asString()));
		}
	}

	/**
	 * Writes the jar.
	 */
	public static Path jar(Path file) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, WebServer.class.getName());
		String entry = WebServer.class.getName().replace('.', '/') + ".class";
		try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
				var in = WebServer.class.getClassLoader().getResourceAsStream(entry)) {
			jar.putNextEntry(new JarEntry(entry));
			if (in == null) {
				throw new IOException(entry + " is not on the class path");
			}
			in.transferTo(jar);
		}
		return file;
	}

}
