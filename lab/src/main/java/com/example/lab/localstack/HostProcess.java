package com.example.lab.localstack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.network.Ports;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import com.example.lab.stage.WorkshopException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** LocalStack as a process on this computer. */
final class HostProcess {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final int ATTEMPTS = 3;

	private final Installation installation;

	private final DynamoDbSeed dynamoDb;

	private final Processes processes;

	private final Events events;

	private final IntSupplier ports;

	HostProcess(Path workshop, Processes processes, Events events) {
		this(new Installation(workshop),
				new DynamoDbSeed(workshop.resolveSibling("lab/dynamodb-local/target/classpath.txt")), processes, events,
				Ports::free);
	}

	HostProcess(Installation installation, DynamoDbSeed dynamoDb, Processes processes, Events events,
			IntSupplier ports) {
		this.installation = installation;
		this.dynamoDb = dynamoDb;
		this.processes = processes;
		this.events = events;
		this.ports = ports;
	}

	boolean installed() {
		return this.installation.complete();
	}

	/**
	 * Why it is not possible here.
	 * @return null if it is
	 */
	@Nullable String missing() {
		return this.installation.missing();
	}

	/**
	 * Starts it, and repairs what can be repaired.
	 * @throws LocalStackUnavailableException if it cannot be installed
	 * @throws WorkshopException if it is installed but does not work
	 */
	LocalStack start(Path home) {
		this.installation.ensure(this.processes, this.events);
		for (int attempt = 1;; attempt++) {
			int port = this.ports.getAsInt();
			OwnedProcess process = launch(home.toAbsolutePath(), port);
			// It is killed, since nothing of a run is kept and its own shutdown hangs at
			// times.
			LocalStack localStack = new LocalStack(URI.create("http://127.0.0.1:" + port), LocalStack.VERSION,
					"host process", process::kill);
			String failure = awaitAnswer(localStack, process, port);
			if (failure == null) {
				return localStack;
			}
			localStack.close();
			if (attempt == ATTEMPTS || !remedy(port)) {
				throw new WorkshopException(
						"LocalStack %s; its log is %s. To install it again, delete %s and run the command again."
							.formatted(failure, process.log(), this.installation.folder()));
			}
		}
	}

	private boolean remedy(int port) {
		if (Ports.answers(new InetSocketAddress("127.0.0.1", port))) {
			this.events.publish(Event.Kind.WARNING, Events.LAB,
					"Port %d was taken meanwhile; starting LocalStack on another".formatted(port));
			return true;
		}
		return this.installation.repair(this.processes, this.events);
	}

	private OwnedProcess launch(Path home, int port) {
		Path script = prepare(home);
		OwnedProcess process = this.processes.start("localstack",
				List.of(this.installation.python().toString(), "-I", "-u", script.toString()), environment(home, port),
				home);
		this.events.publish(Event.Kind.STARTED, Events.LAB,
				"LocalStack %s, process %d".formatted(LocalStack.VERSION, process.pid()));
		return process;
	}

	private Path prepare(Path home) {
		try {
			Files.createDirectories(home.resolve("temp"));
			Path libraries = Files.createDirectories(home.resolve("usr/lib")).resolve("localstack");
			if (!Files.exists(libraries)) {
				Files.createSymbolicLink(libraries, this.installation.prepared());
				this.dynamoDb.plant(home);
			}
			return Files.writeString(home.resolve("start.py"), Installation.resource("start.py"));
		}
		catch (IOException ex) {
			throw new LocalStackUnavailableException(
					"LocalStack cannot write to %s (%s). Free some space, then try again.".formatted(home,
							ex.getMessage()),
					ex);
		}
	}

	private Map<String, String> environment(Path home, int port) {
		Map<String, String> environment = new HashMap<>();
		// Inside any container it would take the container's paths and listen on all
		// addresses.
		environment.put("OVERRIDE_IN_DOCKER", "0");
		environment.put("FILESYSTEM_ROOT", home.toString());
		environment.put("TMPDIR", home.resolve("temp").toString());
		// DynamoDB's JVM, which knows no TMPDIR, unpacks a library there.
		environment.put("JAVA_TOOL_OPTIONS",
				"-XX:-UsePerfData \"-Djava.io.tmpdir=%s\"".formatted(home.resolve("temp")));
		environment.put("XDG_CACHE_HOME", this.installation.caches().toString());
		environment.put("GATEWAY_LISTEN", "127.0.0.1:" + port);
		// Its default server ignores the address and listens on all.
		environment.put("GATEWAY_SERVER", "hypercorn");
		// What it puts into addresses that it gives out, queues' above all.
		environment.put("LOCALSTACK_HOST", "127.0.0.1:" + port);
		environment.put("SQS_ENDPOINT_STRATEGY", "path");
		environment.put("SKIP_SSL_CERT_DOWNLOAD", "1");
		environment.put("CUSTOM_SSL_CERT_PATH", this.installation.certificate().toString());
		environment.put("DNS_ADDRESS", "0");
		environment.put("LS_LOG", "info");
		// Nothing leaves this computer: no usage data, and addresses that refuse.
		environment.put("DISABLE_EVENTS", "1");
		environment.put("API_ENDPOINT", "http://127.0.0.1:9");
		environment.put("ANALYTICS_API", "http://127.0.0.1:9");
		// A person may have set these for a LocalStack of their own.
		environment.putAll(Map.of("SERVICES", "", "PERSISTENCE", "0", "DEBUG", "0", "EAGER_SERVICE_LOADING", "0"));
		// Its parts talk to each other by HTTP, never through a proxy.
		environment.putAll(Map.of("NO_PROXY", "127.0.0.1,localhost", "no_proxy", "127.0.0.1,localhost"));
		environment.put("MALLOC_ARENA_MAX", "2");
		return environment;
	}

	private @Nullable String awaitAnswer(LocalStack localStack, OwnedProcess process, int port) {
		long end = System.nanoTime() + LIMIT.toNanos();
		while (process.alive()) {
			String said = said(process, port);
			if (said.contains("Running on https://127.0.0.1:%d ".formatted(port))) {
				return warmUp(localStack);
			}
			// Without its port it lives on, and says that it is ready.
			if (said.contains("Ready.") || System.nanoTime() > end) {
				return "does not listen on port " + port;
			}
			Ports.pause();
		}
		return "ended instead of starting";
	}

	private static @Nullable String warmUp(LocalStack localStack) {
		try {
			localStack.warmUp();
			return null;
		}
		catch (SdkException ex) {
			return "fails: " + ex.getMessage();
		}
	}

	/**
	 * What it has logged since it was started; earlier runs may have used the same file.
	 */
	private static String said(OwnedProcess process, int port) {
		try {
			String log = new String(Files.readAllBytes(process.log()), StandardCharsets.UTF_8);
			int begin = log.lastIndexOf("Starting on 127.0.0.1:%d\n".formatted(port));
			return (begin < 0) ? "" : log.substring(begin);
		}
		catch (IOException ex) {
			return "";
		}
	}

}
