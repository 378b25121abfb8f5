package com.example.postcards.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ServerInitTests {

	@Test
	void installsJava25() {
		installs("packages", Match
			.objectLike(Map.of("yum", Match.objectLike(Map.of("java-25-amazon-corretto-headless", List.of())))));
	}

	@Test
	void downloadsTheReleaseFromTheAssets() {
		hasFile("/opt/postcards/postcards.jar", Map.of("source", Map.of("Fn::Sub", Match.stringLikeRegexp(
				"https://s3\\.\\$\\{AWS::Region}\\.\\$\\{AWS::URLSuffix}/cdk-hnb659fds-assets-.*/[0-9a-f]{64}\\.jar"))));
	}

	@Test
	void downloadsTheCertificatesOfTheDatabase() {
		hasFile("/etc/postcards/global-bundle.pem",
				Map.of("source", "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"));
	}

	@Test
	void environmentNamesTheServerAndThePathOfItsSettings() {
		hasFile("/etc/postcards/postcards.env",
				Map.of("content", Map.of("Fn::Join", List.of("", List.of("AWS_REGION=", Map.of("Ref", "AWS::Region"),
						"\nSERVER_PORT=8080\nMANAGEMENT_SERVER_PORT=9000\nPOSTCARDS_PARAMETERS=/",
						Map.of("Ref", "AWS::StackName"), "/\nPOSTCARDS_INSTANCE=", Map.of("Ref", "AWS::StackName"),
						"-ServerA\nPOSTCARDS_ZONE=", Map.of("Fn::Select", List.of(0, Map.of("Fn::GetAZs", ""))),
						"\nSPRING_DATASOURCE_HIKARI_DATASOURCEPROPERTIES_SSLROOTCERT=/etc/postcards/global-bundle.pem\n"
								+ "LOGGING_FILE_NAME=/var/log/postcards/postcards.log\n"
								+ "LOGGING_STRUCTURED_FORMAT_FILE=logstash\n")))));
	}

	@Test
	void unitRunsTheReleaseAsAUserOfItsOwn() {
		installs("users", Map.of("postcards", Map.of("homeDir", "/var/lib/postcards")));
		hasFile("/etc/systemd/system/postcards.service", Map
			.of("content", Match.stringLikeRegexp("[^]*\nUser=postcards\n[^]*\n"
					+ "ExecStart=/usr/bin/java .*-jar /opt/postcards/postcards\\.jar\n[^]*\nNoNewPrivileges=yes\n")));
	}

	@Test
	void nothingCutsTheDrainShort() throws IOException {
		LoadBalancer balancer = (LoadBalancer) Synthesis.stack().getNode().findChild("LoadBalancer");
		int drain = balancer.drain().toSeconds().intValue();
		int phase = seconds("../app/src/main/resources/application.yaml", "timeout-per-shutdown-phase: (\\d+)s");
		assertThat(phase).isGreaterThan(drain);
		assertThat(seconds("src/main/resources/postcards.service", "TimeoutStopSec=(\\d+)"))
			.isGreaterThan(drain + phase);
	}

	private static int seconds(String file, String pattern) throws IOException {
		Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
		assertThat(matcher.find()).isTrue();
		return Integer.parseInt(matcher.group(1));
	}

	@Test
	void theApplicationTakesAShareOfTheServersMemory() {
		hasFile("/etc/systemd/system/postcards.service",
				Map.of("content", Match.stringLikeRegexp("[^]* -XX:MaxRAMPercentage=50 [^]*\nMemoryMax=85%\n")));
	}

	@Test
	void startsTheUnitAtEachBoot() {
		installs("services", Match.objectLike(Map.of("systemd",
				Match.objectLike(Map.of("postcards", Map.of("enabled", true, "ensureRunning", true))))));
	}

	@Test
	void agentSendsTheLogsToTheLogGroup() {
		installs("packages",
				Match.objectLike(Map.of("yum", Match.objectLike(Map.of("amazon-cloudwatch-agent", List.of())))));
		hasFile("/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json",
				Map.of("content",
						Map.of("logs",
								Map.of("logs_collected", Map.of("files", Map.of("collect_list",
										List.of(Map.of("file_path", "/var/log/postcards/postcards.log",
												"log_group_name", Map.of("Ref", Match.stringLikeRegexp("^Logs")),
												"log_stream_name", "{instance_id}"))))))));
		installs("services", Match.objectLike(Map.of("systemd",
				Match.objectLike(Map.of("amazon-cloudwatch-agent", Map.of("enabled", true, "ensureRunning", true))))));
	}

	@Test
	void isDoneOnceTheApplicationAnswers() {
		hasInit("configSets", Map.of("default", List.of("install", "verify")));
		hasInit("verify", Map.of("commands", Map.of("answers", Map.of("command",
				Match.arrayWith(List.of("curl", "--retry-connrefused", "http://localhost:8080/readyz"))))));
	}

	@Test
	void missingReleaseIsReported() {
		App app = Synthesis.app(Map.of("release", "target/missing.jar"), null);
		assertThatIllegalArgumentException().isThrownBy(() -> PostcardsApp.stack(app))
			.withMessageContainingAll("There is no release at /", "target/missing.jar", "-c release=");
	}

	private static void installs(String key, Object value) {
		hasInit("install", Match.objectLike(Map.of(key, value)));
	}

	private static void hasFile(String path, Map<String, Object> file) {
		installs("files", Match.objectLike(Map.of(path, Match.objectLike(file))));
	}

	private static void hasInit(String key, Object value) {
		Synthesis.TEMPLATE.hasResource("AWS::EC2::Instance", Map.of("Metadata",
				Match.objectLike(Map.of("AWS::CloudFormation::Init", Match.objectLike(Map.of(key, value))))));
	}

}
