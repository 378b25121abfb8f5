package com.example.lab.aws.elb;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.example.lab.assembly.Assembly;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import com.example.lab.metric.CloudWatchData;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The alarms of an assembly that the CDK made, edited: on the state of the targets, with
 * a topic and a queue that is subscribed to it, and a composite alarm. A minute is a
 * second.
 */
@ExtendWith(SharedLocalStack.class)
@Timeout(120)
class BalancerAlarmTests {

	private static final Duration SOON = Duration.ofSeconds(40);

	private static final String ALARM = "Unhealthy9594204A";

	private final String stack = "alarmed-" + Long.toHexString(System.nanoTime());

	private final Events events = new Events();

	private final Processes processes;

	private final Path folder;

	private final LabContext lab;

	private final LocalStack localStack;

	BalancerAlarmTests(@TempDir Path temporary, LocalStack localStack) throws Exception {
		this.processes = new Processes(temporary.resolve("logs"));
		this.localStack = localStack;
		this.folder = temporary.resolve("assembly");
		WebServer.assembly(this.folder);
		Path manifest = this.folder.resolve("manifest.json");
		ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(manifest);
		((ObjectNode) json.path("artifacts").path("Web").path("properties")).put("stackName", this.stack);
		Files.writeString(manifest, json.toString());
		editTemplate();
		this.lab = new LabContext(temporary.resolve("run"), Path.of("target/cache"), this.processes, this.events,
				new LabClock(60), Map.of(), true);
	}

	@AfterEach
	void end() {
		this.processes.close();
	}

	@Test
	void anAlarmOnUnhealthyTargetsFollowsTheirState() throws Exception {
		try (LocalCloud cloud = LocalCloud.start(Assembly.read(this.folder), List.of(), this.lab, this.localStack);
				SqsClient sqs = this.localStack.client(SqsClient.builder())) {
			awaitAlarm(0, "Unhealthy", "OK");
			awaitAlarm(0, "Anything", "OK");
			assertThat(alarm(cloud).stateValueAsString()).isEqualTo("OK");
			String queue = Objects.requireNonNull(cloud.outputs().get("Queue"));

			long position = this.events.position();
			cloud.drill("ServerA", "power-off", "");
			Event alarmed = awaitAlarm(position, "Unhealthy", "ALARM");
			awaitAlarm(position, "Anything", "ALARM");
			assertThat(alarmed.message()).contains("were greater than or equal to the threshold (1.0)");
			assertThat(alarm(cloud).stateValueAsString()).isEqualTo("ALARM");
			assertThat(cloud.conditions()).contains("Unhealthy: ALARM");
			awaitNotification(sqs, queue, "ALARM");

			position = this.events.position();
			cloud.drill("ServerA", "boot", "");
			awaitAlarm(position, "Unhealthy", "OK");
			awaitAlarm(position, "Anything", "OK");
			awaitNotification(sqs, queue, "OK");
		}
	}

	@Test
	void localStackCountsEachRequestOnce() throws Exception {
		try (LocalCloud cloud = LocalCloud.start(Assembly.read(this.folder), List.of(), this.lab, this.localStack)) {
			awaitAlarm(0, "Unhealthy", "OK");
			for (int i = 0; i < 7; i++) {
				assertThat(status(cloud.url())).isEqualTo(200);
			}

			String balancer = cloud.standIns(LoadBalancer.class).get(0).attribute("LoadBalancerFullName");
			String group = cloud.standIns(TargetGroup.class).get(0).fullName();
			awaitRequests(Map.of("LoadBalancer", balancer), 7);
			awaitRequests(Map.of("LoadBalancer", balancer, "TargetGroup", group), 7);
		}
	}

