package com.example.lab.deploy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.cloud.Release;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.stage.WorkshopException;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;

/** One stack of a stage that is deployed: what to look at before and after. */
final class StackDeployment {

	static final String URL = "Url";

	private final AwsAccount account;

	private final Target target;

	private final StackTemplate template;

	private final DeployedStack stack;

	private final Events events;

	/**
	 * A stack, which may be there already.
	 * @param account in the stack's Region
	 */
	StackDeployment(AwsAccount account, Target target, StackTemplate template, Events events) {
		this.account = account;
		this.target = target;
		this.template = template;
		this.stack = new DeployedStack(account, template.name(), paths(template), events);
		this.events = events;
	}

	static Map<String, String> paths(StackTemplate template) {
		return template.resources().stream().collect(Collectors.toMap(Resource::logicalId, Resource::name));
	}

	DeployedStack stack() {
		return this.stack;
	}

	/** Its name, and its Region if it is not that of the target. */
	String label() {
		return this.target.label(this.stack.name(), this.account.region());
	}

	/** Empty if it does not say one. */
	String url() {
		return this.stack.outputs().getOrDefault(URL, "");
	}

	void refuseOthers(boolean update) {
		this.stack.find().ifPresent((found) -> {
			String deployed = Target.stageOf(found.tags());
			if (deployed.isEmpty()) {
				throw new WorkshopException(
						"Region %s has a stack %s that ./workshop deploy did not create, so it was not changed. Use another Region or account, or delete that stack yourself."
							.formatted(this.account.region(), found.stackName()));
			}
			Set<String> regions = Target.regionsOf(found.tags());
			if (!regions.isEmpty() && !regions.contains(this.target.region())) {
				throw new WorkshopException(
						"Stack %s in Region %s belongs to %s in %s, which is deployed already. Run ./workshop destroy %s --region %s first, or use another account."
							.formatted(found.stackName(), this.account.region(), deployed,
									String.join(" and ", regions), deployed, regions.iterator().next()));
			}
			if (!update && !deployed.equals(this.target.stage())) {
				throw new WorkshopException(
						"Stack %s in Region %s is %s, not %s. Run ./workshop destroy %s --region %s first, or use another Region. --update changes it in place; ./workshop diff with --update lists what that replaces."
							.formatted(found.stackName(), this.account.region(), deployed, this.target.stage(),
									deployed, this.target.region()));
			}
		});
	}

	/**
	 * Waits for an earlier run that was interrupted, and deletes a stack that failed at
	 * its creation: CloudFormation cannot update it.
	 */
	void settle() {
		String status = this.stack.settleEarlierRun();
		if (status.matches("ROLLBACK_.*|CREATE_FAILED|DELETE_FAILED|REVIEW_IN_PROGRESS")) {
			this.events.publish(Event.Kind.PROGRESS, Events.LAB,
					"Stack %s is %s; deleting what is left of it".formatted(label(), status));
			new StackRemoval(this.account, this.stack, this.events).run();
		}
		else if (status.equals("UPDATE_ROLLBACK_FAILED")) {
			throw new WorkshopException("Stack %s is stuck in %s. Delete it with %s, then deploy again."
				.formatted(label(), status, this.target.command("destroy")));
		}
	}

	/**
	 * Brings the release to a box that waits for one.
	 * @return why that failed; empty if it did not
	 */
	Optional<String> bringRelease(Path jar) {
		if (!Release.wantedBy(this.template)) {
			return Optional.empty();
		}
		if (!url().isEmpty()) {
			this.events.publish(Event.Kind.WARNING, Events.LAB,
					"The box exists and keeps its release. For a new release run %s first; the data on its disk is lost."
						.formatted(this.target.command("destroy")));
			return Optional.empty();
		}
		String status = new ReleaseUpload(this.account, this.stack, this.template, this.events).run(jar);
		if (status.equals("UPDATE_COMPLETE")) {
			return Optional.empty();
		}
		StackFailure failure = this.stack.failure();
		return Optional.of((failure != null) ? failure.reason() + " " + failure.advice(this.target) : status);
	}

	/**
	 * What of it is there now.
	 * @return a sentence; empty if there is no stack
	 */
	String whatExists() {
		String status = this.stack.status();
		if (status.isEmpty()) {
			return "";
		}
		long made = this.stack.resources(this.stack.name())
			.stream()
			.map(StackResourceSummary::resourceStatusAsString)
			.filter((one) -> !one.startsWith("DELETE_COMPLETE"))
			.count();
		return "Stack %s is %s with %d resources%s.".formatted(label(), status, made,
				status.endsWith("_IN_PROGRESS") ? "; CloudFormation continues by itself" : "");
	}

}
