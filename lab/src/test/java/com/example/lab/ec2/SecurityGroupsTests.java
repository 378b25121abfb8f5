package com.example.lab.ec2;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.network.Gate;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A server in group {@code Web}, a database in group {@code Data}. */
class SecurityGroupsTests {

	private final Events events = new Events();

	private static final String FROM_WEB = "\"SourceSecurityGroupId\": {\"Fn::GetAtt\": [\"Web\", \"GroupId\"]}";

	private static final String TO_DATA = "\"DestinationSecurityGroupId\": {\"Fn::GetAtt\": [\"Data\", \"GroupId\"]}";

	@Test
	void theWorldReachesThePortsThatARuleOpensToIt() {
		assertThat(openPorts("""
				{"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 81},
				{"CidrIpv6": "::/0", "IpProtocol": "6", "FromPort": 443, "ToPort": 443},
				{"CidrIp": "10.0.0.0/8", "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22},
				{"CidrIp": "0.0.0.0/0", "IpProtocol": "udp", "FromPort": 53, "ToPort": 53},
				{%s, "IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080}""".formatted(FROM_WEB))).containsExactly(80,
				81, 443);
		assertThat(openPorts("{\"CidrIp\": \"0.0.0.0/0\", \"IpProtocol\": \"-1\"}")).hasSize(65_536);
		assertThat(openPorts("")).isEmpty();
	}

	@Test
	void aRuleOfItsOwnOpensPortsToo() {
		StackTemplate template = template("{}", "{}", """
				, "Rule": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": {"Ref": "Web"},
				"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80}}""");

		assertThat(new SecurityGroups(template).openPorts(resource(template, "Server")).toArray()).containsExactly(80);
	}

	@ParameterizedTest
	@ValueSource(strings = { //
			FROM_WEB + ", \"IpProtocol\": \"tcp\", \"FromPort\": 5432, \"ToPort\": 5432",
			FROM_WEB + ", \"IpProtocol\": \"tcp\", \"FromPort\": 5000, \"ToPort\": \"6000\"",
			FROM_WEB + ", \"IpProtocol\": \"-1\"",
			FROM_WEB + ", \"IpProtocol\": \"tcp\", \"FromPort\": {\"Fn::GetAtt\": [\"Database\", \"Endpoint.Port\"]},"
					+ " \"ToPort\": {\"Fn::GetAtt\": [\"Database\", \"Endpoint.Port\"]}",
			"\"CidrIp\": \"10.0.0.0/16\", \"IpProtocol\": \"tcp\", \"FromPort\": 5432, \"ToPort\": 5432",
			"\"CidrIp\": {\"Fn::GetAtt\": [\"Vpc\", \"CidrBlock\"]}, \"IpProtocol\": \"-1\"" })
	void lets(String rule) {
		assertThat(refusal(template("{}", "{\"SecurityGroupIngress\": [{%s}]}".formatted(rule), ""))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { //
			FROM_WEB + ", \"IpProtocol\": \"tcp\", \"FromPort\": 5433, \"ToPort\": 5433",
			FROM_WEB + ", \"IpProtocol\": \"udp\", \"FromPort\": 5432, \"ToPort\": 5432",
			FROM_WEB + ", \"IpProtocol\": \"tcp\", \"FromPort\": {\"Fn::GetAtt\": [\"Cache\", \"Endpoint.Port\"]}",
			"\"SourceSecurityGroupId\": {\"Ref\": \"Data\"}, \"IpProtocol\": \"-1\"",
			"\"CidrIp\": \"203.0.113.0/24\", \"IpProtocol\": \"-1\"" })
	void refuses(String rule) {
		assertThat(refusal(template("{}", "{\"SecurityGroupIngress\": [{%s}]}".formatted(rule), "")))
			.isEqualTo("Server may not connect to Database: no ingress rule of Data lets Web in on port 5432");
	}

	@Test
	void whatMayComeInMustAlsoBeLetOut() {
		String closed = """
				{"SecurityGroupEgress": [{"CidrIp": "255.255.255.255/32", "IpProtocol": "icmp", "FromPort": 252}]}""";
		String data = "{\"SecurityGroupIngress\": [{%s, \"IpProtocol\": \"-1\"}]}".formatted(FROM_WEB);
		String rule = """
				, "Rule": {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": {"GroupId": {"Fn::GetAtt": "Web.GroupId"},
				%s, "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}}"""
			.formatted(TO_DATA);

		assertThat(refusal(template(closed, data, "")))
			.isEqualTo("Server may not connect to Database: no egress rule of Web lets port 5432 of Data out");
		assertThat(refusal(template(closed, data, rule))).isNull();
	}

	@Test
	void aGateBehindAGuardLetsNobodyInWhileARuleIsMissing() throws IOException {
		String rule = "{\"SecurityGroupIngress\": [{%s, \"IpProtocol\": \"-1\"}]}".formatted(FROM_WEB);

		assertThat(connect(template("{}", rule, ""))).isEqualTo("hello");
		assertThat(this.events.since(0)).isEmpty();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> connect(template("{}", "{}", "")));
		assertThat(this.events.since(0)).extracting(Event::kind, Event::subject, Event::message)
			.containsExactly(Tuple.tuple(Event.Kind.REFUSED, "Database",
					"Server may not connect to Database: no ingress rule of Data lets Web in on port 5432"));
	}

