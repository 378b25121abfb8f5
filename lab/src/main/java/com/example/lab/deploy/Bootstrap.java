package com.example.lab.deploy;

import java.util.Map;
import java.util.Set;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.ParameterDeclaration;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/**
 * What the CDK's bootstrap made in a Region, once for all stacks: a bucket with what they
 * uploaded, and roles.
 */
final class Bootstrap {

	static final String STACK = "CDKToolkit";

	static final String VERSION_PARAMETER = "/cdk-bootstrap/hnb659fds/version";

	private static final String VERSION = "BootstrapVersion";

	private final AwsAccount account;

	private final Identity identity;

	private final DeployedStack toolkit;

	private final Events events;

	Bootstrap(AwsAccount account, Identity identity, Events events) {
		this.account = account;
		this.identity = identity;
		this.toolkit = new DeployedStack(account, STACK, Map.of(), events);
		this.events = events;
	}

	String bucket() {
		return "cdk-hnb659fds-assets-%s-%s".formatted(this.identity.account(), this.account.region());
	}

	/**
	 * Deletes the uploads of a stage, and the whole bootstrap stack if the workshop
	 * created it and no other stack needs it.
	 * @param assets keys of what the stage has uploaded
	 * @param keep whether it stays in any case
	 */
	void remove(Set<String> assets, boolean keep) {
		try {
			Buckets buckets = new Buckets(this.account);
			if (!keep && ours() && !needed()) {
				say("Deleting the CDK bootstrap stack, which the workshop created and no other stack needs");
				new StackRemoval(this.account, this.toolkit, this.events).run();
				// It is retained.
				if (buckets.exists(bucket())) {
					buckets.delete(bucket());
				}
			}
			else {
				int versions = assets.stream().mapToInt((key) -> buckets.empty(bucket(), key)).sum();
				if (versions > 0) {
					say("Deleted %d uploaded assets from s3://%s".formatted(versions, bucket()));
				}
			}
		}
		catch (SdkException ex) {
			throw this.toolkit.failed(ex, "removing the CDK's bootstrap");
		}
	}

	private boolean ours() {
		return this.toolkit.find().filter((stack) -> Target.ours(stack.tags())).isPresent();
	}

	/** Each stack of the CDK has a parameter with the version that it needs. */
	private boolean needed() {
		return this.toolkit.cloudFormation()
			.describeStacksPaginator()
			.stacks()
			.stream()
			.filter((stack) -> stack.stackStatus() != StackStatus.DELETE_COMPLETE)
			.filter((stack) -> !stack.stackName().equals(STACK))
			.anyMatch(this::needs);
	}

	private boolean needs(Stack stack) {
		return this.toolkit.cloudFormation()
			.getTemplateSummary((request) -> request.stackName(stack.stackId()))
			.parameters()
			.stream()
			.map(ParameterDeclaration::parameterKey)
			.anyMatch(VERSION::equals);
	}

	private void say(String message) {
		this.events.publish(Event.Kind.PROGRESS, Events.LAB, message);
	}

}
