package com.example.lab.box;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(SharedLocalStack.class)
@Timeout(60)
class CloudWatchAgentTests {

	private static final String GROUP = "group-" + System.nanoTime();

	private static final String FILE = """
			{"file_path": "/var/log/a.log", "log_group_name": "%s", "log_stream_name": "{instance_id}"}""";

	private final Processes processes;

	private final Events events = new Events();

	private final Box box;

	private final CloudWatchLogsClient logs;

	CloudWatchAgentTests(@TempDir Path temporary, LocalStack localStack) throws Exception {
		this.processes = new Processes(temporary.resolve("logs"));
		LabContext lab = new LabContext(temporary, Path.of("target/cache"), this.processes, this.events,
				new LabClock(1), Map.of(), true);
		lab.connect(localStack);
		this.box = new Box("Server", lab);
		this.logs = localStack.client(CloudWatchLogsClient.builder());
		Files.createDirectories(this.box.host().disk().at("/var/log"));
	}

	@AfterEach
	void end() {
		this.box.kill();
		this.processes.close();
	}

	@Test
	void sendsWholeLinesOnceAndContinuesAfterARestart() throws Exception {
		this.logs.createLogGroup((request) -> request.logGroupName(GROUP));
		configure(FILE.formatted(GROUP));
		this.box.instanceId("i-1");
		CloudWatchAgent agent = new CloudWatchAgent(this.box.host());
		append("one\ntwo\nhalf");

		agent.start();
		Awaitility.await().until(() -> sent("i-1").equals(List.of("one", "two")));
		append(" a line\n");
		agent.stop();

		assertThat(sent("i-1")).containsExactly("one", "two", "half a line");
		agent.start();
		append("three\n");
		agent.stop();
		assertThat(sent("i-1")).containsExactly("one", "two", "half a line", "three");
	}

	@Test
	void readsATruncatedFileFromItsBeginning() throws Exception {
		configure(FILE.formatted(GROUP + "-rolled"));
		this.logs.createLogGroup((request) -> request.logGroupName(GROUP + "-rolled"));
		this.box.instanceId("i-2");
		CloudWatchAgent agent = new CloudWatchAgent(this.box.host());
		append("a long first line\n");
		agent.start();
		agent.stop();
		Files.delete(this.box.host().disk().at("/var/log/a.log"));
		append("new\n");
		agent.start();
		agent.stop();

		assertThat(this.logs.getLogEvents((request) -> request.logGroupName(GROUP + "-rolled").logStreamName("i-2"))
			.events()).extracting(OutputLogEvent::message).containsExactly("a long first line", "new");
	}

	@Test
	void aMissingLogGroupIsSaidOnceAndLosesNothing() throws Exception {
		String later = GROUP + "-later";
		configure(FILE.formatted(later));
		this.box.instanceId("i-3");
		CloudWatchAgent agent = new CloudWatchAgent(this.box.host());
		append("early\n");
		agent.start();
		this.events.await(0, (event) -> event.message().contains("cannot send a.log"), Duration.ofSeconds(20));
		this.logs.createLogGroup((request) -> request.logGroupName(later));
		agent.stop();

		assertThat(this.logs.getLogEvents((request) -> request.logGroupName(later).logStreamName("i-3")).events())
			.extracting(OutputLogEvent::message)
			.containsExactly("early");
	}

	@Test
	void refusesUnsupportedProperties() throws Exception {
		assertThatIllegalArgumentException().isThrownBy(() -> new CloudWatchAgent(this.box.host()).start())
			.withMessageContaining("there is no /opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json");
		configure("{\"file_path\": \"/var/log/a.log\", \"log_group_name\": \"a\", \"timestamp_format\": \"%H\"}");
		assertThatIllegalArgumentException().isThrownBy(() -> new CloudWatchAgent(this.box.host()).start())
			.withMessageContaining("timestamp_format");
	}

	private void configure(String file) throws Exception {
		Path configuration = this.box.host()
			.disk()
			.at("/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json");
		Files.createDirectories(configuration.getParent());
		Files.writeString(configuration,
				"{\"logs\": {\"logs_collected\": {\"files\": {\"collect_list\": [%s]}}}}".formatted(file));
	}

	private void append(String text) throws Exception {
		Files.writeString(this.box.host().disk().at("/var/log/a.log"), text, StandardOpenOption.CREATE,
				StandardOpenOption.APPEND);
	}

	private List<String> sent(String stream) {
		return this.logs.describeLogStreams((request) -> request.logGroupName(GROUP))
			.logStreams()
			.stream()
			.filter((found) -> found.logStreamName().equals(stream))
			.flatMap((found) -> this.logs
				.getLogEvents((request) -> request.logGroupName(GROUP).logStreamName(stream).startFromHead(true))
				.events()
				.stream())
			.map(OutputLogEvent::message)
			.toList();
	}

}