	@Test
	void aFunctionInTheNetworkThatMayNotConnectKeepsEverybodyOut() throws IOException {
		String data = "{\"SecurityGroupIngress\": [{%s, \"IpProtocol\": \"-1\"}]}".formatted(FROM_WEB);
		String function = """
				, "Function": {"Type": "AWS::Lambda::Function", "Properties": {%s}}""";

		assertThat(connect(template("{}", data, function.formatted("")))).isEqualTo("hello");
		String inside = function.formatted("\"VpcConfig\": {\"SecurityGroupIds\": [{\"Ref\": \"Data\"}]}");
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> connect(template("{}", data, inside)));
		assertThat(this.events.since(0)).extracting(Event::message)
			.containsExactly("Function may not connect to Database: no ingress rule of Data lets Data in on port 5432");
	}

	private String connect(StackTemplate template) throws IOException {
		try (ServerSocket database = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Gate gate = Gate.open(0,
						new SecurityGroups(template).guard(resource(template, "Database"), 5432, this.events,
								() -> (InetSocketAddress) database.getLocalSocketAddress()));
				Socket client = new Socket(InetAddress.getLoopbackAddress(), gate.port())) {
			CompletableFuture.runAsync(() -> greet(database));
			return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static void greet(ServerSocket server) {
		try (Socket accepted = server.accept()) {
			accepted.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			// Nobody came.
		}
	}

	private static int[] openPorts(String rules) {
		StackTemplate template = template("{\"SecurityGroupIngress\": [%s]}".formatted(rules), "{}", "");
		return new SecurityGroups(template).openPorts(resource(template, "Server")).toArray();
	}

	private static @Nullable String refusal(StackTemplate template) {
		return new SecurityGroups(template).refusal(resource(template, "Server"), resource(template, "Database"), 5432);
	}

	private static Resource resource(StackTemplate template, String id) {
		return template.resources().stream().filter((each) -> each.logicalId().equals(id)).findFirst().orElseThrow();
	}

	private static StackTemplate template(String web, String data, String more) {
		ObjectNode json = JsonMapper.shared()
			.readValue("""
					{"Web": {"Type": "AWS::EC2::SecurityGroup", "Properties": %s},
					"Data": {"Type": "AWS::EC2::SecurityGroup", "Properties": %s},
					"Server": {"Type": "AWS::EC2::Instance", "Properties": {"NetworkInterfaces": [
						{"GroupSet": [{"Fn::GetAtt": ["Web", "GroupId"]}]}]}},
					"Database": {"Type": "AWS::RDS::DBCluster", "Properties": {
						"VpcSecurityGroupIds": [{"Fn::GetAtt": ["Data", "GroupId"]}]}} %s}""".formatted(web, data,
					more), ObjectNode.class);
		List<Resource> resources = json.properties()
			.stream()
			.map((entry) -> new Resource(entry.getKey(), entry.getValue().path("Type").asString(),
					"Stack/" + entry.getKey() + "/Resource", entry.getValue()))
			.toList();
		return new StackTemplate("Stack", Path.of("Stack.template.json"), json, resources);
	}

}
