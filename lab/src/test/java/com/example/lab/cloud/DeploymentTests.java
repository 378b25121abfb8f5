package com.example.lab.cloud;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeploymentTests {

	private static final String TEMPLATE = "{\"Parameters\": {\"ReleaseUrl\": {\"Type\": \"String\"}}, \"Resources\": {}}";

	private final Events events = new Events();

	private final ScriptedCloudFormation cloudFormation = new ScriptedCloudFormation();

	private final Deployment deployment = new Deployment(this.cloudFormation, "Stack", this.events);

	@Test
	void waitsUntilTheStackIsMade() {
		this.cloudFormation.says("CREATE_IN_PROGRESS").says("CREATE_COMPLETE", "LabRevision", "1", "Bucket", "b");

		assertThat(this.deployment.create(TEMPLATE)).isEqualTo(Map.of("Bucket", "b"));
		JsonNode sent = JsonMapper.shared().readTree(this.cloudFormation.template);
		assertThat(sent.path("Parameters").propertyNames()).containsExactly("ReleaseUrl", "LabRevision");
	}

	@Test
	void waitsForTheOutputsOfAnUpdate() {
		// As LocalStack does it: complete, and for a moment still the outputs from
		// before.
		this.cloudFormation.says("UPDATE_IN_PROGRESS", "LabRevision", "1", "Bucket", "b")
			.says("UPDATE_COMPLETE", "LabRevision", "1", "Bucket", "b")
			.says("UPDATE_COMPLETE", "LabRevision", "2", "Bucket", "b", "Url", "u");

		assertThat(this.deployment.update(TEMPLATE, Map.of("ReleaseUrl", "r")))
			.isEqualTo(Map.of("Bucket", "b", "Url", "u"));
		assertThat(this.cloudFormation.parameters).containsExactlyInAnyOrder("ReleaseUrl=r", "LabRevision=2");
	}

	@Test
	void saysWhatFailed() {
		this.cloudFormation.says("CREATE_FAILED");
		this.cloudFormation.happened("1", "Queue", "AWS::SQS::Queue", "CREATE_FAILED", "the name is taken");

		assertThatExceptionOfType(DeploymentException.class).isThrownBy(() -> this.deployment.create(TEMPLATE))
			.withMessage("CloudFormation says CREATE_FAILED for Stack: Queue (AWS::SQS::Queue): the name is taken");
	}

	@Test
	void refusesTypesThatLocalStackDoesNotReallyCreate() {
		this.cloudFormation.says("CREATE_COMPLETE", "LabRevision", "1");
		this.cloudFormation.happened("1", "Stream", "AWS::MSK::Cluster", "CREATE_COMPLETE",
				"Resource type AWS::MSK::Cluster is not supported but was deployed as a fallback");

		assertThatExceptionOfType(DeploymentException.class).isThrownBy(() -> this.deployment.create(TEMPLATE))
			.withMessageContaining("does not really create Stream (AWS::MSK::Cluster)");
	}

	@Test
	void reportsEachResourceOnce() {
		this.cloudFormation.happened("1", "Bucket", "AWS::S3::Bucket", "CREATE_COMPLETE", null);
		this.cloudFormation.happened("2", "Stack", "AWS::CloudFormation::Stack", "CREATE_COMPLETE", null);
		this.cloudFormation.says("CREATE_COMPLETE", "LabRevision", "1").says("UPDATE_COMPLETE", "LabRevision", "2");

		this.deployment.create(TEMPLATE);
		this.deployment.update(TEMPLATE, Map.of());

		assertThat(this.events.since(0)).extracting(Event::kind, Event::subject, Event::message)
			.containsExactly(Tuple.tuple(Event.Kind.DEPLOYED, "Bucket", "AWS::S3::Bucket"));
	}

	/** Answers what the test wrote down, in its order. */
	private static final class ScriptedCloudFormation implements CloudFormationClient {

		private final Deque<Stack> answers = new ArrayDeque<>();

		private final List<StackEvent> happened = new ArrayList<>();

		private String template = "";

		private List<String> parameters = List.of();

		ScriptedCloudFormation says(String status, String... outputs) {
			List<Output> list = new ArrayList<>();
			for (int i = 0; i < outputs.length; i += 2) {
				list.add(Output.builder().outputKey(outputs[i]).outputValue(outputs[i + 1]).build());
			}
			this.answers.add(Stack.builder().stackStatus(status).outputs(list).build());
			return this;
		}

		void happened(String id, String resource, String type, String status, @Nullable String reason) {
			this.happened.add(StackEvent.builder()
				.eventId(id)
				.logicalResourceId(resource)
				.resourceType(type)
				.resourceStatus(status)
				.resourceStatusReason(reason)
				.build());
		}

		@Override
		public CreateStackResponse createStack(CreateStackRequest request) {
			this.template = request.templateBody();
			return CreateStackResponse.builder().build();
		}

		@Override
		public UpdateStackResponse updateStack(UpdateStackRequest request) {
			this.parameters = request.parameters()
				.stream()
				.map((parameter) -> parameter.parameterKey() + "=" + parameter.parameterValue())
				.toList();
			return UpdateStackResponse.builder().build();
		}

		@Override
		public DescribeStacksResponse describeStacks(DescribeStacksRequest request) {
			return DescribeStacksResponse.builder().stacks(Objects.requireNonNull(this.answers.poll())).build();
		}

		@Override
		public DescribeStackEventsResponse describeStackEvents(DescribeStackEventsRequest request) {
			return DescribeStackEventsResponse.builder().stackEvents(this.happened).build();
		}

		@Override
		public String serviceName() {
			return SERVICE_NAME;
		}

		@Override
		public void close() {
			// Nothing is open.
		}

	}

}
