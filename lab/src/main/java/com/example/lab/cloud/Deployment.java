package com.example.lab.cloud;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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

/** The deployment of one stack to LocalStack by CloudFormation. */
final class Deployment {

	private static final Duration LIMIT = Duration.ofSeconds(120);

	private static final String FALLBACK = "deployed as a fallback";

	private final CloudFormationClient cloudFormation;

	private final String stack;

	private final String template;

	private final Events events;

	Deployment(CloudFormationClient cloudFormation, String stack, String template, Events events) {
		this.cloudFormation = cloudFormation;
		this.stack = stack;
		this.template = template;
		this.events = events;
	}

	/**
	 * Creates the stack.
	 * @return its outputs
	 * @throws DeploymentException if a resource fails, or LocalStack only pretends to
	 * make it
	 */
	Map<String, String> create() {
		this.cloudFormation.createStack((request) -> request.stackName(this.stack)
			.templateBody(this.template)
			.capabilities(Capability.CAPABILITY_IAM, Capability.CAPABILITY_NAMED_IAM));
		return await("CREATE_COMPLETE");
	}

	/**
	 * Updates the stack with other parameters.
	 * @return its outputs
	 * @throws DeploymentException as {@link #create()}
	 */
	Map<String, String> update(Map<String, String> parameters) {
		List<Parameter> list = parameters.entrySet()
			.stream()
			.map((entry) -> Parameter.builder().parameterKey(entry.getKey()).parameterValue(entry.getValue()).build())
			.toList();
		this.cloudFormation.updateStack((request) -> request.stackName(this.stack)
			.templateBody(this.template)
			.parameters(list)
			.capabilities(Capability.CAPABILITY_IAM, Capability.CAPABILITY_NAMED_IAM));
		return await("UPDATE_COMPLETE");
	}

	private Map<String, String> await(String wanted) {
		long end = System.nanoTime() + LIMIT.toNanos();
		while (true) {
			Stack now = this.cloudFormation.describeStacks((request) -> request.stackName(this.stack)).stacks().get(0);
			String status = now.stackStatusAsString();
			if (status.equals(wanted)) {
				refuseFallbacks();
				return now.outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue));
			}
			if (!status.endsWith("IN_PROGRESS")) {
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
			throw new DeploymentException("LocalStack only pretends to make %s (%s): take the type out of its list"
				.formatted(event.logicalResourceId(), event.resourceType()));
		});
		seen.stream()
			.filter((event) -> event.resourceStatusAsString().matches("(CREATE|UPDATE)_COMPLETE"))
			.filter((event) -> !event.resourceType().equals("AWS::CloudFormation::Stack"))
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
