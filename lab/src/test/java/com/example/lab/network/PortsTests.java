package com.example.lab.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PortsTests {

	@Test
	void givesNoPortTwice() {
		assertThat(IntStream.range(0, 50).map((i) -> Ports.free()).boxed().toList()).doesNotHaveDuplicates();
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
