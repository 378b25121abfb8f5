package com.example.lab.aws.elb;

import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import com.example.lab.event.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** A target with one request in flight is deregistered. */
@Timeout(60)
class DrainingTests {

	private static final String DELAY = "deregistration_delay.timeout_seconds";

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CompletableFuture<Void> goOn = new CompletableFuture<>();

	private Balanced balanced;

	private SmallHttpServer old;

	private SmallHttpServer other;

	@BeforeEach
	void reserve(@TempDir Path temporary) throws Exception {
		this.balanced = new Balanced(temporary, 100);
		this.old = new SmallHttpServer(60_000, (request, out) -> {
			if (request.path().equals("/long")) {
				this.begun.countDown();
				this.goOn.join();
			}
			SmallHttpServer.answer(out, 200, "old".getBytes(StandardCharsets.UTF_8));
		});
		this.other = SmallHttpServer.named("other");
	}

	@AfterEach
	void end() throws Exception {
		this.goOn.complete(null);
		this.balanced.close();
		this.old.close();
		this.other.close();
	}

	@Test
	void itGetsNothingNewAndItsRequestFinishes() throws Exception {
		CompletableFuture<Integer> inFlight = inFlight(300);
		long position = this.balanced.events.position();
		this.balanced.with("other", this.other);

		drill("deregister", "old");

		assertThat(this.balanced.events.since(position)).extracting(Event::message)
			.contains("old (i-old) drains: nothing new, 1 in flight may finish; unused after 300 s, here 3.0 s");
		for (int i = 0; i < 10; i++) {
			assertThat(this.balanced.get("/").body()).isEqualTo("other");
		}
		assertThat(this.balanced.health("old").state()).isEqualTo("draining");
		assertThat(this.balanced.health("old").reason()).startsWith("Target.DeregistrationInProgress");
		this.goOn.complete(null);
		assertThat(inFlight.get()).isEqualTo(200);
		this.balanced.awaitEvent(position, Event.Kind.STOPPED, "old (i-old) is drained and unused");
		assertThat(this.balanced.health("old").state()).isEqualTo("unused");
		assertThat(this.balanced.health("old").reason()).startsWith("Target.NotRegistered");
	}

	@Test
	void aQuickClockDoesNotCutOffWhatAwsWouldLetFinish() throws Exception {
		CompletableFuture<Integer> inFlight = inFlight(30);
		this.balanced.with("other", this.other);
		long position = this.balanced.events.position();
		drill("deregister", "old");
		int checks = this.other.checks();
		while (this.other.checks() < checks + 2) {
			// More than the 0.3 s that the delay takes here.
			Thread.onSpinWait();
		}

		assertThat(this.balanced.health("old").state()).isEqualTo("draining");
		this.goOn.complete(null);
		assertThat(inFlight.get()).isEqualTo(200);
		this.balanced.awaitEvent(position, Event.Kind.STOPPED, "old (i-old) is drained and unused");
	}

	@Test
	void whatIsNotFinishedWhenTheDelayIsOverIsCutOff() throws Exception {
		CompletableFuture<Integer> inFlight = inFlight(1);
		long position = this.balanced.events.position();

		drill("deregister", "i-old");

		assertThat(inFlight.get()).isEqualTo(502);
		this.balanced.awaitEvent(position, Event.Kind.WARNING, "old (i-old) is cut off from 1 requests in flight");
		this.balanced.awaitEvent(position, Event.Kind.STOPPED, "old (i-old) is drained and unused");
		assertThat(this.balanced.get("/").statusCode()).isEqualTo(503);
	}

	@Test
	void clientsThatHaveLeftDoNotKeepItDraining() throws Exception {
		this.balanced.start(Balanced.attribute(DELAY, 300)).with("old", this.old);
		long position = this.balanced.events.position();
		for (String request : List.of("GET /long HTTP/1.1\r\nHost: test\r\n\r\n",
				"POST /half HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\nhalf")) {
			URI uri = this.balanced.uri("/");
			try (Socket client = new Socket(uri.getHost(), uri.getPort())) {
				client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
				awaitRequest(request);
			}
		}

		this.goOn.complete(null);
		drill("deregister", "old");

		this.balanced.awaitEvent(position, Event.Kind.STOPPED, "old (i-old) is drained and unused");
	}

	/** The half of a body arrives with its headers, so that it is on its way soon. */
	private void awaitRequest(String request) throws InterruptedException {
		if (request.startsWith("GET")) {
			this.begun.await();
		}
		else {
			while (this.old.open() < 2) {
				Thread.onSpinWait();
			}
		}
	}

	@Test
	void registeredAgainItGetsRequestsOnceACheckHasPassed() throws Exception {
		this.balanced.start(Balanced.attribute(DELAY, 0)).with("old", this.old);
		long position = this.balanced.events.position();
		drill("deregister", "old");
		this.balanced.awaitEvent(position, Event.Kind.STOPPED, "old (i-old)");
		int checks = this.old.checks();

		drill("register", "old");

		this.balanced.awaitEvent(position, Event.Kind.HEALTHY, "old (i-old)");
		assertThat(this.old.checks()).isEqualTo(checks + 1);
		assertThat(this.balanced.get("/").statusCode()).isEqualTo(200);
	}

	@Test
	void registeredWhileItDrainsItGoesOn() throws Exception {
		this.balanced.start(Balanced.attribute(DELAY, 100)).with("old", this.old);
		long position = this.balanced.events.position();
		drill("deregister", "old");

		drill("register", "old");
		this.balanced.awaitEvent(position, Event.Kind.HEALTHY, "old (i-old)");
		int checks = this.old.checks();
		while (this.old.checks() < checks + 2) {
			// More than the second that the delay takes here.
			Thread.onSpinWait();
		}

		assertThat(this.balanced.health("old").state()).isEqualTo("healthy");
	}

	@Test
	void whatIsNotThereCannotBeDeregistered() throws Exception {
		this.balanced.start(Balanced.attribute(DELAY, 100)).with("old", this.old);

		assertThatIllegalArgumentException().isThrownBy(() -> drill("deregister", "new"))
			.withMessage("new is not among the targets of Web/Front/Servers: [old]");
		assertThatIllegalArgumentException().isThrownBy(() -> drill("register", "new"))
			.withMessage("The target 'new' is no instance here");
		drill("deregister", "old");
		assertThatIllegalStateException().isThrownBy(() -> drill("deregister", "old"))
			.withMessage("old is not registered: it is draining");
	}

	private CompletableFuture<Integer> inFlight(int delaySeconds) throws Exception {
		this.balanced.start(Balanced.attribute(DELAY, delaySeconds)).with("old", this.old);
		CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> this.balanced.status("/long"));
		this.begun.await();
		return status;
	}

	private void drill(String name, String argument) throws Exception {
		assertThat(this.balanced.group.drills()).extracting((drill) -> drill.name())
			.isEqualTo(List.of("deregister", "register", "slow"));
		this.balanced.group.drills()
			.stream()
			.filter((drill) -> drill.name().equals(name))
			.findFirst()
			.orElseThrow()
			.action()
			.run(argument);
	}

}
