package com.example.postcards.tests;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.example.lab.aws.cloudfront.Distribution;
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
 * Open ports: those of the edge, and no other.
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
	void theLoadBalancerIsInternalAndTheEdgeServesThePages() {
		assertThat(this.cloud.detail("LoadBalancer/Internal")).startsWith("internal: ");
		assertThat(edge().edges()).singleElement().extracting(URI::getPort).isEqualTo(this.cloud.url().getPort());
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "reads which process listens where from /proc")
	void everythingThatTheStageRunsListensOnThisComputerOnly() throws IOException {
		new Faults(this.cloud).awaitRunning();
		List<ListeningSocket> gates = ListeningSocket.of(Stream.of(ProcessHandle.current()));
		List<ListeningSocket> behind = ListeningSocket.of(ProcessHandle.current().descendants());
		Evidence.keep("open-ports", Map.of("gates", gates, "behind", behind));
		List<Integer> edge = Stream.of(edge().edges(), edge().secureEdges(), edge().plainEdges())
			.flatMap(List::stream)
			.map(URI::getPort)
			.toList();
		assertThat(gates).extracting(ListeningSocket::port)
			.containsAll(edge)
			.contains(port("LoadBalancer/Internal/Http"), port("Database/Instance"), port("Replica/Instance"),
					port("Cache/Cache"), port("Users/Pool"));
		assertThat(gates)
			.as("these, the cache's port for reads, the replica's way to the database, and CloudFront's own API")
			.hasSize(edge.size() + 8);
		assertThat(behind).as("two applications, PostgreSQL three times, the cache twice, cognito-local, LocalStack")
			.hasSizeGreaterThanOrEqualTo(9);
		assertThat(Stream.concat(gates.stream(), behind.stream()))
			.allSatisfy((socket) -> assertThat(socket.address()).isEqualTo("127.0.0.1"));
	}

	private Distribution edge() {
		return this.cloud.standIns(Distribution.class).get(0);
	}

	private int port(String resource) {
		return URI.create("tcp://" + this.cloud.detail(resource).replace("http://", "")).getPort();
	}

}
