package com.example.lab.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PortsTests {

	/** Of about 13,000: two processes would draw some of the same. */
	private static final int MANY = 700;

	private static final int ROUNDS = 50;

	@Test
	void givesNoPortTwice() {
		assertThat(IntStream.range(0, 50).map((i) -> Ports.free()).boxed().toList()).doesNotHaveDuplicates();
	}

	@Test
	@Timeout(60)
	void givesNoPortThatAnotherProcessHolds(@TempDir Path temporary) throws IOException {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), PortsTests.class.getName());
		try (Processes processes = new Processes(temporary)) {
			OwnedProcess other = processes.start("other", command, Map.of(), temporary);
			List<String> held;
			do {
				assertThat(other.alive()).as("the other process").isTrue();
				Ports.pause();
				held = Files.readAllLines(other.log());
			}
			while (held.size() < MANY);

			assertThat(Stream.generate(Ports::free).limit(MANY).map(String::valueOf)).doesNotContainAnyElementsOf(held);
		}
	}

	/** The other process: prints the ports that it is given, and lives on. */
	public static void main(String[] arguments) throws InterruptedException {
		System.out
			.println(Stream.generate(Ports::free).limit(MANY).map(String::valueOf).collect(Collectors.joining("\n")));
		new CountDownLatch(1).await();
	}

	@Test
	@Timeout(60)
	void opensAPortAgainWhileAnotherThreadStartsProcesses() throws Exception {
		AtomicBoolean ended = new AtomicBoolean();
		CompletableFuture<Void> starting = CompletableFuture.runAsync(() -> {
			while (!ended.get()) {
				startAndEnd();
			}
		});
		try {
			for (int i = 0; i < ROUNDS; i++) {
				List<ServerSocket> open = new ArrayList<>();
				for (int port : IntStream.generate(Ports::free).limit(20).toArray()) {
					open.add(listen(port));
				}
				for (ServerSocket each : open) {
					each.close();
					Ports.reopen(() -> listen(each.getLocalPort())).close();
				}
			}
		}
		finally {
			ended.set(true);
			starting.get();
		}
	}

	private static ServerSocket listen(int port) throws IOException {
		return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
	}

	private static void startAndEnd() {
		try {
			new ProcessBuilder("true").start().waitFor();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void knowsWhetherSomethingListens() throws IOException {
		ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
		assertThat(Ports.answers(address)).isTrue();

		server.close();

		assertThat(Ports.answers(address)).isFalse();
	}

	@Test
	void waitsNoLongerThanTheProcessLives(@TempDir Path temporary) {
		try (Processes processes = new Processes(temporary)) {
			InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free());
			OwnedProcess ended = processes.start("short", List.of("true"), Map.of(), temporary);
			OwnedProcess silent = processes.start("silent", List.of("sleep", "1000"), Map.of(), temporary);

			assertThatIllegalStateException().isThrownBy(() -> Ports.await(address, ended, Duration.ofSeconds(30)))
				.withMessageContaining("short ended before it listened")
				.withMessageContaining("short.log");
			assertThatIllegalStateException().isThrownBy(() -> Ports.await(address, silent, Duration.ofMillis(50)))
				.withMessageContaining("silent does not listen on port " + address.getPort());
		}
	}

}
