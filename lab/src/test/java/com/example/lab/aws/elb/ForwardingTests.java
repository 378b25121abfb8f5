package com.example.lab.aws.elb;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** What happens to a request on its way through the balancer. */
@Timeout(60)
@Isolated("counts the processor time of all listeners")
class ForwardingTests {

	private Balanced balanced;

	@BeforeEach
	void reserve(@TempDir Path temporary) {
		this.balanced = new Balanced(temporary, 1);
	}

	@AfterEach
	void end() {
		this.balanced.close();
	}

	@Test
	void healthyTargetsGetRequestsInTurn() throws Exception {
		try (SmallHttpServer a = SmallHttpServer.named("a"); SmallHttpServer b = SmallHttpServer.named("b")) {
			this.balanced.start("").with("a", a).with("b", b);

			Map<String, Integer> answers = new TreeMap<>();
			for (int i = 0; i < 40; i++) {
				HttpResponse<String> response = this.balanced.get("/");
				assertThat(response.statusCode()).isEqualTo(200);
				answers.merge(response.body(), 1, Integer::sum);
			}

			assertThat(answers).isEqualTo(Map.of("a", 20, "b", 20));
			assertThat(a.connections()).isEqualTo(1);
		}
	}

	@Test
	void withoutTargetsItIsUnavailable() throws Exception {
		this.balanced.start("");

		HttpResponse<String> response = this.balanced.get("/");

		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).contains("503 Service Unavailable");
		assertThat(response.headers().firstValue("Server")).hasValue("awselb/2.0");
	}

	@Test
	void aRequestWhoseTargetDiesIsNotTriedAgain() throws Exception {
		try (SmallHttpServer dying = new SmallHttpServer(60_000, (request, out) -> out.close())) {
			this.balanced.start("").with("dying", dying);

			assertThat(this.balanced.get("/").statusCode()).isEqualTo(502);
			assertThat(dying.requests()).isEqualTo(1);
		}
	}

	@Test
	void whereNothingListensItIsABadGateway() throws Exception {
		SmallHttpServer gone = SmallHttpServer.named("gone");
		this.balanced.start("").with("gone", gone);
		gone.close();

		assertThat(this.balanced.get("/").statusCode()).isEqualTo(502);
		this.balanced.group.deregister("gone");
		this.balanced.registering("switched off", null);
		assertThat(this.balanced.get("/").statusCode()).isEqualTo(502);
	}

	@Test
	void aTargetThatIsSilentForTheIdleTimeoutIsGivenUp() throws Exception {
		CompletableFuture<Void> end = new CompletableFuture<>();
		try (SmallHttpServer silent = new SmallHttpServer(60_000, (request, out) -> end.join())) {
			this.balanced.start("", Balanced.attribute("idle_timeout.timeout_seconds", 1)).with("silent", silent);

			assertThat(this.balanced.get("/").statusCode()).isEqualTo(504);
			end.complete(null);
		}
	}

	@Test
	void waitingForATargetTakesNoProcessorTime() throws Exception {
		CompletableFuture<Void> end = new CompletableFuture<>();
		try (SmallHttpServer silent = new SmallHttpServer(60_000, (request, out) -> end.join())) {
			this.balanced.start("", Balanced.attribute("idle_timeout.timeout_seconds", 1)).with("silent", silent);
			HttpRequest upload = HttpRequest.newBuilder(this.balanced.uri("/"))
				.POST(BodyPublishers.ofByteArray(new byte[100_000]))
				.build();
			this.balanced.send(upload);
			long used = usedByInputAndOutput();
			long begun = System.nanoTime();

			this.balanced.send(upload);

			assertThat(usedByInputAndOutput() - used).isLessThan((System.nanoTime() - begun) / 4);
			end.complete(null);
		}
	}

	private static long usedByInputAndOutput() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("XNIO"))
			.mapToLong((thread) -> threads.getThreadCpuTime(thread.getId()))
			.sum();
	}

	@Test
	void aRequestMayTakeLongerThanTheIdleTimeoutWhileBytesMove() throws Exception {
		try (SmallHttpServer slow = new SmallHttpServer(60_000, (request, out) -> {
			out.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			for (int i = 0; i < 6; i++) {
				LockSupport.parkNanos(300_000_000);
				out.write('x');
			}
		})) {
			this.balanced.start("", Balanced.attribute("idle_timeout.timeout_seconds", 1)).with("slow", slow);

			assertThat(this.balanced.get("/").body()).isEqualTo("xxxxxx");
		}
	}

	@Test
	void bodiesOfManyMegabytesPassBothWays() throws Exception {
		byte[] photo = new byte[8 * 1024 * 1024 + 7];
		new Random(1).nextBytes(photo);
		try (SmallHttpServer echo = new SmallHttpServer(60_000,
				(request, out) -> SmallHttpServer.answer(out, 201, request.body()))) {
			this.balanced.start("").with("echo", echo);

			for (BodyPublisher body : new BodyPublisher[] { BodyPublishers.ofByteArray(photo),
					BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(photo)) }) {
				HttpResponse<byte[]> response = HttpClient.newHttpClient()
					.send(HttpRequest.newBuilder(this.balanced.uri("/photos"))
						.version(HttpClient.Version.HTTP_1_1)
						.expectContinue(true)
						.POST(body)
						.build(), HttpResponse.BodyHandlers.ofByteArray());
				assertThat(response.statusCode()).isEqualTo(201);
				assertThat(response.body()).isEqualTo(photo);
			}
			assertThat(echo.connections()).isEqualTo(1);
		}
	}

	@Test
	void aTargetThatDiesInTheMiddleOfAnAnswerCutsTheClientOff() throws Exception {
		try (SmallHttpServer half = new SmallHttpServer(60_000, (request, out) -> {
			out.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".getBytes(StandardCharsets.US_ASCII));
			out.close();
		})) {
			this.balanced.start("").with("half", half);

			assertThatIOException().isThrownBy(() -> this.balanced.get("/"));
			assertThat(half.requests()).isEqualTo(1);
		}
	}

	@Test
	void theTargetLearnsWhoAskedAndHow() throws Exception {
		CompletableFuture<SmallHttpServer.Request> seen = new CompletableFuture<>();
		try (SmallHttpServer target = new SmallHttpServer(60_000, (request, out) -> {
			seen.complete(request);
			answerWithHopByHop(out);
		})) {
			this.balanced.start("").with("target", target);

			HttpResponse<String> response = this.balanced
				.send(HttpRequest.newBuilder(this.balanced.uri("/a%20b;c=1?d=%2F"))
					.header("X-Forwarded-For", "203.0.113.7")
					.header("X-Forwarded-Proto", "https")
					.header("X-Forwarded-Port", "443")
					.header("TE", "trailers")
					.header("X_Odd", "kept")
					.build());

			SmallHttpServer.Request request = seen.get();
			assertThat(request.line()).isEqualTo("GET /a%20b;c=1?d=%2F HTTP/1.1");
			assertThat(request.headers()).containsEntry("X-Forwarded-For", "203.0.113.7, 127.0.0.1")
				.containsEntry("X-Forwarded-Proto", "http")
				.containsEntry("X-Forwarded-Port", Integer.toString(this.balanced.listener.port()))
				.containsEntry("Host", this.balanced.uri("/").getAuthority())
				.containsEntry("X_Odd", "kept")
				.containsKey("X-Amzn-Trace-Id")
				.doesNotContainKeys("TE", "Connection", "Upgrade", "HTTP2-Settings", "X-Forwarded-Host",
						"X-Forwarded-Server");
			assertThat(response.body()).isEqualTo("hello");
			assertThat(response.headers().map()).doesNotContainKeys("x-hop", "keep-alive").containsKey("x-end");
		}
	}

	@Test
	void answersWithoutABodyKeepTheirConnection() throws Exception {
		try (SmallHttpServer target = new SmallHttpServer(60_000,
				(request,
						out) -> out.write((request.path().equals("/gone") ? "HTTP/1.1 204 No Content\r\n\r\n"
								: request.line().startsWith("HEAD") ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
										: "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n")
							.getBytes(StandardCharsets.US_ASCII)))) {
			this.balanced.start("").with("target", target);

			HttpResponse<String> head = this.balanced
				.send(HttpRequest.newBuilder(this.balanced.uri("/")).method("HEAD", BodyPublishers.noBody()).build());

			assertThat(head.statusCode()).isEqualTo(200);
			assertThat(head.headers().firstValue("Content-Length")).hasValue("5");
			assertThat(this.balanced.status("/gone")).isEqualTo(204);
			assertThat(this.balanced.status("/same")).isEqualTo(304);
			assertThat(target.connections()).isEqualTo(1);
		}
	}

	@Test
	void anOddPathIsTheMatterOfTheTarget() throws Exception {
		try (SmallHttpServer target = new SmallHttpServer(60_000, (request, out) -> SmallHttpServer.answer(out,
				request.path().equals("/a%2F;b/../c?q=%25") ? 200 : 418, new byte[0]))) {
			this.balanced.start("").with("target", target);

			assertThat(this.balanced.status("/a%2F;b/../c?q=%25")).isEqualTo(200);
		}
	}

	@Test
	void headersWithOddNamesAreDroppedIfTheLoadBalancerSaysSo() throws Exception {
		CompletableFuture<SmallHttpServer.Request> seen = new CompletableFuture<>();
		try (SmallHttpServer target = new SmallHttpServer(60_000, (request, out) -> {
			seen.complete(request);
			SmallHttpServer.answer(out, 200, new byte[0]);
		})) {
			this.balanced.start("", Balanced.attribute("routing.http.drop_invalid_header_fields.enabled", true))
				.with("target", target);

			this.balanced.send(HttpRequest.newBuilder(this.balanced.uri("/")).header("X_Odd", "1").build());

			assertThat(seen.get().headers()).doesNotContainKey("X_Odd").containsKey("Host");
		}
	}

	@Test
	void theAddressThatAnEdgeHasPutLastStaysTheLastIfTheLoadBalancerSaysSo() throws Exception {
		CompletableFuture<SmallHttpServer.Request> seen = new CompletableFuture<>();
		try (SmallHttpServer target = new SmallHttpServer(60_000, (request, out) -> {
			seen.complete(request);
			SmallHttpServer.answer(out, 200, new byte[0]);
		})) {
			this.balanced.start("", Balanced.attribute("routing.http.xff_header_processing.mode", "preserve"))
				.with("target", target);

			this.balanced.send(HttpRequest.newBuilder(this.balanced.uri("/"))
				.header("X-Forwarded-For", "198.51.100.1,203.0.113.7")
				.build());

			assertThat(seen.get().headers()).containsEntry("X-Forwarded-For", "198.51.100.1,203.0.113.7")
				.containsEntry("X-Forwarded-Proto", "http");
		}
	}

	private static void answerWithHopByHop(OutputStream out) throws IOException {
		out.write(("HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\n"
				+ "X-End: 1\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII));
	}

}
