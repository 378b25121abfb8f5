package com.example.lab.aws.ec2;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
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
import com.example.lab.assembly.Runner;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.box.SmallServer;
import com.example.lab.cloud.LedgerEntry;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import com.example.lab.process.Folders;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.assertj.core.groups.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The instance of an assembly that the CDK made, which is among the test resources. */
@ExtendWith(SharedLocalStack.class)
@Timeout(90)
class Ec2InstanceTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final String BUCKET = "cdk-hnb659fds-assets-000000000000-us-east-1";

	private final Events events = new Events();

	private final Processes processes;

	private final Path home;

	private final Path disk;

	private final StackTemplate template;

	private final Assembly assembly;

	private final LabContext lab;

	private final LocalStack localStack;

	Ec2InstanceTests(@TempDir Path temporary, LocalStack localStack) throws Exception {
		this.home = temporary.resolve("run");
		this.disk = this.home.resolve("disks/Server");
		this.processes = new Processes(temporary.resolve("logs"));
		this.localStack = localStack;
		Path folder = temporary.resolve("assembly");
		URI fixture = Objects.requireNonNull(Ec2InstanceTests.class.getResource("assembly")).toURI();
		Folders.copy(Path.of(fixture), folder);
		JsonNode assets = JsonMapper.shared().readTree(folder.resolve("Web.assets.json")).path("files");
		for (JsonNode asset : assets) {
			String file = asset.path("source").path("path").asString();
			if (file.endsWith(".jar")) {
				SmallServer.jar(folder.resolve(file));
			}
		}
		this.assembly = Assembly.read(folder);
		this.template = this.assembly.stacks().get(0);
		this.lab = new LabContext(this.home, temporary.resolve("cache"), this.processes, this.events, new LabClock(1),
				Map.of(), true)
			.in(this.template);
		this.lab.connect(localStack);
	}

	@AfterEach
	void end() {
		this.processes.close();
	}

	@Test
	void runsWhatTheInitMetadataDescribes() throws Exception {
		try (LocalCloud cloud = LocalCloud.start(this.assembly, List.of(), this.lab, this.localStack)) {
			awaitHealthy(0);

			assertThat(ask(cloud.url())).contains("AWS_ENDPOINT_URL=" + this.localStack.endpoint(),
					"AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=" + this.localStack.account(),
					"DATABASE=jdbc:postgresql://database.example.com");
			assertThat(cloud.outputs().get("Name")).isEqualTo(cloud.url().toString());
			assertThat(this.disk.resolve("etc/web/settings.json")).content()
				.contains("\"region\":\"us-east-1\"", "\"list\":[\"a\",\"b\"]");
			assertThat(this.disk.resolve("etc/web/environment")).content().containsPattern("GROUP=\\S+Log");
			assertThat(this.disk.resolve("etc/pki/rds.pem"))
				.hasSameTextualContentAs(this.lab.certificateAuthority().certificate());
			assertThat(cloud.ledger()).extracting(LedgerEntry::type, LedgerEntry::runner)
				.contains(Tuple.tuple("AWS::EC2::Instance", Runner.STAND_IN),
						Tuple.tuple("AWS::EC2::VPCEndpoint", Runner.LOCALSTACK),
						Tuple.tuple("AWS::IAM::InstanceProfile", Runner.LOCALSTACK),
						Tuple.tuple("AWS::EC2::SecurityGroupIngress", Runner.INERT));

			Files.writeString(this.disk.resolve("etc/left"), "by the old instance");
			long position = this.events.position();
			cloud.drill("Server", "replace", "");
			awaitHealthy(position);
			assertThat(this.disk.resolve("etc/left")).doesNotExist();
			assertThat(ask(cloud.url())).contains("AWS_REGION");
			losesItsPowerWithItsZone(cloud);
		}
	}

	private void losesItsPowerWithItsZone(LocalCloud cloud) throws Exception {
		long begin = this.events.position();
		assertThatIllegalArgumentException().isThrownBy(() -> cloud.drill("zone-down", "b", ""))
			.withMessageContaining("There is no drill b for zone-down.")
			.withMessageContaining("zone-down a; zone-up a");
		cloud.drill("zone-down", "a", "");
		Awaitility.await().atMost(SOON).until(() -> this.processes.running().isEmpty());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> ask(cloud.url()));
		cloud.drill("zone-down", "a", "");

		long position = this.events.position();
		cloud.drill("zone-up", "a", "");
		awaitHealthy(position);
		assertThat(ask(cloud.url())).contains("AWS_REGION");
		assertThat(this.events.since(begin)).extracting(Event::message)
			.contains("zone us-east-1a loses its power", "zone us-east-1a has power again")
			.filteredOn("lost its power"::equals)
			.hasSize(1);

		// What was off before stays off.
		cloud.drill("Server", "power-off", "");
		cloud.drill("zone-down", "a", "");
		cloud.drill("zone-up", "a", "");
		Awaitility.await().atMost(SOON).until(() -> this.processes.running().isEmpty());
	}

	@Test
	void opensToThisComputerWhatItsGroupsOpenToTheWorld() {
		Ec2Instance instance = instance();

		assertThat(instance.address()).matches("80 at 127.0.0.1:\\d+");
		assertThat(instance.attribute("PublicIp")).isEqualTo(instance.attribute("PublicDnsName"))
			.isEqualTo(instance.address().replace("80 at ", ""));
		assertThat(instance.attribute("PrivateIp")).isEqualTo("127.0.0.1");
		assertThat(instance.attribute("AvailabilityZone")).isEqualTo("us-east-1a");
		assertThat(instance.ref()).matches("i-[0-9a-f]{17}").isEqualTo(instance.attribute("InstanceId"));
		assertThatIllegalArgumentException().isThrownBy(() -> instance.attribute("Colour"))
			.withMessageContaining("has no Colour here");
		instance.close();
	}

	@Test
	void withoutAnInstanceProfileThereAreNoKeys() throws Exception {
		Path jar = SmallServer.jar(this.home.resolveSibling("server.jar"));
		Ec2Instance instance = instance();
		instance.metadata(metadata("\"/etc/systemd/system/web.service\": {\"content\": \"[Service]\\n"
				+ "Environment=SERVER_PORT=80\\nExecStart=/usr/bin/java -jar /opt/web.jar\\n\"}"));
		Files.createDirectories(this.disk.resolve("opt"));
		Files.copy(jar, this.disk.resolve("opt/web.jar"));

		instance.start(json("{\"UserData\": \"%s\"}".formatted(userData("cfn-init --resource Server"))));
		awaitHealthy(0);

		assertThat(ask(URI.create("http://" + instance.attribute("PublicIp"))))
			.contains("AWS_ENDPOINT_URL", "AWS_EC2_METADATA_DISABLED=true")
			.doesNotContain("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
		instance.close();
	}

	@Test
	void theUserDataMustApplyTheMetadata() {
		Ec2Instance instance = instance();
		instance.metadata(metadata(""));
		String id = "Its user data does not call cfn-init with --resource Server";

		for (String script : new String[] { "", "echo Server", "cfn-init --resource Server2",
				"cfn-init\ncfn-signal --resource Server" }) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> instance.start(json("{\"UserData\": \"%s\"}".formatted(userData(script)))))
				.withMessageContaining(id);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> instance.start(json("{\"UserData\": \"#!/bin/bash\"}")))
			.withMessage("Its user data is not in Base64, as EC2 requires it");
		instance.close();
	}

	@Test
	void refusesDownloadsThatWouldFailOnAws() {
		String address = "https://s3.us-east-1.amazonaws.com/%s/a.jar".formatted(BUCKET);
		JsonNode granted = json("""
				{"A": {"type": "S3", "roleName": "Role", "buckets": ["%s"]}}""".formatted(BUCKET));
		Path target = this.home.resolve("a.jar");

		assertThatIllegalArgumentException().isThrownBy(() -> downloads(json("{}"), true).fetch(address, target))
			.withMessageContaining("AWS::CloudFormation::Authentication names no role for bucket " + BUCKET);
		assertThatIllegalArgumentException().isThrownBy(() -> downloads(granted, false).fetch(address, target))
			.withMessageContaining("has no instance profile");
		this.localStack.s3().createBucket((request) -> request.bucket(BUCKET));
		assertThatIllegalArgumentException().isThrownBy(() -> downloads(granted, true).fetch(address, target))
			.withMessage("S3 has no a.jar in %s (NoSuchKey)".formatted(BUCKET));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> downloads(granted, true).fetch("https://example.com/a.jar", target))
			.withMessageContaining("downloads nothing from https://example.com/a.jar");
	}

	private Downloads downloads(JsonNode authentication, boolean role) {
		return new Downloads(this.lab, authentication, role);
	}

	/**
	 * With another logical id, so that the tests need not know the CDK's.
	 */
	private Ec2Instance instance() {
		return this.template.resources()
			.stream()
			.filter((resource) -> resource.type().equals("AWS::EC2::Instance"))
			.map((resource) -> new Resource("Server", resource.type(), resource.path(), resource.json()))
			.map((resource) -> new Ec2Instance(resource, this.lab))
			.findFirst()
			.orElseThrow();
	}

	private static JsonNode metadata(String files) {
		return json("""
				{"AWS::CloudFormation::Init": {"config": {"files": {%s},
				"services": {"systemd": {%s}}}}}""".formatted(files,
				files.isEmpty() ? "" : "\"web\": {\"enabled\": true, \"ensureRunning\": true}"));
	}

	private static String userData(String script) {
		return Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
	}

	private void awaitHealthy(long position) throws InterruptedException {
		this.events.await(position, (event) -> event.kind() == Event.Kind.HEALTHY, SOON);
	}

	private static String ask(URI address) throws IOException {
		try (Socket socket = new Socket(address.getHost(), address.getPort())) {
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

}
