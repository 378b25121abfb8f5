package com.example.lab.cloud;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.Runner;
import com.example.lab.assembly.Split;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Event;
import com.example.lab.standin.StandIn;
import tools.jackson.databind.JsonNode;

/**
 * One update of a stack: unchanged stand-ins keep running, some change in place, and the
 * others are replaced. Stand-ins that are not in the template any more end last, so that
 * an earlier failure leaves the stack unchanged.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html">Update
 * behaviors of stack resources</a>
 */
final class StackChange {

	private static final String METADATA = "Metadata";

	private final RunningStack stack;

	private StackState before;

	/** Those that are new, by logical id. */
	private final Map<String, StandIn> parts = new LinkedHashMap<>();

	private final List<String> updated = new ArrayList<>();

	private final List<String> started = new ArrayList<>();

	StackChange(RunningStack stack, StackState before) {
		this.stack = stack;
		this.before = before;
	}

	/**
	 * Updates the stack.
	 * @return what it is now
	 * @throws DeploymentException if that fails; the stack runs on as it was
	 */
	StackState to(StackTemplate template, List<Path> jars) {
		Map<Assets.Asset, Path> releases = this.stack.releases();
		StackState after;
		try {
			after = deploy(template, jars);
			apply(after);
		}
		catch (RuntimeException ex) {
			rollBack(releases);
			throw new DeploymentException("%s\nThe stack %s is rolled back and runs as before."
				.formatted(Objects.requireNonNullElse(ex.getMessage(), ex.toString()), template.name()), ex);
		}
		end(after);
		return after;
	}

	/** What the stack is after it was rolled back. */
	StackState before() {
		return this.before;
	}

	/**
	 * CloudFormation evaluates the properties again. A new stand-in has other addresses,
	 * and what refers to it may need a new one for that, so this is done until nothing
	 * changes any more.
	 */
	private StackState deploy(StackTemplate template, List<Path> jars) {
		Map<String, Runner> runners = Split.runners(template, StandIns::runnerOf);
		Set<String> wanted = template.resources()
			.stream()
			.filter((resource) -> runners.get(resource.logicalId()) == Runner.STAND_IN)
			.map(Resource::logicalId)
			.collect(Collectors.toCollection(LinkedHashSet::new));
		Set<String> fresh = replaced(wanted, template);
		this.stack.publish(template, jars);
		while (true) {
			Map<String, StandIn> kept = keep(wanted, fresh);
			this.stack.lab().update(template, kept);
			// What opens or closes by other rules has its addresses before they are
			// evaluated.
			kept.forEach((id, standIn) -> templateChanged(id, standIn, fresh));
			reserve(fresh, template);
			Map<String, StandIn> all = keep(wanted, fresh);
			this.stack.lab().update(template, all);
			Split split = StackState.split(template, runners, all);
			Updates.check(this.before.split().template(), split.template());
			Map<String, String> outputs = this.stack.deployment()
				.update(Updates.both(this.before.split().template(), split.template()), this.before.parameters());
			StackState after = new StackState(template, runners, split, this.before.parameters(), outputs, all,
					this.before.references())
				.checked();
			List<String> more = all.keySet()
				.stream()
				.filter((id) -> !fresh.contains(id) && after.exists(id) && this.before.exists(id))
				.filter((id) -> !canTake(id, this.before.properties(id), after.properties(id)))
				.toList();
			if (!fresh.addAll(more)) {
				return after;
			}
		}
	}

