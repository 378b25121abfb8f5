package com.example.lab.aws.elb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A load balancer with one listener and one target group, for tests. */
final class Balanced implements AutoCloseable {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final String OPEN = """
			{"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 443}""";

	private final Processes processes;

	private final List<TargetGroup> others = new ArrayList<>();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	final Events events = new Events();

	final LabContext lab;

	final LoadBalancer balancer;

	final Listener listener;

	final TargetGroup group;

	Balanced(Path temporary, double clock) {
		this(temporary, clock, OPEN, "{\"Port\": 80, \"Protocol\": \"HTTP\"}");
	}

	Balanced(Path temporary, double clock, String ingress, String listener) {
		this.processes = new Processes(temporary.resolve("logs"));
		Resource open = resource("Open", "AWS::EC2::SecurityGroup",
				"{\"SecurityGroupIngress\": [%s]}".formatted(ingress));
		Resource front = resource("Front", "AWS::ElasticLoadBalancingV2::LoadBalancer",
				"{\"SecurityGroups\": [{\"Ref\": \"Open\"}]}");
		ObjectNode listening = (ObjectNode) json(listener);
		listening.putObject("LoadBalancerArn").put("Ref", "Front");
		Resource port = resource("Front/Port", "AWS::ElasticLoadBalancingV2::Listener", listening.toString());
		Resource targets = resource("Front/Servers", "AWS::ElasticLoadBalancingV2::TargetGroup", "{}");
		this.lab = new LabContext(temporary.resolve("run"), Path.of("target/cache"), this.processes, this.events,
				new LabClock(clock), Map.of(), true)
			.in(new StackTemplate("Web", Path.of("t.json"), JsonMapper.shared().createObjectNode(),
					List.of(open, front, port, targets)));
		this.balancer = new LoadBalancer(front, this.lab);
		this.lab.add("Front", this.balancer);
		this.listener = new Listener(port, this.lab);
		this.lab.add("FrontPort", this.listener);
		this.group = new TargetGroup(targets, this.lab);
		this.lab.add("FrontServers", this.group);
	}

	/** Checks each second; two results in a row count. */
	Balanced start(String groupAttributes, String balancerAttributes) throws IOException {
		startBalancer(balancerAttributes);
		startGroup(groupAttributes);
		forward();
		return this;
	}

	void startGroup(String attributes) {
		start(this.group, attributes);
	}

	private static void start(TargetGroup group, String attributes) {
		group.start(json("""
				{"Port": 8080, "HealthCheckPath": "%s", "HealthCheckIntervalSeconds": 1, "HealthCheckTimeoutSeconds": 1,
				"HealthyThresholdCount": 2, "UnhealthyThresholdCount": 2, "TargetGroupAttributes": [%s]}"""
			.formatted(SmallHttpServer.HEALTH, attributes)));
	}

	void forward() throws IOException {
		startListener("[%s]".formatted(forwardTo(this.group)));
	}

	Balanced start(String groupAttributes) throws IOException {
		return start(groupAttributes, "");
	}

	void startBalancer(String attributes) {
		this.balancer.start(json("{\"LoadBalancerAttributes\": [%s]}".formatted(attributes)));
	}

	void startListener(String actions) throws IOException {
		this.listener.start(json("{\"LoadBalancerArn\": \"%s\", \"Protocol\": \"HTTP\", \"DefaultActions\": %s}"
			.formatted(this.balancer.ref(), actions)));
	}

	/** Registers a target and waits until it is healthy. */
	Balanced with(String name, SmallHttpServer server) throws InterruptedException {
		long position = this.events.position();
		registering(name, server);
		awaitEvent(position, Event.Kind.HEALTHY, name);
		return this;
	}

	Balanced registering(String name, @Nullable SmallHttpServer server) {
		this.group.running().add(target(name, server));
		this.group.register(name);
		return this;
	}

	private static Target target(String name, @Nullable SmallHttpServer server) {
		return new Target("i-" + name, name, "us-east-1a", 8080, (port) -> (server != null) ? server.address() : null);
	}

	/** Another group of one target, which is checked once something forwards to it. */
	TargetGroup group(String name, SmallHttpServer server, String attributes) {
		TargetGroup made = new TargetGroup(resource("Front/" + name, "AWS::ElasticLoadBalancingV2::TargetGroup", "{}"),
				this.lab);
		this.lab.add("Front" + name, made);
		this.others.add(made);
		start(made, attributes);
		made.running().add(target(name, server));
		return made;
	}

	/** Adds a rule to the listener. */
	ListenerRule rule(String name, int priority, String conditions, String actions) {
		return rule(name,
				"\"Priority\": %d, \"Conditions\": [%s], \"Actions\": [%s]".formatted(priority, conditions, actions));
	}

	ListenerRule rule(String name, String properties) {
		ListenerRule rule = new ListenerRule(resource("Front/" + name, "AWS::ElasticLoadBalancingV2::ListenerRule",
				"{\"ListenerArn\": {\"Ref\": \"FrontPort\"}}"), this.lab);
		rule.start(json("{\"ListenerArn\": \"%s\", %s}".formatted(this.listener.ref(), properties)));
		return rule;
	}

	static String forwardTo(TargetGroup group) {
		return "{\"Type\": \"forward\", \"TargetGroupArn\": \"%s\"}".formatted(group.ref());
	}

	static String answer(int status) {
		return "{\"Type\": \"fixed-response\", \"FixedResponseConfig\": {\"StatusCode\": \"%d\"}}".formatted(status);
	}

	Event awaitEvent(long position, Event.Kind kind, String text) throws InterruptedException {
		Predicate<Event> wanted = (event) -> event.kind() == kind && event.message().contains(text);
		return this.events.await(position, wanted, SOON);
	}

	TargetHealth health(String name) {
		return this.group.targets().stream().filter((target) -> target.name().equals(name)).findFirst().orElseThrow();
	}

	URI uri(String path) {
		return URI.create("http://" + this.balancer.attribute("DNSName") + path);
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(path)).build());
	}

	HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
		return this.client.send(request, HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * Asks on a connection of its own.
	 */
	int status(String path) {
		return statusOf("GET %s HTTP/1.1\r\nHost: test".formatted(path));
	}

	/**
	 * Asks on a connection of its own.
	 * @param head the request line and headers
	 */
	int statusOf(String head) {
		URI uri = uri("/");
		try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
			socket.getOutputStream()
				.write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
			return Integer.parseInt(answer.split(" ")[1]);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.listener.close();
		this.group.close();
		this.others.forEach(TargetGroup::close);
		this.balancer.close();
		this.processes.close();
	}

	static String attribute(String name, Object value) {
		return "{\"Key\": \"%s\", \"Value\": \"%s\"}".formatted(name, value);
	}

	static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

	void connect(LocalStack localStack) {
		this.lab.connect(localStack);
	}

	static Resource resource(String name, String type, String properties) {
		ObjectNode json = JsonMapper.shared().createObjectNode();
		json.set("Properties", json(properties));
		return new Resource(name.replace("/", ""), type, "Web/" + name, json);
	}

}
