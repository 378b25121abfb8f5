package com.example.postcards.tests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.ListeningSocket;
import com.example.lab.junit.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/** Open ports: those that the template declares for the box, and no other. */
@Stage
@Isolated
class OpenPortsTests {

	private static final Pattern OPEN = Pattern.compile("(\\d+) at 127\\.0\\.0\\.1:(\\d+)");

	private final LocalCloud cloud;

	/** A port of the box to the port of this computer that stands for it. */
	private final Map<Integer, Integer> open;

	OpenPortsTests(LocalCloud cloud) {
		this.cloud = cloud;
		this.open = OPEN.matcher(cloud.detail("Box/Instance"))
			.results()
			.collect(Collectors.toMap((match) -> number(match, 1), (match) -> number(match, 2)));
	}

	@Test
	void theBoxOpensTheWebPortsAndNeitherSshNorTheDatabase() {
		assertThat(this.open).containsOnlyKeys(80, 443);
	}

	@Test
	void port80ServesThePages() {
		assertThat(this.cloud.url()).hasPort(Objects.requireNonNull(this.open.get(80)));
	}

	@Test
	void port443IsOpenButNothingSpeaksThereWithoutACertificate() throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Objects.requireNonNull(this.open.get(443)))) {
			socket.setSoTimeout(10_000);
			assertThat(firstByte(socket)).isEqualTo(-1);
		}
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "reads which process listens where from /proc")
	void everythingThatTheStageRunsListensOnThisComputerOnly() throws IOException {
		List<ListeningSocket> gates = ListeningSocket.of(Stream.of(ProcessHandle.current()));
		List<ListeningSocket> behind = ListeningSocket.of(ProcessHandle.current().descendants());
		Evidence.keep("open-ports",
				Map.of("declared", List.copyOf(this.open.keySet()), "gates", gates, "behind", behind));
		assertThat(gates).extracting(ListeningSocket::port).containsExactlyInAnyOrderElementsOf(this.open.values());
		assertThat(behind).as("the application, PostgreSQL, LocalStack").hasSizeGreaterThanOrEqualTo(3);
		assertThat(Stream.concat(gates.stream(), behind.stream()))
			.allSatisfy((socket) -> assertThat(socket.address()).isEqualTo("127.0.0.1"));
	}

	private static int firstByte(Socket socket) throws IOException {
		try {
			return socket.getInputStream().read();
		}
		catch (SocketException reset) {
			return -1;
		}
	}

	private static int number(MatchResult match, int group) {
		return Integer.parseInt(match.group(group));
	}

}
