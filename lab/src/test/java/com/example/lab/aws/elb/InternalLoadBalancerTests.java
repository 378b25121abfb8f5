package com.example.lab.aws.elb;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.network.Ports;
import com.example.lab.process.JavaCommand;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Several load balancers in one template, some of which are internal. */
@Timeout(60)
class InternalLoadBalancerTests {

	private static final String FROM_ALL = "{\"CidrIp\": \"0.0.0.0/0\", \"IpProtocol\": \"tcp\", \"FromPort\": 80, \"ToPort\": 80}";

	private static final String FROM_WEB = "{\"SourceSecurityGroupId\": {\"Ref\": \"Web\"}, \"IpProtocol\": \"tcp\", \"FromPort\": 80, \"ToPort\": 80}";

	private static final String OF_EDGE = "{\"SourcePrefixListId\": \"pl-1\", \"IpProtocol\": \"tcp\", \"FromPort\": 80, \"ToPort\": 80}";

	private static final String ASK = """
			class Ask {
				public static void main(String[] args) throws Exception {
					try (var socket = new java.net.Socket("127.0.0.1", Integer.parseInt(args[0]))) {
						socket.getOutputStream().write("GET / HTTP/1.0\\r\\n\\r\\n".getBytes());
						System.out.print(new String(socket.getInputStream().readAllBytes()));
					}
					catch (java.io.IOException ex) {
						// Refused.
					}
				}
			}
			""";

	private final int wanted = Ports.free();

	private Path temporary;

	private final Events events = new Events();

	private final List<Resource> resources = new ArrayList<>();

	private final List<Listener> listeners = new ArrayList<>();

	private Processes processes;

	private LabContext lab;

	@BeforeEach
	void prepare(@TempDir Path temporary) {
		this.temporary = temporary;
		this.processes = new Processes(temporary.resolve("logs"));
		this.lab = new LabContext(temporary.resolve("run"), Path.of("target/cache"), this.processes, this.events,
				new LabClock(1), Map.of(80, this.wanted), true);
	}

	@AfterEach
	void end() {
		this.listeners.forEach(Listener::close);
		this.processes.close();
	}

	@Test
	void anInternalOneHasAnAddressOfItsOwnAndLeavesThePublicPort() throws Exception {
		describe("Inside", "\"Scheme\": \"internal\"", FROM_WEB);
		describe("Outside", "\"Scheme\": \"internet-facing\"", FROM_ALL);
		reserve();

		LoadBalancer inside = balancer("Inside");
		assertThat(port(inside)).isNotEqualTo(this.wanted);
		assertThat(port(balancer("Outside"))).isEqualTo(this.wanted);
		assertThat(inside.address()).isEqualTo("internal: 80 at " + inside.attribute("DNSName"));
		assertThat(this.events.since(0)).extracting(Event::kind).doesNotContain(Event.Kind.WARNING, Event.Kind.REFUSED);
	}

	@Test
	void anInternalOneThatIsOpenToAllIsNoPublicPort() throws Exception {
		describe("Inside", "\"Scheme\": \"internal\"", FROM_ALL);
		reserve();

		assertThat(port(balancer("Inside"))).isNotEqualTo(this.wanted);
		// It is there to be taken.
		new ServerSocket(this.wanted).close();
	}

