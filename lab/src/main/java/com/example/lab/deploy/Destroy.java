package com.example.lab.deploy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/**
 * Takes a stage out of an account, and proves that nothing is left. It begins where an
 * earlier try has ended.
 */
public final class Destroy {

	private static final Pattern ASSET = Pattern.compile("[0-9a-f]{64}\\.\\w+");

	private final AwsAccount account;

	private final Target target;

	private final Bootstrap bootstrap;

	private final Events events;

	/**
	 * A removal that has not begun.
	 * @param account where from
	 * @param identity who does it
	 * @param target what is taken away
	 * @param events where the progress is told
	 */
	public Destroy(AwsAccount account, Identity identity, Target target, Events events) {
		this.account = account;
		this.target = target;
		this.bootstrap = new Bootstrap(account, identity, events);
		this.events = events;
	}

	/**
	 * The stacks of the stage that are there now.
	 * @return their names and states, for a person
	 */
	public List<String> stacks() {
		return history().living()
			.stream()
			.map((stack) -> "%s (%s)".formatted(stack.stackName(), stack.stackStatusAsString()))
			.toList();
	}

	/**
	 * What is there now, for who stops in the middle.
	 * @return some sentences
	 */
	public String whatExists() {
		List<String> stacks = stacks();
		return "%s Go on: %s.".formatted(stacks.isEmpty()
				? "There is no stack of %s, but perhaps something that one has left.".formatted(this.target.stage())
				: "Still there: %s. What CloudFormation has begun goes on by itself."
					.formatted(String.join(", ", stacks)),
				this.target.command("destroy"));
	}

	/**
	 * Deletes the stacks, and what they left.
	 * @param keepBootstrap whether the CDK's bootstrap stays in any case
	 * @param withBackups whether snapshots and retained backups go too
	 * @return what is still there
	 * @throws com.example.lab.stage.WorkshopException if a stack cannot be deleted
	 */
	public List<Leftover> run(boolean keepBootstrap, boolean withBackups) {
		Set<String> assets = new HashSet<>();
		for (Stack living : history().living()) {
			DeployedStack stack = new DeployedStack(this.account, living.stackName(), Map.of(), this.events);
			assets.addAll(assets(stack));
			new StackRemoval(this.account, stack, this.events).run();
		}
		this.bootstrap.remove(assets, keepBootstrap);
		for (Leftover leftover : sweep()) {
			if (leftover.removal() != null && (withBackups || leftover.cost() == Leftover.Cost.MONEY)) {
				remove(leftover, leftover.removal());
			}
		}
		return sweep();
	}

	private List<Leftover> sweep() {
		return new Sweep(this.account, this.target, history()).run();
	}

	private History history() {
		try {
			return new History(this.account, this.target);
		}
		catch (SdkException ex) {
			throw AwsFailure.of(ex, "looking for the stacks of " + this.target.stage(), this.account.region());
		}
	}

	private void remove(Leftover leftover, Runnable removal) {
		try {
			removal.run();
			this.events.publish(Event.Kind.PROGRESS, Events.LAB,
					"Deleted what was left: %s %s".formatted(leftover.kind(), leftover.id()));
		}
		catch (SdkException ex) {
			this.events.publish(Event.Kind.WARNING, Events.LAB,
					"%s %s cannot be deleted: %s".formatted(leftover.kind(), leftover.id(), ex.getMessage()));
		}
	}

	private static Set<String> assets(DeployedStack stack) {
		try {
			String template = stack.cloudFormation()
				.getTemplate((request) -> request.stackName(stack.name()))
				.templateBody();
			return ASSET.matcher(template).results().map(MatchResult::group).collect(Collectors.toSet());
		}
		catch (SdkException ex) {
			throw stack.failed(ex, "reading the template of stack " + stack.name());
		}
	}

}
