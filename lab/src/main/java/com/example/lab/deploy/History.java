package com.example.lab.deploy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;

/**
 * The stacks of a stage in a Region, its target's or another that belongs to it, those
 * that were deleted in the last 90 days too: that is as long as CloudFormation remembers
 * them.
 */
final class History {

	/** A workshop makes a few; each takes a call. */
	private static final int MOST = 30;

	private final CloudFormationClient cloudFormation;

	private final List<Stack> found;

	private @Nullable List<StackEvent> events;

	History(AwsAccount account, Target target) {
		this.cloudFormation = account.client(CloudFormationClient.builder());
		Stream<Stack> deleted = this.cloudFormation
			.listStacksPaginator((request) -> request.stackStatusFilters(StackStatus.DELETE_COMPLETE))
			.stackSummaries()
			.stream()
			.limit(MOST)
			.map(StackSummary::stackId)
			.flatMap((id) -> this.cloudFormation.describeStacks((request) -> request.stackName(id)).stacks().stream());
		this.found = Stream.concat(this.cloudFormation.describeStacksPaginator().stacks().stream(), deleted)
			.filter((stack) -> Target.stageOf(stack.tags()).equals(target.stage()))
			.filter((stack) -> account.region().equals(target.region())
					|| Target.regionsOf(stack.tags()).contains(target.region()))
			.toList();
	}

	/** Where else the stage has stacks, as these say. */
	Set<String> regions() {
		return this.found.stream()
			.flatMap((stack) -> Target.regionsOf(stack.tags()).stream())
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	boolean isEmpty() {
		return this.found.isEmpty();
	}

	/** The names of the stacks. */
	Set<String> stacks() {
		return this.found.stream().map(Stack::stackName).collect(Collectors.toSet());
	}

	/** The stacks that are there now. */
	List<Stack> living() {
		return this.found.stream().filter((stack) -> stack.stackStatus() != StackStatus.DELETE_COMPLETE).toList();
	}

	/**
	 * The physical ids of what CloudFormation has deleted, at an update too, and of the
	 * stacks themselves.
	 */
	Set<String> deletedResources() {
		return resources(ResourceStatus.DELETE_COMPLETE);
	}

	/**
	 * The physical ids of what CloudFormation has left alone, because its template says
	 * so.
	 */
	Set<String> keptResources() {
		return resources(ResourceStatus.DELETE_SKIPPED);
	}

	private Set<String> resources(ResourceStatus status) {
		List<StackEvent> all = this.events;
		if (all == null) {
			all = this.found.stream()
				.flatMap((stack) -> this.cloudFormation
					.describeStackEventsPaginator((request) -> request.stackName(stack.stackId()))
					.stackEvents()
					.stream())
				.toList();
			this.events = all;
		}
		return all.stream()
			.filter((event) -> event.resourceStatus() == status)
			.map(StackEvent::physicalResourceId)
			.filter((id) -> id != null && !id.isEmpty())
			.collect(Collectors.toSet());
	}

}
