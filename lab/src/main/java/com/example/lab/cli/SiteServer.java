package com.example.lab.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Serves the files of a folder on 127.0.0.1. */
public final class SiteServer implements AutoCloseable {

	/** What the JDK's own table lacks. */
	private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "css", "text/css", "js",
			"text/javascript", "svg", "image/svg+xml", "json", "application/json", "wasm", "application/wasm");

	private final Path folder;

	private final HttpServer server;

	private final ExecutorService threads = Executors.newFixedThreadPool(4);

	/**
	 * Starts to serve.
	 * @param folder the site
	 * @param port the port; 0 for any
	 * @throws IOException if the port is taken
	 */
	public SiteServer(Path folder, int port) throws IOException {
		this.folder = folder.toAbsolutePath().normalize();
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	/**
	 * Where the site is.
	 * @return an address that ends with a slash
	 */
	public String url() {
		return "http://127.0.0.1:%d/".formatted(this.server.getAddress().getPort());
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().getPath().substring(1);
			Path file = this.folder.resolve(path.isEmpty() || path.endsWith("/") ? path + "index.html" : path)
				.normalize();
			boolean found = file.startsWith(this.folder) && Files.isRegularFile(file);
			byte[] body = found ? Files.readAllBytes(file) : "Page not found.".getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", found ? type(file) : "text/plain; charset=utf-8");
			exchange.getResponseHeaders().set("Cache-Control", "no-cache");
			boolean head = exchange.getRequestMethod().equals("HEAD");
			exchange.sendResponseHeaders(found ? 200 : 404, head ? -1 : body.length);
			if (!head) {
				try (OutputStream out = exchange.getResponseBody()) {
					out.write(body);
				}
			}
		}
	}

	private static String type(Path file) {
		String name = file.getFileName().toString();
		String known = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
		String guessed = URLConnection.guessContentTypeFromName(name);
		return (known != null) ? known : (guessed != null) ? guessed : "application/octet-stream";
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
