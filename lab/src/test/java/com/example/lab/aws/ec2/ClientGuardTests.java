package com.example.lab.aws.ec2;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.assembly.Templates;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.network.TcpProxy;
import com.example.lab.process.JavaCommand;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import com.example.lab.standin.Clients;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database that lets group {@code Web} in: {@code Server} is in it, {@code Batch} and
 * the function {@code Inside} are in {@code Other}, {@code Outside} is in no network.
 */
@Timeout(60)
class ClientGuardTests {

	private static final String BATCH = "Batch may not connect to Database: no ingress rule of Data lets Other in on port 5432";

	private static final String INSIDE = "Inside may not connect to Database: no ingress rule of Data lets Other in on port 5432";

	private final Path temporary;

	private final Events events = new Events();

	private final Processes processes;

	private final ServerSocket database;

	ClientGuardTests(@TempDir Path temporary) throws IOException {
		this.temporary = temporary;
		this.processes = new Processes(temporary.resolve("logs"));
		this.database = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		CompletableFuture.runAsync(this::greetAll);
	}

	@AfterEach
	void end() throws IOException {
		this.database.close();
		this.processes.close();
	}

	@Test
	void acceptsTheClientWithARuleAndRefusesOnlyTheOthers() throws Exception {
		Clients clients = new Clients();
		StackTemplate template = template("Web");
		try (TcpProxy proxy = proxy(template, clients)) {
			assertThat(heard(clients, template, "Batch", proxy, "3")).containsExactly("refused", "refused", "refused");
			assertThat(heard(clients, template, "Server", proxy, "2")).containsExactly("hello", "hello");
			assertThat(heard(clients, template, "Inside", proxy, "1")).containsExactly("refused");
			assertThat(heard(clients, template, "Outside", proxy, "1")).containsExactly("refused");
			assertThat(Caller.call(proxy.port())).isEqualTo("hello");
		}
		assertThat(this.events.since(0)).extracting(Event::kind, Event::subject, Event::message)
			.containsExactly(Tuple.tuple(Event.Kind.REFUSED, "Database", BATCH),
					Tuple.tuple(Event.Kind.REFUSED, "Database", INSIDE), Tuple.tuple(Event.Kind.REFUSED, "Database",
							"Outside may not connect to Database: it is outside the VPC, and no ingress rule of Data opens port 5432 to 0.0.0.0/0"));
	}

	@Test
	void theChildOfAClientIsThatClient() throws Exception {
		Clients clients = new Clients();
		StackTemplate template = template("Web");
		try (TcpProxy proxy = proxy(template, clients)) {
			assertThat(heard(clients, template, "Batch", proxy, "1", "as a child")).containsExactly("refused");
			assertThat(heard(clients, template, "Server", proxy, "1", "as a child")).containsExactly("hello");
		}
		assertThat(this.events.since(0)).extracting(Event::message).containsExactly(BATCH);
	}

	@Test
	void refusesThisComputerIfNoClientMayConnectAndReportsEachRuleOnce() throws Exception {
		Clients clients = new Clients();
		StackTemplate template = template("NoClient");
		try (TcpProxy proxy = proxy(template, clients)) {
			assertThat(Caller.call(proxy.port())).isEqualTo("refused");
			assertThat(Caller.call(proxy.port())).isEqualTo("refused");
			assertThat(this.events.since(0)).extracting(Event::message)
				.containsExactlyInAnyOrder(
						"Server may not connect to Database: no ingress rule of Data lets Web in on port 5432", BATCH,
						INSIDE);
		}
	}

	@Test
	void refusesEveryClientIfTheComputerDoesNotShowWhichProcessConnects() throws Exception {
		Clients clients = new Clients((connection, candidates) -> {
			throw new IOException("there is no lsof");
		});
		StackTemplate template = template("Web");
		try (TcpProxy proxy = proxy(template, clients)) {
			assertThat(Caller.call(proxy.port())).isEqualTo("refused");
			assertThat(heard(clients, template, "Server", proxy, "1")).containsExactly("refused");
		}
		assertThat(this.events.since(0)).extracting(Event::kind, Event::message)
			.containsExactlyInAnyOrder(Tuple.tuple(Event.Kind.WARNING,
					"this computer does not show which process connects (there is no lsof): every client is refused while one of them lacks its rule"),
					Tuple.tuple(Event.Kind.REFUSED, BATCH), Tuple.tuple(Event.Kind.REFUSED, INSIDE));
	}

	private TcpProxy proxy(StackTemplate template, Clients clients) {
		Resource server = resource(template, "Database");
		return TcpProxy.open(0, new ClientGuard(new SecurityGroups(template), server, 5432, clients, this.events,
				() -> (InetSocketAddress) this.database.getLocalSocketAddress()));
	}

	/**
	 * The responses to a new process that runs as one of the clients.
	 */
	private List<String> heard(Clients clients, StackTemplate template, String client, TcpProxy proxy,
			String... arguments) throws IOException {
		List<String> command = JavaCommand.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp",
				Path.of("target/test-classes").toAbsolutePath().toString(), Caller.class.getName(),
				Integer.toString(proxy.port()));
		command.addAll(List.of(arguments));
		CompletableFuture<OwnedProcess> process = new CompletableFuture<>();
		clients.add(resource(template, client), () -> process.isDone() ? List.of(process.join()) : List.of());
		process.complete(this.processes.start(client, command, Map.of(), this.temporary));
		process.join().exit().join();
		return Files.readAllLines(process.join().log());
	}

	private void greetAll() {
		while (true) {
			try (Socket accepted = this.database.accept()) {
				accepted.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private static Resource resource(StackTemplate template, String id) {
		return template.resources().stream().filter((each) -> each.logicalId().equals(id)).findFirst().orElseThrow();
	}

	private static StackTemplate template(String letIn) {
		return Templates
			.stack("""
					{"Resources": {"Web": {"Type": "AWS::EC2::SecurityGroup"},
					"Other": {"Type": "AWS::EC2::SecurityGroup"},
					"Data": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"SecurityGroupIngress": [
						{"SourceSecurityGroupId": {"Ref": "%s"}, "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}]}},
					"Server": {"Type": "AWS::EC2::Instance", "Properties": {"SecurityGroupIds": [{"Ref": "Web"}]}},
					"Batch": {"Type": "AWS::EC2::Instance", "Properties": {"SecurityGroupIds": [{"Ref": "Other"}]}},
					"Inside": {"Type": "AWS::Lambda::Function", "Properties": {"VpcConfig": {
						"SecurityGroupIds": [{"Ref": "Other"}]}}},
					"Outside": {"Type": "AWS::Lambda::Function", "Properties": {}},
					"Database": {"Type": "AWS::RDS::DBInstance", "Properties": {"VPCSecurityGroups": [{"Ref": "Data"}]}}}}"""
				.formatted(letIn));
	}

}