	@Test
	void anInternalOneServesWhatIsLetIn() throws Exception {
		describe("Inside", "\"Scheme\": \"internal\"", FROM_WEB);
		reserve();
		balancer("Inside").start(Balanced.json("{\"Scheme\": \"internal\"}"));
		this.listeners.get(0)
			.start(Balanced.json("{\"LoadBalancerArn\": \"%s\", \"DefaultActions\": [%s]}"
				.formatted(balancer("Inside").ref(), Balanced.answer(200))));

		try (Socket socket = new Socket("127.0.0.1", port(balancer("Inside")))) {
			socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes());
			assertThat(new String(socket.getInputStream().readAllBytes())).startsWith("HTTP/1.0 200 ");
		}
		balancer("Inside").close();
	}

	@Test
	void withoutAnyIngressRuleNothingCanConnect() {
		describe("Inside", "\"Scheme\": \"internal\"", "");
		reserve();

		assertThat(this.listeners.get(0).address()).isEqualTo("closed by its security group");
		assertThat(this.events.since(0)).extracting(Event::message)
			.containsExactly("no ingress rule of a security group of Inside covers port 80: nothing can connect");
	}

	@Test
	void letsEachClientInByItsOwnGroups() throws Exception {
		describe("Inside", "\"Scheme\": \"internal\"", FROM_WEB);
		Resource friend = client("Friend", "Web");
		Resource stranger = client("Stranger", "Worker");
		reserve();
		balancer("Inside").start(Balanced.json("{\"Scheme\": \"internal\"}"));
		this.listeners.get(0)
			.start(Balanced.json("{\"LoadBalancerArn\": \"%s\", \"DefaultActions\": [%s]}"
				.formatted(balancer("Inside").ref(), Balanced.answer(200))));
		int port = port(balancer("Inside"));

		assertThat(answerTo(stranger, port)).isEmpty();
		assertThat(answerTo(friend, port)).startsWith("HTTP/1.0 200 ");
		assertThat(answerTo(stranger, port)).isEmpty();
		assertThat(this.events.since(0)).filteredOn((event) -> event.kind() == Event.Kind.REFUSED)
			.extracting(Event::message)
			.containsExactly(
					"Stranger may not connect to Inside: no ingress rule of Inside/Group lets Worker in on port 80");
		balancer("Inside").close();
	}

	/** What a process hears that runs as a client. */
	private String answerTo(Resource client, int port) throws IOException {
		List<OwnedProcess> running = new ArrayList<>();
		this.lab.clients().add(client, () -> running);
		Path program = Files.writeString(this.temporary.resolve("Ask.java"), ASK);
		OwnedProcess asking = this.processes.start(client.name() + System.nanoTime(),
				JavaCommand.of(program.toString(), Integer.toString(port)), Map.of(), this.temporary);
		running.add(asking);
		asking.exit().join();
		this.lab.clients().remove(client);
		return Files.readString(asking.log());
	}

	private Resource client(String name, String group) {
		this.resources.add(Balanced.resource(group, "AWS::EC2::SecurityGroup", "{}"));
		Resource client = Balanced.resource(name, "AWS::EC2::Instance",
				"{\"SecurityGroupIds\": [{\"Ref\": \"%s\"}]}".formatted(group));
		this.resources.add(client);
		return client;
	}

	@Test
	void aPrefixListLetsInWithoutMakingItPublic() {
		describe("Outside", "\"Scheme\": \"internet-facing\"", OF_EDGE);
		reserve();

		assertThat(port(balancer("Outside"))).isNotEqualTo(this.wanted);
	}

	@Test
	void onlyTheFirstOfTwoPublicOnesGetsTheWantedPort() {
		describe("One", "\"Scheme\": \"internet-facing\"", FROM_ALL);
		describe("Two", "\"Scheme\": \"internet-facing\"", FROM_ALL);
		reserve();

		assertThat(port(balancer("One"))).isEqualTo(this.wanted);
		assertThat(port(balancer("Two"))).isNotEqualTo(this.wanted);
		assertThat(this.events.since(0)).extracting(Event::kind).containsOnly(Event.Kind.RESERVED);
	}

	@Test
	void aTargetGroupBelongsToOneLoadBalancer() throws Exception {
		describe("One", "\"Scheme\": \"internal\"", FROM_WEB);
		describe("Two", "\"Scheme\": \"internal\"", FROM_WEB);
		reserve();
		TargetGroup group = new TargetGroup(
				Balanced.resource("Group", "AWS::ElasticLoadBalancingV2::TargetGroup", "{}"), this.lab);
		group.start(Balanced.json("{}"));
		group.attach(this.resources.get(1));

		assertThatIllegalArgumentException().isThrownBy(() -> group.attach(this.resources.get(4)))
			.withMessage("TargetGroupArn: Web/Group is in use by Web/One; AWS lets one load balancer use a group.");
		group.close();
	}

	private void describe(String name, String properties, String ingress) {
		this.resources.add(Balanced.resource(name + "/Group", "AWS::EC2::SecurityGroup",
				"{\"SecurityGroupIngress\": [%s]}".formatted(ingress)));
		this.resources.add(Balanced.resource(name, "AWS::ElasticLoadBalancingV2::LoadBalancer",
				"{\"SecurityGroups\": [{\"Ref\": \"%sGroup\"}], %s}".formatted(name, properties)));
		this.resources.add(Balanced.resource(name + "/Port", "AWS::ElasticLoadBalancingV2::Listener",
				"{\"Port\": 80, \"LoadBalancerArn\": {\"Ref\": \"%s\"}}".formatted(name)));
	}

	private void reserve() {
		this.lab = this.lab
			.in(new StackTemplate("Web", Path.of("t.json"), JsonMapper.shared().createObjectNode(), this.resources));
		for (Resource resource : this.resources) {
			if (resource.type().endsWith("::LoadBalancer")) {
				this.lab.add(resource.logicalId(), new LoadBalancer(resource, this.lab));
			}
			if (resource.type().endsWith("::Listener")) {
				Listener listener = new Listener(resource, this.lab);
				this.listeners.add(listener);
				this.lab.add(resource.logicalId(), listener);
			}
		}
	}

	private LoadBalancer balancer(String name) {
		return (LoadBalancer) Objects.requireNonNull(this.lab.standIns().get(name));
	}

	private static int port(LoadBalancer balancer) {
		return Integer.parseInt(balancer.attribute("DNSName").split(":")[1]);
	}

}
