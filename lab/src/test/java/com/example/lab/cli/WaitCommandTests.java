package com.example.lab.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.example.lab.cloud.Answer;
import com.example.lab.stage.FakeWorkshop;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.WorkshopException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WaitCommandTests {

	private final StageFolder stage;

	private final HttpServer lab;

	private final AtomicInteger requests = new AtomicInteger();

	private volatile boolean settled = true;

	WaitCommandTests(@TempDir Path root) throws IOException {
		this.stage = FakeWorkshop.in(root, "exit 1");
		Files.createDirectories(this.stage.data());
		this.lab = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.lab.createContext("/status", (exchange) -> answer(exchange, new Status("", "", List.of(), List.of(),
				List.of(), List.of(), List.of("Servers: 1 of 2 healthy"), true, this.settled, List.of())));
		// One of two servers is still away at first.
		this.lab.createContext("/get",
				(exchange) -> answer(exchange, new Answer((this.requests.incrementAndGet() == 2) ? 503 : 200, "{}")));
		this.lab.start();
		CloudState self = CloudState.ofThisProcess();
		new CloudState(self.pid(), self.started(), this.lab.getAddress().getPort(), "").write(this.stage.data());
	}

	@AfterEach
	void end() {
		this.lab.stop(0);
	}

	@Test
	void waitsForSeveralGoodAnswersInARow() {
		assertThat(WaitCommand.await(this.stage, "/where", 30)).isLessThan(30);
		assertThat(this.requests).hasValue(6);
	}

	@Test
	void endsAtItsLimitWithTheConditions() {
		this.settled = false;
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> WaitCommand.await(this.stage, "/where", 0))
			.withMessage("stage-01-one does not answer with all its servers after 0 s. "
					+ "./workshop status 1 shows why. Servers: 1 of 2 healthy");
	}

	private static void answer(HttpExchange exchange, Object body) throws IOException {
		try (exchange) {
			byte[] bytes = JsonMapper.shared().writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, bytes.length);
			exchange.getResponseBody().write(bytes);
		}
	}

}