	private void editTemplate() throws Exception {
		Path file = this.folder.resolve("Web.template.json");
		ObjectNode template = (ObjectNode) JsonMapper.shared()
			.readTree(Files.readString(file)
				.replace("\"HealthCheckIntervalSeconds\": 5", "\"HealthCheckIntervalSeconds\": 1"));
		ObjectNode resources = (ObjectNode) template.path("Resources");
		ObjectNode alarm = (ObjectNode) resources.path(ALARM).path("Properties");
		alarm.put("Period", 60).put("Statistic", "Maximum").put("TreatMissingData", "breaching");
		alarm.putArray("AlarmActions").addObject().put("Ref", "Topic");
		alarm.putArray("OKActions").addObject().put("Ref", "Topic");
		resources.setAll((ObjectNode) JsonMapper.shared()
			.readTree(
					"""
							{"Topic": {"Type": "AWS::SNS::Topic"}, "Queue": {"Type": "AWS::SQS::Queue"},
							"Subscription": {"Type": "AWS::SNS::Subscription", "Properties": {"Protocol": "sqs", "RawMessageDelivery": true,
							"TopicArn": {"Ref": "Topic"}, "Endpoint": {"Fn::GetAtt": ["Queue", "Arn"]}}},
							"Anything": {"Type": "AWS::CloudWatch::CompositeAlarm", "Properties": {"AlarmRule": {"Fn::Join": ["",
							["(ALARM(\\"", {"Fn::GetAtt": ["%s", "Arn"]}, "\\") OR ALARM(\\"", {"Ref": "ErrorsFA5270DE"}, "\\"))"]]}}}}"""
						.formatted(ALARM)));
		template.withObjectProperty("Outputs").putObject("Queue").putObject("Value").put("Ref", "Queue");
		Files.writeString(file, template.toString());
	}

	private Event awaitAlarm(long position, String subject, String state) throws InterruptedException {
		return this.events.await(position, (event) -> event.kind() == Event.Kind.ALARM
				&& event.subject().equals(subject) && event.message().startsWith(state + ": "), SOON);
	}

	private MetricAlarm alarm(LocalCloud cloud) {
		String name = cloud.detail("Unhealthy").replace("alarm ", "");
		try (CloudWatchClient cloudWatch = this.localStack.client(CloudWatchClient.builder())) {
			return cloudWatch.describeAlarms((request) -> request.alarmNames(name)).metricAlarms().get(0);
		}
	}

	private static void awaitNotification(SqsClient sqs, String queue, String state) {
		Awaitility.await(state).atMost(SOON).until(() -> {
			List<Message> messages = sqs
				.receiveMessage((request) -> request.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(1))
				.messages();
			messages.forEach((message) -> sqs
				.deleteMessage((request) -> request.queueUrl(queue).receiptHandle(message.receiptHandle())));
			return messages.stream()
				.map((message) -> JsonMapper.shared().readTree(message.body()))
				.anyMatch((body) -> body.path("NewStateValue").asString("").equals(state)
						&& body.path("AlarmName").asString("").contains("-Unhealthy"));
		});
	}

	private void awaitRequests(Map<String, String> dimensions, double count) {
		try (CloudWatchClient cloudWatch = this.localStack.client(CloudWatchClient.builder())) {
			Awaitility.await(dimensions.toString()).atMost(SOON).untilAsserted(() -> {
				Instant now = Instant.now();
				assertThat(cloudWatch
					.getMetricStatistics((request) -> request.namespace("AWS/ApplicationELB")
						.metricName("RequestCount")
						.dimensions(CloudWatchData.dimensions(dimensions))
						.statistics(Statistic.SUM)
						.period(3_600)
						.startTime(now.minusSeconds(3_000))
						.endTime(now.plusSeconds(600)))
					.datapoints()
					.stream()
					.mapToDouble(Datapoint::sum)
					.sum()).isEqualTo(count);
			});
		}
	}

	private int status(URI url) throws Exception {
		return HttpClient.newBuilder()
			.sslContext(this.lab.certificateAuthority().clientContext())
			.version(HttpClient.Version.HTTP_1_1)
			.build()
			.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding())
			.statusCode();
	}

}
