package com.example.lab.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.network.Ports;
import com.example.lab.process.Processes;
import com.example.lab.stage.WorkshopException;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LocalStackChoiceTests {

	private final Events events = new Events();

	@Test
	void takesTheOneThatIsGivenAndLeavesItRunning() throws IOException {
		HttpServer given = answering("{\"version\": \"4.9.2\"}");
		String address = "http://127.0.0.1:" + given.getAddress().getPort();
		try (LocalStack localStack = LocalStack.at(address, this.events)) {
			assertThat(localStack.endpoint()).hasToString(address);
			assertThat(localStack.describe()).isEqualTo("LocalStack 4.9.2 (LOCALSTACK_ENDPOINT)");
		}
		assertThat(Ports.answers(given.getAddress())).isTrue();
		assertThat(this.events.since(0)).isEmpty();
		given.stop(0);
	}

	@Test
	void warnsOfAnotherVersion() throws IOException {
		HttpServer given = answering("{\"version\": \"4.14.0\"}");
		LocalStack.at("http://127.0.0.1:" + given.getAddress().getPort(), this.events).close();
		assertThat(this.events.since(0)).singleElement().satisfies((event) -> {
			assertThat(event.kind()).isEqualTo(Event.Kind.WARNING);
			assertThat(event.message()).contains("4.14.0").contains("4.9.2");
		});
		given.stop(0);
	}

	@Test
	void refusesAnAddressWhereNoLocalStackAnswers() throws IOException {
		refuses("http://127.0.0.1:" + Ports.free());
		refuses("localhost:4566");
		refuses("not an address");
		HttpServer other = answering("hello");
		refuses("http://127.0.0.1:" + other.getAddress().getPort());
		other.stop(0);
	}

	@Test
	void namesWhatToInstallIfNothingIsAvailable(@TempDir Path folder) {
		Installation installation = new Installation(folder.resolve("workshop"),
				() -> new Python(null, "Python 3.8.2 at /usr/bin/python3"));
		try (Processes processes = new Processes(folder.resolve("logs"))) {
			HostProcess hostProcess = new HostProcess(installation, new DynamoDbSeed(folder.resolve("none")), processes,
					this.events, Ports::free);
			assertThatExceptionOfType(LocalStackUnavailableException.class)
				.isThrownBy(() -> LocalStack.start(new Docker(false, false, "no Docker daemon"), hostProcess,
						folder.resolve("home"), this.events))
				.withMessage("LocalStack needs Docker, or Python 3.9 to 3.13 with venv; found no Docker daemon and "
						+ "Python 3.8.2 at /usr/bin/python3. Install one of them, then run ./workshop doctor.");
		}
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void takesWhatIsInstalledRatherThanFetchAnImage(@TempDir Path folder) throws IOException {
		Python python = FakePython.installing(folder, "true");
		Installation installation = new Installation(folder.resolve("workshop"), () -> python);
		try (Processes processes = new Processes(folder.resolve("logs"))) {
			installation.ensure(processes, this.events);
			HostProcess hostProcess = new HostProcess(installation, new DynamoDbSeed(folder.resolve("none")), processes,
					this.events, Ports::free);
			assertThatExceptionOfType(WorkshopException.class)
				.isThrownBy(() -> LocalStack.start(new Docker(true, false, "Docker without the image"), hostProcess,
						folder.resolve("home"), this.events))
				.withMessageStartingWith("LocalStack ended instead of starting");
			assertThat(this.events.since(0)).extracting(Event::kind).doesNotContain(Event.Kind.WARNING);
		}
	}

	private void refuses(String address) {
		assertThatExceptionOfType(LocalStackUnavailableException.class)
			.isThrownBy(() -> LocalStack.at(address, this.events))
			.withMessageContaining("LOCALSTACK_ENDPOINT is " + address)
			.withMessageContaining("or unset the variable");
	}

	private static HttpServer answering(String body) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		server.createContext("/_localstack/health", (exchange) -> {
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, bytes.length);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		});
		server.start();
		return server;
	}

}
