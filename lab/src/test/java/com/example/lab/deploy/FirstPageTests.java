package com.example.lab.deploy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.network.LocalHttpServer;
import com.example.lab.stage.WorkshopException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FirstPageTests {

	private static final Target TARGET = new Target(3, "stage-03-rds", "us-east-1", "sandbox");

	private final Events events = new Events();

	private final AtomicInteger requests = new AtomicInteger();

	@Test
	void waitsUntilThePageIsThere() {
		await(Duration.ofMinutes(1), List.of(503, 404, 200));

		assertThat(this.requests).hasValue(3);
		assertThat(this.events.since(0)).extracting(Event::message)
			.singleElement()
			.asString()
			.startsWith("Waiting for the first page at http://127.0.0.1:")
			.endsWith("it answers 503");
	}

	@Test
	void givesUpWithWhereToLookAndWhatToRun() {
		assertThatExceptionOfType(WorkshopException.class)
			.isThrownBy(() -> await(Duration.ZERO, List.of(502, 502, 502)))
			.withMessageContaining(
					"does not respond after 0 s (it answers 502). The stage is deployed and costs money.")
			.withMessageContaining("/var/log/cloud-init-output.log")
			.withMessageEndingWith("Try again with ./workshop deploy 3 --region us-east-1 --profile sandbox, "
					+ "or delete the stage with ./workshop destroy 3 --region us-east-1 --profile sandbox.");
	}

	private void await(Duration limit, List<Integer> statuses) {
		try (LocalHttpServer server = new LocalHttpServer("page", "/",
				(exchange) -> exchange.sendResponseHeaders(statuses.get(this.requests.getAndIncrement()), -1))) {
			new FirstPage(limit, Duration.ofMillis(1), this.events)
				.await("http://127.0.0.1:%d/".formatted(server.address().getPort()), TARGET);
		}
	}

}
