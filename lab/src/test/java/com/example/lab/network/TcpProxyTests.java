package com.example.lab.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(20)
class TcpProxyTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicReference<@Nullable InetSocketAddress> target = new AtomicReference<>();

	private ServerSocket server;

	private TcpProxy proxy;

	@BeforeEach
	void open() throws IOException {
		this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
		this.target.set((InetSocketAddress) this.server.getLocalSocketAddress());
		this.proxy = TcpProxy.open(0, this.target::get);
	}

	@AfterEach
	void close() throws IOException {
		this.proxy.close();
		this.server.close();
		this.threads.shutdownNow();
	}

	@Test
	void answersAfterTheClientHasClosedItsHalf() throws IOException {
		serve((socket) -> {
			byte[] question = socket.getInputStream().readAllBytes();
			socket.getOutputStream().write(("heard " + text(question)).getBytes(StandardCharsets.UTF_8));
		});

		try (Socket client = connect()) {
			client.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
			client.shutdownOutput();

			assertThat(text(client.getInputStream().readAllBytes())).isEqualTo("heard hello");
		}
	}

	@Test
	void listensOnAfterTheServerHasClosedItsHalf() throws IOException {
		CompletableFuture<String> heard = new CompletableFuture<>();
		serve((socket) -> {
			socket.getOutputStream().write('!');
			socket.shutdownOutput();
			heard.complete(text(socket.getInputStream().readAllBytes()));
		});

		try (Socket client = connect()) {
			assertThat(client.getInputStream().readAllBytes()).containsExactly('!');
			client.getOutputStream().write("still here".getBytes(StandardCharsets.UTF_8));
			client.shutdownOutput();

			assertThat(heard.join()).isEqualTo("still here");
		}
	}

	@Test
	void relaysLargeBodiesInBothDirectionsAtOnce() throws Exception {
		byte[] body = new byte[20 * 1024 * 1024];
		new Random(1).nextBytes(body);
		serve((socket) -> socket.getInputStream().transferTo(socket.getOutputStream()));

		try (Socket client = connect()) {
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(client, body), this.threads);
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			InputStream in = client.getInputStream();
			byte[] buffer = new byte[64 * 1024];
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				digest.update(buffer, 0, read);
			}
			sending.join();

			assertThat(digest.digest()).isEqualTo(MessageDigest.getInstance("SHA-256").digest(body));
		}
	}

	@Test
	void reportsTheEndOfAnAcceptedConnection() throws IOException {
		AtomicInteger left = new AtomicInteger();
		serve((socket) -> socket.getInputStream().transferTo(socket.getOutputStream()));
		try (TcpProxy counting = TcpProxy.open(0, (connection) -> this.target.get(), left::incrementAndGet)) {
			try (Socket client = new Socket(InetAddress.getLoopbackAddress(), counting.port())) {
				client.getOutputStream().write('x');
				assertThat(client.getInputStream().read()).isEqualTo('x');
				assertThat(left).hasValue(0);
			}
			Awaitility.await().until(() -> left.get() == 1);
			this.target.set(null);
			try (Socket client = new Socket(InetAddress.getLoopbackAddress(), counting.port())) {
				assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client.getInputStream().read());
			}
		}
		assertThat(left).hasValue(1);
	}

	@Test
	void carriesManyConnectionsAtOnce() {
		serve((socket) -> socket.getInputStream().transferTo(socket.getOutputStream()));

		List<CompletableFuture<String>> answers = IntStream.range(0, 100)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> echo("connection " + i), this.threads))
			.toList();

		assertThat(answers).extracting(CompletableFuture::join)
			.containsExactlyElementsOf(IntStream.range(0, 100).mapToObj((i) -> "connection " + i).toList());
	}

	@Test
	void resetsWhenNothingIsBehind() throws IOException {
		this.target.set(null);
		assertThatExceptionOfType(SocketException.class).isThrownBy(this::connectAndRead)
			.withMessageContaining("reset");

		this.server.close();
		this.target.set((InetSocketAddress) this.server.getLocalSocketAddress());
		assertThatExceptionOfType(SocketException.class).isThrownBy(this::connectAndRead)
			.withMessageContaining("reset");
	}

	@Test
	void asksForItsTargetWithEachConnection() throws IOException {
		serve((socket) -> socket.getInputStream().transferTo(socket.getOutputStream()));
		InetSocketAddress here = this.target.getAndSet(null);
		assertThatExceptionOfType(SocketException.class).isThrownBy(this::connectAndRead);

		this.target.set(here);

		assertThat(echo("back")).isEqualTo("back");
	}

	@Test
	void aResetOfTheServerReachesTheClient() throws IOException {
		serve((socket) -> socket.setSoLinger(true, 0));

		assertThatExceptionOfType(SocketException.class).isThrownBy(this::connectAndRead)
			.withMessageContaining("reset");
	}

	@Test
	void cutsWhatIsOpenAndTakesNewConnections() throws IOException {
		serve((socket) -> socket.getInputStream().transferTo(socket.getOutputStream()));
		try (Socket client = connect()) {
			client.getOutputStream().write('x');
			assertThat(client.getInputStream().read()).isEqualTo('x');

			this.proxy.cut();

			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client.getInputStream().read());
		}
		assertThat(echo("new")).isEqualTo("new");
	}

	@Test
	void delaysWhatIsSent() {
		serve((socket) -> socket.getInputStream().transferTo(socket.getOutputStream()));
		this.proxy.slow(Duration.ofMillis(100));
		long begin = System.nanoTime();

		assertThat(echo("slow")).isEqualTo("slow");
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(100));
	}

	@Test
	void closingFreesThePortAndTheThreads() throws IOException {
		serve((socket) -> socket.getInputStream().transferTo(socket.getOutputStream()));
		try (Socket client = connect()) {
			client.getOutputStream().write('x');
			assertThat(client.getInputStream().read()).isEqualTo('x');
			String threads = "proxy-" + this.proxy.port();
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).contains(threads);

			this.proxy.close();

			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client.getInputStream().read());
			Awaitility.await()
				.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
					.doesNotContain(threads));
		}
		try (ServerSocket again = new ServerSocket(this.proxy.port(), 1, InetAddress.getLoopbackAddress())) {
			assertThat(again.isBound()).isTrue();
		}
	}

	@Test
	void takesAnotherPortWhenTheWantedOneIsTaken() {
		try (TcpProxy other = TcpProxy.open(this.server.getLocalPort(), this.target::get)) {
			assertThat(other.port()).isPositive().isNotEqualTo(this.server.getLocalPort());
		}
	}

	@Test
	void takesTheWantedPortWhenItIsFree() {
		int free = Ports.free();
		try (TcpProxy wanted = TcpProxy.open(free, this.target::get)) {
			assertThat(wanted.port()).isEqualTo(free);
		}
	}

	private String echo(String text) {
		try (Socket client = connect()) {
			client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
			client.shutdownOutput();
			return text(client.getInputStream().readAllBytes());
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	private void connectAndRead() throws IOException {
		try (Socket client = connect()) {
			client.getInputStream().read();
		}
	}

	private Socket connect() throws IOException {
		return new Socket(InetAddress.getLoopbackAddress(), this.proxy.port());
	}

	private void serve(Conversation conversation) {
		this.threads.execute(() -> {
			while (!this.server.isClosed()) {
				try {
					Socket socket = this.server.accept();
					this.threads.execute(() -> hold(conversation, socket));
				}
				catch (IOException ex) {
					return;
				}
			}
		});
	}

	private static void hold(Conversation conversation, Socket socket) {
		try (socket) {
			conversation.with(socket);
		}
		catch (IOException ex) {
			// The other side has gone.
		}
	}

	private static void send(Socket client, byte[] body) {
		try {
			client.getOutputStream().write(body);
			client.shutdownOutput();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	@FunctionalInterface
	private interface Conversation {

		void with(Socket socket) throws IOException;

	}

}