	/** Those that are new, or cannot take the properties of their template. */
	private Set<String> replaced(Set<String> wanted, StackTemplate template) {
		Map<String, Resource> old = this.before.template().byLogicalId();
		Map<String, Resource> now = template.byLogicalId();
		return wanted.stream().filter((id) -> {
			Resource was = old.get(id);
			Resource is = Objects.requireNonNull(now.get(id));
			return was == null || !was.type().equals(is.type()) || !canTake(id, was.properties(), is.properties());
		}).collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private void reserve(Set<String> fresh, StackTemplate template) {
		Map<String, Resource> now = template.byLogicalId();
		fresh.stream().filter((id) -> !this.parts.containsKey(id)).forEach((id) -> {
			StandIn standIn = StandIns.reserve(Objects.requireNonNull(now.get(id)), this.stack.lab());
			this.parts.put(id, standIn);
			this.stack.lab().add(id, standIn);
		});
	}

	private void templateChanged(String id, StandIn standIn, Set<String> fresh) {
		if (!fresh.contains(id) && this.before.exists(id)) {
			standIn.templateChanged();
		}
	}

	private Map<String, StandIn> keep(Set<String> wanted, Set<String> fresh) {
		Map<String, StandIn> all = new LinkedHashMap<>();
		for (String id : wanted) {
			StandIn part = fresh.contains(id) ? this.parts.get(id) : this.before.standIns().get(id);
			if (part != null) {
				all.put(id, part);
			}
		}
		return all;
	}

	private boolean canTake(String id, JsonNode before, JsonNode after) {
		StandIn standIn = this.before.standIns().get(id);
		return standIn != null && Updates.changed(before, after).stream().allMatch(standIn::canChange);
	}

	private void apply(StackState after) {
		for (Resource resource : after.inStartOrder()) {
			String id = resource.logicalId();
			StandIn standIn = Objects.requireNonNull(after.standIns().get(id));
			boolean kept = standIn == this.before.standIns().get(id) && this.before.exists(id);
			if (!kept) {
				this.started.add(id);
				this.stack.start(resource, after);
			}
			else if (after.exists(id)) {
				change(resource, standIn, after);
			}
		}
		after.standIns().forEach((id, standIn) -> {
			if (after.exists(id)) {
				standIn.templateChanged();
			}
		});
	}

	private void change(Resource resource, StandIn standIn, StackState after) {
		String id = resource.logicalId();
		boolean metadata = !this.before.metadata(id).equals(after.metadata(id));
		List<String> names = Updates.changed(this.before.properties(id), after.properties(id));
		if (names.isEmpty() && !metadata) {
			return;
		}
		try {
			this.updated.add(id);
			standIn.metadata(after.metadata(id));
			standIn.update(after.properties(id));
		}
		catch (Exception ex) {
			throw new IllegalStateException("%s was not changed. %s".formatted(resource.path(), ex.getMessage()), ex);
		}
		this.stack.lab()
			.events()
			.publish(Event.Kind.PROGRESS, resource.name(),
					"is changed in place: " + String.join(", ", names.isEmpty() ? List.of(METADATA) : names));
	}

	/**
	 * Ends what is not in the template any more, or has been replaced; nothing leads back
	 * from here. Those that drain do so at the same time.
	 */
	private void end(StackState after) {
		List<Thread> draining = new ArrayList<>();
		List<String> ids = new ArrayList<>(this.before.standIns().keySet());
		Collections.reverse(ids);
		for (String id : ids) {
			StandIn standIn = Objects.requireNonNull(this.before.standIns().get(id));
			if (after.standIns().get(id) == standIn && after.exists(id)) {
				continue;
			}
			this.stack.running().remove(id, standIn);
			Thread thread = new Thread(() -> attempt(() -> end(id, standIn)), "end-" + id);
			thread.start();
			draining.add(thread);
			if (!standIn.drains()) {
				attempt(thread::join);
			}
		}
		draining.forEach((thread) -> attempt(thread::join));
		if (!Updates.both(this.before.split().template(), after.split().template()).equals(after.split().template())) {
			attempt(() -> this.stack.deployment().update(after.split().template(), after.parameters()));
		}
	}

	private void end(String id, StandIn standIn) {
		Resource resource = Objects.requireNonNull(this.before.template().byLogicalId().get(id));
		if (resource.json().path("DeletionPolicy").asString("").startsWith("Retain")) {
			standIn.close();
		}
		else {
			standIn.delete();
		}
	}

	private void rollBack(Map<Assets.Asset, Path> releases) {
		this.stack.tell("the update failed, rolling back");
		this.stack.lab().update(this.before.template(), this.before.standIns());
		this.stack.releases(releases);
		Collections.reverse(this.updated);
		for (String id : this.updated) {
			attempt(() -> {
				StandIn standIn = Objects.requireNonNull(this.before.standIns().get(id));
				standIn.metadata(this.before.metadata(id));
				standIn.update(this.before.properties(id));
			});
		}
		this.started.stream()
			.filter((id) -> !this.parts.containsKey(id))
			.forEach((id) -> attempt(() -> Objects.requireNonNull(this.stack.running().remove(id)).close()));
		this.parts.forEach((id, standIn) -> {
			attempt(standIn::delete);
			if (this.stack.running().remove(id, standIn) && this.before.exists(id)) {
				this.stack.running().put(id, Objects.requireNonNull(this.before.standIns().get(id)));
			}
		});
		this.before.standIns().forEach((id, standIn) -> {
			if (this.before.exists(id)) {
				attempt(standIn::templateChanged);
			}
		});
		attempt(() -> this.before = this.before
			.with(this.stack.deployment().update(this.before.split().template(), this.before.parameters())));
	}

	private void attempt(Action action) {
		try {
			action.run();
		}
		catch (Exception ex) {
			this.stack.lab()
				.events()
				.publish(Event.Kind.WARNING, this.before.template().name(), "while rolling back: " + ex.getMessage());
		}
	}

	/** A step of rolling back. */
	@FunctionalInterface
	private interface Action {

		void run() throws Exception;

	}

}
