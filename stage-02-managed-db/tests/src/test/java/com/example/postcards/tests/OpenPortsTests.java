package com.example.postcards.tests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.aws.ec2.SecurityGroups;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.ListeningSocket;
import com.example.lab.junit.Stage;
import com.example.lab.junit.Variant;
import com.example.lab.network.TcpProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Open ports: those that the template declares for the server, and no other.
 */
@Stage
@Isolated
class OpenPortsTests {

	private static final Pattern OPEN = Pattern.compile("(\\d+) at 127\\.0\\.0\\.1:(\\d+)");

	private final LocalCloud cloud;

	/** A port of the server to the port of this computer that stands for it. */
	private final Map<Integer, Integer> open;

	OpenPortsTests(LocalCloud cloud) {
		this.cloud = cloud;
		this.open = OPEN.matcher(this.cloud.detail("Server/Instance"))
			.results()
			.collect(Collectors.toMap((match) -> number(match, 1), (match) -> number(match, 2)));
	}

	@Test
	void theServerOpensTheWebPortAndNoSsh() {
		assertThat(this.open).containsOnlyKeys(80);
	}

	@Test
	void port80ServesThePages() {
		assertThat(this.cloud.url()).hasPort(Objects.requireNonNull(this.open.get(80)));
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "reads which process listens where from /proc")
	void everythingThatTheStageRunsListensOnThisComputerOnly() throws IOException {
		List<ListeningSocket> gates = ListeningSocket.of(Stream.of(ProcessHandle.current()));
		List<ListeningSocket> behind = ListeningSocket.of(ProcessHandle.current().descendants());
		Evidence.keep("open-ports",
				Map.of("declared", List.copyOf(this.open.keySet()), "gates", gates, "behind", behind));
		assertThat(gates).extracting(ListeningSocket::port)
			.containsExactlyInAnyOrder(this.open.get(80), port("Database/Cluster"), port("Users/Pool"));
		assertThat(behind).as("the application, PostgreSQL, cognito-local, LocalStack").hasSizeGreaterThanOrEqualTo(4);
		assertThat(Stream.concat(gates.stream(), behind.stream()))
			.allSatisfy((socket) -> assertThat(socket.address()).isEqualTo("127.0.0.1"));
	}

	@Test
	void theDatabaseAdmitsTheServerByOneRuleAndWithoutItNoClient() throws Exception {
		try (Variant stage = new Variant(); Variant closed = new Variant()) {
			// The only rule for this port.
			closed.replace("\"FromPort\": 5432", "\"FromPort\": 5433").replace("\"ToPort\": 5432", "\"ToPort\": 5433");
			assertThat(answerOfDatabase(stage)).isEqualTo((int) 'S');
			assertThat(answerOfDatabase(closed)).isEqualTo(-1);
			assertThat(this.cloud.events().since(0)).filteredOn((event) -> event.kind() == Event.Kind.REFUSED)
				.extracting(Event::message)
				.containsExactly("Server/Instance may not connect to Database/Cluster: no ingress rule of "
						+ "Database/SecurityGroup lets Server/Instance/InstanceSecurityGroup in on port 5432");
		}
	}

	/**
	 * Asks the running database for TLS, through a proxy with the rules of a template.
	 */
	private int answerOfDatabase(Variant variant) throws IOException {
		StackTemplate template = variant.assembly().stacks().get(0);
		Resource cluster = template.resources()
			.stream()
			.filter((resource) -> resource.type().equals("AWS::RDS::DBCluster"))
			.findFirst()
			.orElseThrow();
		InetSocketAddress database = new InetSocketAddress(InetAddress.getLoopbackAddress(), port("Database/Cluster"));
		try (TcpProxy proxy = TcpProxy.open(0,
				new SecurityGroups(template).guard(cluster, 5432, this.cloud.events(), () -> database));
				Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
			socket.setSoTimeout(10_000);
			// https://www.postgresql.org/docs/17/protocol-message-formats.html,
			// SSLRequest
			socket.getOutputStream().write(ByteBuffer.allocate(8).putInt(8).putInt(80877103).array());
			return firstByte(socket);
		}
		// The proxy may refuse before the question is sent.
		catch (SocketException reset) {
			return -1;
		}
	}

	private int port(String resource) {
		return URI.create("tcp://" + this.cloud.detail(resource).replace("http://", "")).getPort();
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
