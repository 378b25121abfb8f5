package com.example.lab.deploy;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;

/**
 * The stacks of a stage in a Region, those that were deleted in the last 90 days too:
 * that is as long as CloudFormation remembers them.
 */
final class History {

	/** A workshop makes a few; each takes a call. */
	private static final int MOST = 30;

	private final CloudFormationClient cloudFormation;

	private final List<Stack> found;

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
			.toList();
	}

	/** The names of the stacks. */
	Set<String> stacks() {
		return this.found.stream().map(Stack::stackName).collect(Collectors.toSet());
	}

	/** The stacks that are there now. */
	List<Stack> living() {
		return this.found.stream().filter((stack) -> stack.stackStatus() != StackStatus.DELETE_COMPLETE).toList();
	}

	/** The physical ids of what CloudFormation has deleted. */
	Set<String> deletedResources() {
		return this.found.stream()
			.map((stack) -> this.cloudFormation
				.listStackResourcesPaginator((request) -> request.stackName(stack.stackId()))
				.stackResourceSummaries()
				.stream()
				.filter((resource) -> resource.resourceStatusAsString().equals("DELETE_COMPLETE"))
				.map(StackResourceSummary::physicalResourceId)
				.filter((id) -> id != null && !id.isEmpty())
				.toList())
			.flatMap(Collection::stream)
			.collect(Collectors.toSet());
	}

}
