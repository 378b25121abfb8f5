package com.example.lab.cloud;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.aws.ec2.Ec2Instance;
import com.example.lab.aws.lambda.LambdaFunction;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One database and four clients that all find it at the same address: {@code Web} is in a
 * group that the database lets in, {@code Member} in one of the database's own, which
 * refers to itself; {@code Batch} and {@code Function} are in a group without a rule.
 */
@ExtendWith(SharedLocalStack.class)
@Timeout(120)
class ClientsDeploymentTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final String BUCKET = "knock";

	private static final String GROUP = """
			"%s": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "%1$s"}},
			""";

	private static final String RULE = """
			"%s": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {
				"GroupId": {"Fn::GetAtt": ["%s", "GroupId"]}, "SourceSecurityGroupId": {"Fn::GetAtt": ["%s", "GroupId"]},
				"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}},
			""";

	private static final String ADDRESS = """
			{"Fn::GetAtt": ["Database", "Endpoint.Address"]}, ":", {"Fn::GetAtt": ["Database", "Endpoint.Port"]}""";

	private static final String INSTANCE = """
			"%1$s": {"Type": "AWS::EC2::Instance", "Properties": {
				"UserData": {"Fn::Base64": "cfn-init --resource %1$s"},
				"SecurityGroupIds": [{"Fn::GetAtt": ["%2$s", "GroupId"]}]},
				"Metadata": {"AWS::CloudFormation::Init": {"config": {
					"files": {
						"/opt/knocker.jar": {"encoding": "base64", "content": "%3$s"},
						"/etc/systemd/system/knocker.service": {"content": {"Fn::Join": ["", [
							"[Service]\\nEnvironment=SERVER_PORT=8080 DATABASE=", %4$s,
							"\\nExecStart=/usr/bin/java -jar /opt/knocker.jar\\n"]]}}},
					"services": {"systemd": {"knocker": {"enabled": true, "ensureRunning": true}}}}}}},
			""";

	private static final String REST = """
			"Function": {"Type": "AWS::Lambda::Function", "Properties": {
				"Runtime": "java17", "Handler": "com.example.lab.cloud.KnockFunction::handleRequest", "Timeout": 20,
				"Code": {"S3Bucket": "knock", "S3Key": "knock.zip"},
				"Environment": {"Variables": {"DATABASE": {"Fn::Join": ["", [%s]]}}},
				"VpcConfig": {"SecurityGroupIds": [{"Fn::GetAtt": ["BatchGroup", "GroupId"]}]}}},
			"Database": {"Type": "AWS::RDS::DBInstance", "Properties": {
				"Engine": "postgres", "EngineVersion": "17", "DBInstanceClass": "db.t4g.micro",
				"AllocatedStorage": "20", "BackupRetentionPeriod": 0, "MasterUsername": "owner",
				"MasterUserPassword": "not a secret",
				"VPCSecurityGroups": [{"Fn::GetAtt": ["DataGroup", "GroupId"]}, {"Fn::GetAtt": ["OwnGroup", "GroupId"]}]}}
			""";

	private final Events events = new Events();

	@Test
	void acceptsOrRefusesEachClientByItsOwnGroups(@TempDir Path temporary, LocalStack localStack) throws Exception {
		localStack.s3().createBucket((request) -> request.bucket(BUCKET));
		localStack.s3()
			.putObject((request) -> request.bucket(BUCKET).key("knock.zip"),
					KnockFunction.zip(temporary.resolve("knock.zip")));
		try (Processes processes = new Processes(temporary.resolve("logs"))) {
			LabContext lab = new LabContext(temporary.resolve("run"), Path.of("target/cache"), processes, this.events,
					new LabClock(1), Map.of(), true);
			Assembly assembly = assembly(Knocker.jar(temporary.resolve("knocker.jar")));
			try (LocalCloud cloud = LocalCloud.start(assembly, List.of(), lab, localStack)) {
				assertThat(answer(cloud, "Web")).isEqualTo("S");
				assertThat(answer(cloud, "Member")).isEqualTo("S");
				assertThat(answer(cloud, "Batch")).isEqualTo("refused");
				assertThat(answer(cloud, "Batch")).isEqualTo("refused");
				assertThat(cloud.standIns(LambdaFunction.class).get(0).invoke("{}")).contains("refused");
				assertThat(answer(cloud, "Web")).isEqualTo("S");
				assertThat(Knocker.knock(cloud.detail("Database"))).isEqualTo("S");

				long position = this.events.position();
				cloud.drill("Batch", "restart", "");
				assertThat(answer(cloud, "Batch", position)).isEqualTo("refused");
			}
		}
		assertThat(this.events.since(0)).filteredOn((event) -> event.kind() == Event.Kind.REFUSED)
			.extracting(Event::message)
			.containsExactly(
					"Batch may not connect to Database: no ingress rule of DataGroup, OwnGroup lets BatchGroup in on port 5432",
					"Function may not connect to Database: no ingress rule of DataGroup, OwnGroup lets BatchGroup in on port 5432");
	}

	private String answer(LocalCloud cloud, String name) throws IOException, InterruptedException {
		return answer(cloud, name, 0);
	}

	private String answer(LocalCloud cloud, String name, long position) throws IOException, InterruptedException {
		this.events.await(position, (event) -> event.kind() == Event.Kind.HEALTHY && event.subject().equals(name),
				SOON);
		Ec2Instance instance = cloud.standIns(Ec2Instance.class)
			.stream()
			.filter((each) -> each.name().equals(name))
			.findFirst()
			.orElseThrow();
		InetSocketAddress address = Objects.requireNonNull(instance.listener(8080));
		try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static Assembly assembly(Path jar) throws IOException {
		String program = Base64.getEncoder().encodeToString(Files.readAllBytes(jar));
		String template = "{\"Resources\": {" + GROUP.formatted("WebGroup") + GROUP.formatted("BatchGroup")
				+ GROUP.formatted("DataGroup") + GROUP.formatted("OwnGroup")
				+ RULE.formatted("FromWeb", "DataGroup", "WebGroup") + RULE.formatted("FromOwn", "OwnGroup", "OwnGroup")
				+ INSTANCE.formatted("Web", "WebGroup", program, ADDRESS)
				+ INSTANCE.formatted("Batch", "BatchGroup", program, ADDRESS)
				+ INSTANCE.formatted("Member", "OwnGroup", program, ADDRESS) + REST.formatted(ADDRESS) + "}}";
		ObjectNode json = JsonMapper.shared().readValue(template, ObjectNode.class);
		String name = "Clients-" + Long.toHexString(System.nanoTime());
		List<Resource> resources = json.path("Resources")
			.properties()
			.stream()
			.map((entry) -> new Resource(entry.getKey(), entry.getValue().path("Type").asString(),
					name + "/" + entry.getKey(), entry.getValue()))
			.toList();
		return new Assembly(Path.of("."), List.of(new StackTemplate(name, Path.of("t.json"), json, resources)));
	}

}
