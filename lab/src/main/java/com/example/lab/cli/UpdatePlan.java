package com.example.lab.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

import com.example.lab.cloud.Updates;
import com.example.lab.compare.StackUpdate.Action;
import com.example.lab.compare.StackUpdate.Step;

/**
 * What {@code up} does with a stage that runs and whose sources have changed.
 *
 * @param steps what happens to each resource, the largest loss first
 */
record UpdatePlan(List<Step> steps) {

	/**
	 * What is done.
	 * @param steps what CloudFormation would do
	 * @param replaces whether the lab replaces a resource, by name, for properties that
	 * change
	 */
	static UpdatePlan of(List<Step> steps, BiPredicate<String, List<String>> replaces) {
		return new UpdatePlan(steps.stream().map((step) -> switch (step.action()) {
			case CHANGE, MAY_REPLACE ->
				step.with(replaces.test(step.resource(), step.properties()) ? Action.REPLACE : Action.CHANGE);
			// It stays on AWS, and ends here.
			case KEEP -> step.with(Action.REMOVE);
			default -> step;
		}).sorted(Comparator.comparing(Step::action)).toList());
	}

	/**
	 * Why the stage has to start again from nothing, for a person.
	 * @return a line for each reason; none if it can be updated
	 */
	List<String> reasonsToStartAgain() {
		return this.steps.stream()
			.filter((step) -> step.action() != Action.ADD && step.action() != Action.REMOVE)
			.map((step) -> {
				Set<String> lost = Updates.withoutEffect(step.type(), step.properties());
				return lost.isEmpty() ? "" : "LocalStack cannot change %s of %s (%s) in place."
					.formatted(String.join(", ", lost), step.resource(), step.type());
			})
			.filter((reason) -> !reason.isEmpty())
			.toList();
	}

	/** Whether user data is lost. */
	boolean losesData() {
		return this.steps.stream().anyMatch(Step::losesData);
	}

	/** For a person; empty when nothing changes. */
	String describe() {
		return this.steps.isEmpty() ? "" : Terminal
			.table(List.of("WHAT", "RESOURCE", "TYPE", "PROPERTIES"), this.steps.stream()
				.filter((step) -> step.action() != Action.ADD || !follows(step, Action.REMOVE))
				.map((step) -> List.of(word(step), step.resource(), step.type(), String.join(", ", step.properties())))
				.toList());
	}

	/** Whether a step of another kind is about a resource with the same name. */
	private boolean follows(Step step, Action other) {
		return this.steps.stream()
			.anyMatch((each) -> each.action() == other && each.resource().equals(step.resource())
					&& each.type().equals(step.type()));
	}

	private String word(Step step) {
		String word = switch (step.action()) {
			// The CDK gives a new logical id to what it wants replaced.
			case REMOVE -> follows(step, Action.ADD) ? "replaced" : "deleted";
			case REPLACE -> "replaced";
			case MAY_REPLACE -> "changed or replaced";
			case KEEP -> "left out";
			case CHANGE -> "changed";
			case ADD -> "new";
		};
		return step.losesData() ? word + ", with its data" : word;
	}

}
