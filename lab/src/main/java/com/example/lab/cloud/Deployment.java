package com.example.lab.cloud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.network.Ports;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The deployment of one stack to LocalStack by CloudFormation. */
final class Deployment {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	private static final String FALLBACK = "deployed as a fallback";

	/**
	 * A parameter that goes into an output: LocalStack says UPDATE_COMPLETE a moment
	 * before a stack has its new outputs, and this one distinguishes them from the old.
	 */
	private static final String REVISION = "LabRevision";

	private final CloudFormationClient cloudFormation;

	private final String stack;

	private final Events events;

	private int revision = 1;

	private final Set<String> told = new HashSet<>();

	Deployment(CloudFormationClient cloudFormation, String stack, Events events) {
		this.cloudFormation = cloudFormation;
		this.stack = stack;
		this.events = events;
	}

	/**
	 * Creates the stack.
	 * @return its outputs
	 * @throws DeploymentException if a resource fails, or LocalStack only pretends to
	 * make it
	 */
	Map<String, String> create(String template) {
		this.cloudFormation.createStack((request) -> request.stackName(this.stack)
			.templateBody(withRevision(template))
			.capabilities(Capability.CAPABILITY_IAM, Capability.CAPABILITY_NAMED_IAM));
		return await("CREATE_COMPLETE");
	}

	/**
	 * Updates the stack with another template or other parameters.
	 * @return its outputs
	 * @throws DeploymentException as {@link #create}
	 */
	Map<String, String> update(String template, Map<String, String> parameters) {
		this.revision++;
		List<Parameter> list = new ArrayList<>(List.of(parameter(REVISION, Integer.toString(this.revision))));
		parameters.forEach((name, value) -> list.add(parameter(name, value)));
		try {
			this.cloudFormation.updateStack((request) -> request.stackName(this.stack)
				.templateBody(withRevision(template))
				.parameters(list)
				.capabilities(Capability.CAPABILITY_IAM, Capability.CAPABILITY_NAMED_IAM));
		}
		catch (CloudFormationException ex) {
			throw new DeploymentException("CloudFormation refuses the template of %s: %s".formatted(this.stack,
					ex.awsErrorDetails().errorMessage()));
		}
		return await("UPDATE_COMPLETE");
	}

	private static Parameter parameter(String name, String value) {
		return Parameter.builder().parameterKey(name).parameterValue(value).build();
	}

	private static String withRevision(String template) {
		ObjectNode json = JsonMapper.shared().readValue(template, ObjectNode.class);
		json.withObjectProperty("Parameters").putObject(REVISION).put("Type", "String").put("Default", "1");
		json.withObjectProperty("Outputs").putObject(REVISION).putObject("Value").put("Ref", REVISION);
		return json.toString();
	}

	private Map<String, String> await(String wanted) {
		long end = System.nanoTime() + LIMIT.toNanos();
		while (true) {
			Stack now = this.cloudFormation.describeStacks((request) -> request.stackName(this.stack)).stacks().get(0);
			String status = now.stackStatusAsString();
			Map<String, String> outputs = now.outputs()
				.stream()
				.collect(Collectors.toMap(Output::outputKey, Output::outputValue));
			if (status.equals(wanted) && Integer.toString(this.revision).equals(outputs.remove(REVISION))) {
				refuseFallbacks();
				return outputs;
			}
			if (!status.equals(wanted) && !status.endsWith("IN_PROGRESS")) {
				throw new DeploymentException(
						"CloudFormation says %s for %s: %s".formatted(status, this.stack, failures()));
			}
			if (System.nanoTime() > end) {
				throw new DeploymentException("CloudFormation still says %s for %s after %d s".formatted(status,
						this.stack, LIMIT.toSeconds()));
			}
			Ports.pause();
		}
	}

	private void refuseFallbacks() {
		List<StackEvent> seen = stackEvents();
		seen.stream().filter((event) -> reason(event).contains(FALLBACK)).findFirst().ifPresent((event) -> {
			throw new DeploymentException("LocalStack does not really create %s (%s): remove the type from its list"
				.formatted(event.logicalResourceId(), event.resourceType()));
		});
		seen.stream()
			.filter((event) -> event.resourceStatusAsString().matches("(CREATE|UPDATE)_COMPLETE"))
			.filter((event) -> !event.resourceType().equals("AWS::CloudFormation::Stack"))
			.filter((event) -> this.told.add(event.eventId()))
			.forEach((event) -> this.events.publish(Event.Kind.DEPLOYED, event.logicalResourceId(),
					event.resourceType()));
	}

	private String failures() {
		return stackEvents().stream()
			.filter((event) -> event.resourceStatusAsString().endsWith("FAILED"))
			.map((event) -> "%s (%s): %s".formatted(event.logicalResourceId(), event.resourceType(), reason(event)))
			.distinct()
			.collect(Collectors.joining("; "));
	}

	private List<StackEvent> stackEvents() {
		try {
			return this.cloudFormation.describeStackEvents((request) -> request.stackName(this.stack)).stackEvents();
		}
		catch (CloudFormationException ex) {
			return List.of();
		}
	}

	private static String reason(StackEvent event) {
		return (event.resourceStatusReason() != null) ? event.resourceStatusReason() : "";
	}

}
