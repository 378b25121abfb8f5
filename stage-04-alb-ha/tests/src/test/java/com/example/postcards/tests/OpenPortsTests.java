package com.example.postcards.tests;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
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

/**
 * Open ports: those of the load balancer's listeners, and no other.
 */
@Stage
@Isolated
class OpenPortsTests {

	private final LocalCloud cloud;

	OpenPortsTests(LocalCloud cloud) {
		this.cloud = cloud;
	}

	@Test
	void theServersOpenNothing() {
		assertThat(Faults.SERVERS).extracting(this.cloud::detail).containsOnly("open to no one outside");
	}

	@Test
	void theLoadBalancerServesThePages() {
		assertThat(this.cloud.url()).hasPort(port("LoadBalancer/Balancer/Http"));
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "reads which process listens where from /proc")
	void everythingThatTheStageRunsListensOnThisComputerOnly() throws IOException {
		new Faults(this.cloud).awaitRunning();
		List<ListeningSocket> gates = ListeningSocket.of(Stream.of(ProcessHandle.current()));
		List<ListeningSocket> behind = ListeningSocket.of(ProcessHandle.current().descendants());
		Evidence.keep("open-ports", Map.of("gates", gates, "behind", behind));
		assertThat(gates).extracting(ListeningSocket::port)
			.containsExactlyInAnyOrder(port("LoadBalancer/Balancer/Http"), port("Database/Instance"),
					port("Users/Pool"));
		assertThat(behind).as("two applications, PostgreSQL twice, cognito-local, LocalStack")
			.hasSizeGreaterThanOrEqualTo(6);
		assertThat(Stream.concat(gates.stream(), behind.stream()))
			.allSatisfy((socket) -> assertThat(socket.address()).isEqualTo("127.0.0.1"));
	}

	private int port(String resource) {
		return URI.create("tcp://" + this.cloud.detail(resource).replace("http://", "")).getPort();
	}

}
