package com.example.lab.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.example.lab.network.Ports;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoadTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private HttpServer server;

	@BeforeEach
	void open() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
	}

	@AfterEach
	void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	@Test
	void requestsGoOutAlthoughNoneIsAnswered() throws Exception {
		CountDownLatch arrived = new CountDownLatch(20);
		serve((exchange) -> {
			arrived.countDown();
			await(arrived);
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		Figures figures = run(plan(200, 20, LIMIT), address());
		assertThat(figures.succeeded()).isEqualTo(20);
		assertThat(figures.failures()).isEmpty();
		// The first was to be sent 95 ms before the last, which all were waiting for.
		assertThat(figures.max()).isGreaterThan(94);
	}

	@Test
	void theMixIsKeptAndWhatWasMadeIsKnown() throws Exception {
		serve((exchange) -> {
			exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getPath());
			exchange.sendResponseHeaders(201, -1);
			exchange.close();
		});
		try (Load load = Load.start(traffic(address()), plan(400, 40, LIMIT))) {
			assertThat(load.awaitEnd(LIMIT)).isTrue();
			assertThat(load.outcomes()).hasSize(40).allSatisfy((outcome) -> {
				assertThat(outcome.succeeded()).isTrue();
				assertThat(outcome.location()).isEqualTo("/" + outcome.request().mark());
				assertThat(outcome.ended()).isAfter(outcome.intended());
			});
			assertThat(load.outcomes().stream().filter((outcome) -> outcome.request().kind().equals("write")))
				.hasSize(10);
		}
	}

	@Test
	void answersThatAreNoSuccessAreFailuresOfTheirStatus() throws Exception {
		Queue<Integer> heard = new ConcurrentLinkedQueue<>();
		serve((exchange) -> {
			exchange.sendResponseHeaders(503, -1);
			exchange.close();
		});
		Traffic traffic = (kind) -> new Request(kind, "", HttpRequest.newBuilder(address()).build(), heard::add);
		try (Load load = Load.start(traffic, plan(100, 2, LIMIT))) {
			assertThat(load.awaitEnd(LIMIT)).isTrue();
			assertThat(load.figures().failures()).isEqualTo(Map.of("HTTP 503", 2L));
			assertThat(heard).containsExactly(503, 503);
		}
	}

	@Test
	void aPortWithoutAListenerIsARefusedConnection() throws Exception {
		assertThat(run(plan(100, 1, LIMIT), URI.create("http://127.0.0.1:" + Ports.free())).failures())
			.isEqualTo(Map.of("connection refused", 1L));
	}

	@Test
	void aConnectionThatIsCutIsAResetConnection() throws Exception {
		try (ServerSocket cutting = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			this.threads.execute(() -> cutEach(cutting));
			assertThat(run(plan(100, 1, LIMIT), addressOf(cutting)).failures().keySet()).singleElement()
				.isIn("connection reset", "connection closed");
		}
	}

	@Test
	void aServerThatDoesNotAnswerInTimeIsATimeout() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			assertThat(run(plan(100, 3, Duration.ofMillis(100)), addressOf(silent)).failures())
				.isEqualTo(Map.of("timeout", 3L));
		}
	}

	/** After 60 seconds by default; what is sent at that moment fails. */
	@Test
	void idleConnectionsAreClosedBeforeALoadBalancerDoes() {
		assertThat(Integer.getInteger("jdk.httpclient.keepalive.timeout")).isBetween(1, 59);
	}

	@Test
	void closingEndsAnEndlessLoadAfterThoseUnderWay() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		serve((exchange) -> {
			first.countDown();
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		Load load = Load.start(traffic(address()), new Load.Plan(100, new Mix(Map.of("read", 1)), null, LIMIT));
		await(first);
		load.close();
		List<Outcome> outcomes = load.outcomes();
		assertThat(outcomes).isNotEmpty().allMatch(Outcome::succeeded);
		assertThat(load.awaitEnd(Duration.ZERO)).isTrue();
	}

	private void serve(HttpHandler handler) {
		this.server.createContext("/", handler);
		this.server.start();
	}

	private URI address() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	private static URI addressOf(ServerSocket socket) {
		return URI.create("http://127.0.0.1:" + socket.getLocalPort());
	}

	private static Figures run(Load.Plan plan, URI address) throws InterruptedException {
		try (Load load = Load.start(traffic(address), plan)) {
			assertThat(load.awaitEnd(LIMIT)).isTrue();
			return load.figures();
		}
	}

	private static Traffic traffic(URI address) {
		return (kind) -> {
			String mark = Long.toString(System.nanoTime());
			return new Request(kind, mark, HttpRequest.newBuilder(address.resolve("/" + mark)).build(), (status) -> {
			});
		};
	}

	private static Load.Plan plan(int rate, int requests, Duration timeout) {
		return new Load.Plan(rate, new Mix(Map.of("read", 3, "write", 1)),
				Duration.ofNanos(1_000_000_000L * requests / rate), timeout);
	}

	private static void cutEach(ServerSocket server) {
		while (!server.isClosed()) {
			try (Socket socket = server.accept()) {
				socket.getInputStream().read();
				socket.setOption(StandardSocketOptions.SO_LINGER, 0);
			}
			catch (IOException ex) {
				// The test is over.
			}
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
