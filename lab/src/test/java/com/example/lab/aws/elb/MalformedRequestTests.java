package com.example.lab.aws.elb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

import com.example.lab.metric.Datum;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the load balancer answers to requests that it does not forward. */
@Timeout(60)
class MalformedRequestTests {

	private static final String POST = "POST / HTTP/1.1\r\nHost: test\r\n";

	private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

	private static final String GOOD = "GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";

	private Balanced balanced;

	private SmallHttpServer target;

	@BeforeEach
	void start(@TempDir Path temporary) throws Exception {
		this.target = new SmallHttpServer(60_000,
				(request, out) -> SmallHttpServer.answer(out, 200, "ok".getBytes(StandardCharsets.UTF_8)));
		this.balanced = new Balanced(temporary, 1);
		this.balanced.start("", Balanced.attribute("idle_timeout.timeout_seconds", 1)).with("target", this.target);
	}

	@AfterEach
	void end() throws IOException {
		this.balanced.close();
		this.target.close();
	}

	@ParameterizedTest
	@CsvSource({ "GET / HTTP/9.9,505", "GET / HTTP/2.0,505", "PRI * HTTP/2.0,505", "GET / HTTP/1.9,200",
			"GET / HTTQ/1.1,400", "GET / HTTP/1.1x,400", "TRACE / HTTP/1.1,405", "CONNECT example.com:443 HTTP/1.1,400",
			"CONNECT / HTTP/1.1,400", "G@T / HTTP/1.1,400", "GET HTTP/1.1,400", "GET example HTTP/1.1,400" })
	void refusesUnsupportedVersionsMethodsAndTargets(String line, int status) throws Exception {
		assertThat(status(answer(line + "\r\nHost: test\r\nConnection: close\r\n\r\n"))).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "Content-Length: 3\\r\\nContent-Length: 4 | 400", "Content-Length: 3, 3 | 400",
					"Content-Length: -1 | 400", "Content-Length: +3 | 400", "Content-Length: x | 400",
					"Content-Length: 99999999999999999999 | 400", "Content-Length : 3 | 400",
					"Transfer-Encoding: gzip | 501", "Transfer-Encoding: gzip, chunked | 501",
					"Transfer-Encoding: xchunked | 501", "Transfer-Encoding: chunked, chunked | 400",
					"Transfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked | 400", "Host: other | 400",
					"X Y: 1 | 400", "X: a\\0b | 400", "X: a\\rb | 400" })
	void refusesMalformedAndUnsupportedHeaders(String header, int status) throws Exception {
		assertThat(status(answer(POST + header.translateEscapes() + "\r\n\r\nabc"))).isEqualTo(status);
		assertThat(this.target.requests()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "30, 200", "31, 463" })
	void forwardsAtMostThirtyAddresses(int addresses, int status) throws Exception {
		String before = "192.0.2.1" + ", 192.0.2.1".repeat(addresses - 1);

		assertThat(this.balanced.statusOf("GET / HTTP/1.1\r\nHost: test\r\nX-Forwarded-For: " + before))
			.isEqualTo(status);
	}

	@Test
	void forwardsAnyNumberOfHeadersAndWhatBrowsersDoNotEscape() {
		StringBuilder headers = new StringBuilder();
		for (int i = 0; i < 300; i++) {
			headers.append("\r\nX-%d: 1".formatted(i));
		}

		assertThat(this.balanced
			.statusOf("GET /?a=1|2&b={c}\"^`" + "&p=1".repeat(2_000) + " HTTP/1.1\r\nHost: test" + headers))
			.isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "zz\r\nabc\r\n", "-3\r\nabc\r\n", "3g\r\nabc\r\n", "\r\n3\r\nabc\r\n",
			"3\r\nabcd\r\n0\r\n\r\n", "ffffffffffffffffff\r\nabc\r\n", "3\r\nabc\r\n0\r\nno colon\r\n\r\n" })
	void aMalformedChunkIsABadRequestWheneverItComes(String chunks) throws Exception {
		assertThat(status(answer(CHUNKED + chunks))).isEqualTo(400);
		assertThat(status(answer(CHUNKED, chunks))).isEqualTo(400);
		assertThat(status(answer(CHUNKED + "5\r\nhello\r\n", chunks))).isEqualTo(400);
		assertThat(status(answer(GOOD))).isEqualTo(200);
	}

	@Test
	void wellFormedChunksOfAnySizePass() throws Exception {
		StringBuilder body = new StringBuilder();
		for (int size = 1; size <= 40_000; size = size * 3 + 1) {
			body.append(Integer.toHexString(size)).append(";x=1\r\n").append("x".repeat(size)).append("\r\n");
		}

		assertThat(status(answer(POST + "Connection: close\r\nTransfer-Encoding: Chunked\r\n\r\n" + body,
				"0\r\nX-End: 1\r\n\r\n")))
			.isEqualTo(200);
	}

	@Test
	void requestsOnOneConnectionAreCheckedOneByOne() throws Exception {
		String keptOpen = "GET / HTTP/1.1\r\nHost: test\r\n\r\n";

		String answers = answer(keptOpen + CHUNKED + "3\r\nabc\r\n0\r\n\r\n" + keptOpen
				+ "GET / HTTP/9.9\r\nHost: test\r\n\r\n" + keptOpen);

		assertThat(answers.split("HTTP/1.1 ")).extracting((answer) -> answer.split(" ")[0])
			.containsExactly("", "200", "200", "200", "505");
	}

	@Test
	void aHeaderThatIsNotCompleteWithinTheIdleTimeoutIsARequestTimeout() throws Exception {
		long begun = System.nanoTime();

		String answer = dripFeed(Duration.ofSeconds(20));

		assertThat(status(answer)).isEqualTo(408);
		assertThat(answer).contains("Server: awselb/2.0").contains("Connection: close");
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(900),
				Duration.ofSeconds(10));
		assertThat(this.balanced.balancer.metrics().collect()).filteredOn(Datum::copied)
			.extracting((datum) -> datum.metric().name())
			.contains("HTTPCode_ELB_4XX_Count");
	}

	@Test
	void aHeaderMayComeByteByByteWithinTheIdleTimeout() throws Exception {
		try (Socket socket = connect()) {
			for (byte next : GOOD.getBytes(StandardCharsets.US_ASCII)) {
				socket.getOutputStream().write(next);
				LockSupport.parkNanos(2_000_000);
			}

			assertThat(status(read(socket))).isEqualTo(200);
		}
	}

	@Test
	void eachOfManyMalformedRequestsGetsAnAnswer() throws Exception {
		Random random = new Random(20261129);
		for (int i = 0; i < 400; i++) {
			String request = MALFORMED.get(random.nextInt(MALFORMED.size())).apply(random, name(random));

			String answer = answer(request);

			assertThat(answer).as("request %d: %s", i, request).matches("(?s)HTTP/1\\.1 [45].*");
			assertThat(answer).as("request %d: %s", i, request).doesNotContain("X-From: target");
			if (i % 20 == 0) {
				assertThat(status(answer(GOOD))).isEqualTo(200);
			}
		}
	}

	/** How to break a request, given a random name. */
	private static final List<BiFunction<Random, String, String>> MALFORMED = List.of(
			(random, name) -> "GET /%s HTTP/%d.%d\r\nHost: test\r\n\r\n".formatted(name, 2 + random.nextInt(8),
					random.nextInt(10)),
			(random, name) -> "GET /%s HTTP/1.%s\r\nHost: test\r\n\r\n".formatted(name, name),
			(random, name) -> "GET /%s %s HTTP/1.1\r\nHost: test\r\n\r\n".formatted(name, name),
			(random, name) -> "G%sT / HTTP/1.1\r\nHost: test\r\n\r\n"
				.formatted(symbol(random, "@(),/:;<=>?[]{}\u0001")),
			(random, name) -> "GET %s HTTP/1.1\r\nHost: test\r\n\r\n".formatted(name),
			(random, name) -> "GET /%s%s HTTP/1.1\r\nHost: test\r\n\r\n".formatted(name,
					symbol(random, "\u0000\u0001\t\r\n\u007F")),
			(random, name) -> "GET /?%s=%sx HTTP/1.1\r\nHost: test\r\n\r\n".formatted(name,
					symbol(random, "\u0000\u0001\t\r\n\u007F")),
			(random, name) -> "GET /\r\n%s: HTTP/1.1\r\nHost: test\r\n\r\n".formatted(name),
			(random, name) -> "GET /%%%s HTTP/1.1\r\nHost: test\r\n\r\n".formatted("z" + name),
			(random, name) -> "GET / HTTP/1.1\r\n%s: 1\r\n\r\n".formatted(name),
			(random, name) -> "GET / HTTP/1.1\r\nHost: test\r\nHost: %s\r\n\r\n".formatted(name),
			(random, name) -> "GET / HTTP/1.1\r\nHost: test\r\n%s : 1\r\n\r\n".formatted(name),
			(random, name) -> "GET / HTTP/1.1\r\nHost: test\r\n%s\r\n\r\n".formatted(name),
			(random, name) -> "GET / HTTP/1.1\r\nHost: test\r\n%s%s: 1\r\n\r\n".formatted(name,
					symbol(random, "@(),/;<=>?[]{}\u0001\u0000\"")),
			(random, name) -> "GET / HTTP/1.1\r\nHost: test\r\nX: %s%sx\r\n\r\n".formatted(name,
					symbol(random, "\u0000\r\u0001\u0007")),
			(random, name) -> "TRACE /%s HTTP/1.1\r\nHost: test\r\n\r\n".formatted(name),
			(random, name) -> "CONNECT %s:443 HTTP/1.1\r\nHost: test\r\n\r\n".formatted(name),
			(random, name) -> POST + "Transfer-Encoding: %s\r\n\r\n0\r\n\r\n".formatted("x" + name),
			(random, name) -> POST
					+ "Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".formatted(random.nextInt(10)),
			(random, name) -> POST + "Content-Length: %s\r\n\r\n".formatted("z" + name),
			(random, name) -> POST
					+ "Content-Length: 1\r\nContent-Length: %d\r\n\r\nabc".formatted(2 + random.nextInt(9)),
			(random, name) -> CHUNKED + "%s\r\nabc\r\n0\r\n\r\n".formatted("z" + name),
			(random, name) -> CHUNKED + "3%s\r\nabc\r\n0\r\n\r\n".formatted("z" + name),
			(random, name) -> CHUNKED + "%x\r\n%s\r\n0\r\n\r\n".formatted(name.length(), name + name),
			(random, name) -> CHUNKED + "1%s\r\nabc\r\n0\r\n\r\n".formatted("0".repeat(14 + random.nextInt(20))),
			(random, name) -> CHUNKED + "0\r\n%s\r\n\r\n".formatted(name),
			(random, name) -> "GET /%s HTTP/1.1\r\nHost: test\r\n\r\n"
				.formatted(name.repeat(20_000 / name.length() + 1)),
			(random, name) -> "GET / HTTP/1.1\r\nHost: test\r\nX: %s\r\n\r\n"
				.formatted(name.repeat(20_000 / name.length() + 1)),
			(random, name) -> "GET / HTTP/1.1\r\nHost: test\r\n%s\r\n"
				.formatted((name + ": " + "x".repeat(10_000) + "\r\n").repeat(7)));

	private static String name(Random random) {
		return random.ints(3 + random.nextInt(20), 'a', 'z' + 1)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	private static char symbol(Random random, String symbols) {
		return symbols.charAt(random.nextInt(symbols.length()));
	}

	private String dripFeed(Duration limit) throws IOException {
		try (Socket socket = connect()) {
			socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: test\r\nX: ".getBytes(StandardCharsets.US_ASCII));
			long end = System.nanoTime() + limit.toNanos();
			while (System.nanoTime() < end && socket.getInputStream().available() == 0) {
				socket.getOutputStream().write('x');
				LockSupport.parkNanos(50_000_000);
			}
			return read(socket);
		}
	}

	/**
	 * Sends a request in pieces on a connection of its own, and reads until it is closed.
	 */
	private String answer(String... pieces) throws IOException {
		try (Socket socket = connect()) {
			for (int i = 0; i < pieces.length; i++) {
				if (i > 0) {
					// So that they do not arrive as one.
					LockSupport.parkNanos(50_000_000);
				}
				socket.getOutputStream().write(pieces[i].getBytes(StandardCharsets.ISO_8859_1));
			}
			return read(socket);
		}
	}

	private Socket connect() throws IOException {
		URI uri = this.balanced.uri("/");
		Socket socket = new Socket(uri.getHost(), uri.getPort());
		socket.setTcpNoDelay(true);
		socket.setSoTimeout(5_000);
		return socket;
	}

	/** What came before the connection was closed, even with a reset. */
	private static String read(Socket socket) throws IOException {
		ByteArrayOutputStream answer = new ByteArrayOutputStream();
		byte[] buffer = new byte[8_192];
		try {
			for (int count = 0; count >= 0; count = socket.getInputStream().read(buffer)) {
				answer.write(buffer, 0, count);
			}
		}
		catch (SocketException ex) {
			// It did not read all that was sent.
		}
		return answer.toString(StandardCharsets.ISO_8859_1);
	}

	private static int status(String answer) {
		assertThat(answer).startsWith("HTTP/1.1 ");
		return Integer.parseInt(answer.split(" ")[1]);
	}

}
