package com.example.lab.deploy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Region;

/**
 * Deletes a stage from each Region of an account where it has stacks, and proves that
 * nothing is left. It begins where an earlier try has ended.
 */
public final class Destroy {

	private static final Pattern ASSET = Pattern.compile("[0-9a-f]{64}\\.\\w+");

	private final AwsAccount account;

	private final Identity identity;

	private final Target target;

	private final Events events;

	/**
	 * A removal that has not begun.
	 * @param account the account
	 * @param identity the user
	 * @param target what is deleted
	 * @param events gets the progress
	 */
	public Destroy(AwsAccount account, Identity identity, Target target, Events events) {
		this.account = account;
		this.identity = identity;
		this.target = target;
		this.events = events;
	}

	/**
	 * The stacks of the stage that are there now.
	 * @return their names and states, for a person
	 */
	public List<String> stacks() {
		return histories().values()
			.stream()
			.flatMap((history) -> history.living().stream())
			.map((stack) -> "%s (%s)".formatted(label(stack), stack.stackStatusAsString()))
			.toList();
	}

	/**
	 * What exists now, for users who interrupt the command.
	 * @return some sentences
	 */
	public String whatExists() {
		List<String> stacks = stacks();
		return "%s Resume: %s.".formatted(
				stacks.isEmpty()
						? "There is no stack of %s, but resources may be left over.".formatted(this.target.stage())
						: "Remaining: %s. CloudFormation continues by itself.".formatted(String.join(", ", stacks)),
				this.target.command("destroy"));
	}

	/**
	 * Deletes the stacks, and what they left.
	 * @param keepBootstrap whether the CDK's bootstraps stay in any case
	 * @param withBackups whether snapshots and retained backups are deleted too
	 * @return what is still there
	 * @throws com.example.lab.stage.WorkshopException if a stack cannot be deleted
	 */
	public List<Leftover> run(boolean keepBootstrap, boolean withBackups) {
		Map<AwsAccount, History> histories = histories();
		Map<AwsAccount, Set<String>> assets = new HashMap<>();
		histories.entrySet()
			.stream()
			.flatMap((there) -> there.getValue().living().stream().map((stack) -> Map.entry(there.getKey(), stack)))
			// What was made last may need what was made before it.
			.sorted(Comparator.comparing((entry) -> entry.getValue().creationTime(), Comparator.reverseOrder()))
			.forEach((entry) -> {
				AwsAccount there = entry.getKey();
				DeployedStack stack = new DeployedStack(there, entry.getValue().stackName(), Map.of(), this.events);
				assets.computeIfAbsent(there, (region) -> new HashSet<>()).addAll(assets(stack));
				new StackRemoval(there, stack, this.events).run();
			});
		histories.keySet()
			.forEach((there) -> new Bootstrap(there, this.identity, this.events)
				.remove(assets.getOrDefault(there, Set.of()), keepBootstrap));
		for (Leftover leftover : sweep(histories.keySet())) {
			if (leftover.removal() != null && (withBackups || leftover.cost() == Leftover.Cost.MONEY)) {
				remove(leftover, leftover.removal());
			}
		}
		return sweep(histories.keySet());
	}

	private List<Leftover> sweep(Set<AwsAccount> regions) {
		List<Sweep> sweeps = new ArrayList<>();
		List<Leftover> found = new ArrayList<>();
		for (AwsAccount there : regions) {
			Sweep sweep = new Sweep(there, this.target, history(there), this.events);
			sweeps.add(sweep);
			sweep.run()
				.forEach((leftover) -> found.add(leftover.withId(this.target.label(leftover.id(), there.region()))));
		}
		// What the history of one Region has deleted is known there alone.
		sweeps.stream()
			.map(Sweep::global)
			.reduce((one, other) -> one.stream().filter((leftover) -> isIn(other, leftover)).toList())
			.ifPresent(found::addAll);
		return found;
	}

	private static boolean isIn(List<Leftover> found, Leftover leftover) {
		return found.stream().anyMatch((one) -> one.id().equals(leftover.id()));
	}

	/**
	 * The target's Region first, then those that its stacks name. If there never was a
	 * stack, the first may have failed elsewhere: then every Region is looked at.
	 */
	private Map<AwsAccount, History> histories() {
		Map<AwsAccount, History> histories = new LinkedHashMap<>();
		History here = history(this.account);
		histories.put(this.account, here);
		Set<String> named = here.regions();
		Set<String> others = new LinkedHashSet<>(here.isEmpty() ? enabled() : named);
		others.remove(this.account.region());
		for (String region : others) {
			AwsAccount there = this.account.in(region);
			History history = history(there);
			if (named.contains(region) || !history.isEmpty()) {
				histories.put(there, history);
			}
		}
		return histories;
	}

	private List<String> enabled() {
		try {
			return this.account.client(Ec2Client.builder())
				.describeRegions()
				.regions()
				.stream()
				.map(Region::regionName)
				.toList();
		}
		catch (SdkException ex) {
			throw AwsFailure.of(ex, "listing the account's Regions", this.account.region());
		}
	}

	private History history(AwsAccount there) {
		try {
			return new History(there, this.target);
		}
		catch (SdkException ex) {
			throw AwsFailure.of(ex, "looking for the stacks of " + this.target.stage(), there.region());
		}
	}

	private String label(Stack stack) {
		return this.target.label(stack.stackName(), stack.stackId().split(":")[3]);
	}

	private void remove(Leftover leftover, Runnable removal) {
		try {
			removal.run();
			this.events.publish(Event.Kind.PROGRESS, Events.LAB,
					"Deleted a leftover: %s %s".formatted(leftover.kind(), leftover.id()));
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
