package com.example.lab.localstack;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;

/** LocalStack as a process on this computer. */
final class HostProcess {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final Installation installation;

	private final Processes processes;

	private final Events events;

	HostProcess(Installation installation, Processes processes, Events events) {
		this.installation = installation;
		this.processes = processes;
		this.events = events;
	}

	LocalStack start(Path home, Python python) {
		this.installation.ensure(python, this.processes, this.events);
		int port = freePort();
		OwnedProcess process = this.processes.start("localstack",
				List.of(this.installation.python().toString(), "-I", "-u", "-c", Installation.resource("start.py")),
				environment(home, port), makeFolders(home));
		this.events.publish(Event.Kind.STARTED, Events.LAB,
				"LocalStack %s, process %d".formatted(LocalStack.VERSION, process.pid()));
		URI endpoint = URI.create("http://127.0.0.1:" + port);
		awaitHealth(process, endpoint);
		// Nothing of a run is kept, so there is nothing to end gracefully.
		return new LocalStack(endpoint, "host process", process::kill);
	}

	private Path makeFolders(Path home) {
		try {
			Files.createDirectories(home.resolve("usr/lib"));
			Files.createDirectories(home.resolve("temp"));
			Files.createSymbolicLink(home.resolve("usr/lib/localstack"), this.installation.prepared());
			return home;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot prepare " + home, ex);
		}
	}

	private Map<String, String> environment(Path home, int port) {
		Map<String, String> environment = new HashMap<>();
		// Inside any container it would take the container's paths and listen on all
		// addresses.
		environment.put("OVERRIDE_IN_DOCKER", "0");
		environment.put("FILESYSTEM_ROOT", home.toString());
		environment.put("TMPDIR", home.resolve("temp").toString());
		environment.put("XDG_CACHE_HOME", this.installation.caches().toString());
		environment.put("GATEWAY_LISTEN", "127.0.0.1:" + port);
		// The default server ignores the address and listens on all.
		environment.put("GATEWAY_SERVER", "hypercorn");
		environment.put("LOCALSTACK_HOST", "localhost:" + port);
		environment.put("SKIP_SSL_CERT_DOWNLOAD", "1");
		environment.put("CUSTOM_SSL_CERT_PATH", this.installation.prepared().resolve("server.test.pem").toString());
		environment.put("DNS_ADDRESS", "0");
		// Nothing leaves this computer: no usage data, and an address that refuses.
		environment.put("DISABLE_EVENTS", "1");
		environment.put("API_ENDPOINT", "http://127.0.0.1:9");
		environment.put("ANALYTICS_API", "http://127.0.0.1:9");
		environment.put("MALLOC_ARENA_MAX", "2");
		return environment;
	}

	private void awaitHealth(OwnedProcess process, URI endpoint) {
		Instant end = Instant.now().plus(LIMIT);
		try {
			while (!healthy(endpoint)) {
				if (Instant.now().isAfter(end)) {
					process.kill();
					throw new LocalStackUnavailableException("LocalStack did not answer within %d s; its log is %s."
						.formatted(LIMIT.toSeconds(), process.log()));
				}
				try {
					int code = process.exit().get(30, TimeUnit.MILLISECONDS);
					throw new LocalStackUnavailableException(
							"LocalStack ended with %d instead of starting; its log is %s.".formatted(code,
									process.log()));
				}
				catch (TimeoutException ex) {
					// It still runs: ask again.
				}
			}
		}
		catch (InterruptedException ex) {
			process.kill();
			Thread.currentThread().interrupt();
			throw new LocalStackUnavailableException("The start of LocalStack was interrupted.", ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean healthy(URI endpoint) {
		try {
			HttpURLConnection connection = (HttpURLConnection) endpoint.resolve("/_localstack/health")
				.toURL()
				.openConnection(Proxy.NO_PROXY);
			connection.setConnectTimeout(1000);
			connection.setReadTimeout(5000);
			return connection.getResponseCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
