package com.example.lab.deploy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.stage.WorkshopException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;

/**
 * A stack of CloudFormation in an account, which may not be there: its state, and what
 * happens to it.
 */
final class DeployedStack {

	private static final String IN_PROGRESS = "_IN_PROGRESS";

	private final AwsAccount account;

	private final String name;

	private final Events events;

	private final CloudFormationClient cloudFormation;

	private final StackEvents happened;

	/**
	 * A stack.
	 * @param paths the construct paths of its resources, by logical id
	 */
	DeployedStack(AwsAccount account, String name, Map<String, String> paths, Events events) {
		this.account = account;
		this.name = name;
		this.events = events;
		this.cloudFormation = account.client(CloudFormationClient.builder());
		this.happened = new StackEvents(this, paths, events);
	}

	String name() {
		return this.name;
	}

	CloudFormationClient cloudFormation() {
		return this.cloudFormation;
	}

	/**
	 * The stack as it is now.
	 * @return empty if there is none
	 */
	Optional<Stack> find() {
		return find(this.name);
	}

	/**
	 * The stack of an id, which is there for a while after it was deleted.
	 */
	Optional<Stack> find(String id) {
		try {
			return this.cloudFormation.describeStacks((request) -> request.stackName(id)).stacks().stream().findFirst();
		}
		catch (CloudFormationException ex) {
			if (String.valueOf(ex.getMessage()).contains("does not exist")) {
				return Optional.empty();
			}
			throw failed(ex, "looking for stack " + this.name);
		}
		catch (SdkException ex) {
			throw failed(ex, "looking for stack " + this.name);
		}
	}

	/**
	 * Its status.
	 * @return such as {@code CREATE_COMPLETE}; empty if there is no stack
	 */
	String status() {
		return find().map(Stack::stackStatusAsString).orElse("");
	}

	Map<String, String> outputs() {
		return find().stream()
			.flatMap((stack) -> stack.outputs().stream())
			.collect(Collectors.toMap(Output::outputKey, Output::outputValue));
	}

	/**
	 * What is in a stack, or was.
	 * @param id of the stack, or its name
	 */
	List<StackResourceSummary> resources(String id) {
		try {
			return this.cloudFormation.listStackResourcesPaginator((request) -> request.stackName(id))
				.stackResourceSummaries()
				.stream()
				.toList();
		}
		catch (SdkException ex) {
			throw failed(ex, "listing the resources of " + this.name);
		}
	}

	/**
	 * Leaves out what has happened so far.
	 */
	DeployedStack fromNow() {
		this.happened.skip();
		return this;
	}

	/**
	 * Reports the events since the last time.
	 */
	void tell(LongWait wait) {
		tell(this.name, wait);
	}

	/** Something takes minutes without an event. */
	private void tell(String id, LongWait wait) {
		if (this.happened.tell(id)) {
			wait.heard();
		}
		wait.tell(() -> {
			String underWay = this.happened.underWay();
			return underWay.isEmpty() ? "" : "Stack %s waits for %s".formatted(this.name, underWay);
		});
	}

	/**
	 * Reports the events until the stack is settled.
	 * @param id of the stack: its name is not known any more once it is deleted
	 * @return its last status
	 */
	String settle(String id) {
		LongWait wait = new LongWait(this.account, this.events);
		while (true) {
			String status = find(id).map(Stack::stackStatusAsString).orElse("DELETE_COMPLETE");
			tell(id, wait);
			if (!inProgress(status)) {
				return status;
			}
			this.account.pause();
		}
	}

	/**
	 * Waits until an operation ends that an earlier run began, which was interrupted or
	 * lost the network.
	 * @return its status; empty if there is no stack
	 */
	String settleEarlierRun() {
		Stack found = find().orElse(null);
		if (found == null) {
			return "";
		}
		String status = found.stackStatusAsString();
		if (!inProgress(status)) {
			return status;
		}
		this.events.publish(Event.Kind.PROGRESS, Events.LAB,
				"Stack %s is %s from an earlier run; waiting until it ends".formatted(this.name, status));
		return settle(found.stackId());
	}

	/** A change set that was never executed is no progress. */
	private static boolean inProgress(String status) {
		return status.endsWith(IN_PROGRESS) && !status.equals("REVIEW_IN_PROGRESS");
	}

	/**
	 * Why it failed the last time.
	 * @return the first resource that did, with its words; null if none did
	 */
	@Nullable StackFailure failure() {
		return this.happened.failure();
	}

	WorkshopException failed(SdkException failure, String doing) {
		return AwsFailure.of(failure, doing, this.account.region());
	}

}
