package com.example.lab.deploy;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** The events of a stack in CloudFormation, each reported once. */
final class StackEvents {

	private static final String STACK = "AWS::CloudFormation::Stack";

	private final DeployedStack stack;

	private final Map<String, String> paths;

	private final Events events;

	private final Set<String> told = new HashSet<>();

	/** The last event of each resource, by its logical id. */
	private final Map<String, StackEvent> last = new LinkedHashMap<>();

	/**
	 * What happens to a stack.
	 * @param paths the construct paths of its resources, by logical id
	 * @param events gets them
	 */
	StackEvents(DeployedStack stack, Map<String, String> paths, Events events) {
		this.stack = stack;
		this.paths = paths;
		this.events = events;
	}

	/** Leaves out what has happened so far. */
	void skip() {
		newEvents(this.stack.name());
	}

	/**
	 * Reports the new events.
	 * @param id of the stack, or its name
	 * @return whether there were any
	 */
	boolean tell(String id) {
		List<StackEvent> found = newEvents(id);
		for (StackEvent event : found) {
			this.last.put(event.logicalResourceId(), event);
			String status = event.resourceStatusAsString();
			boolean bad = status.endsWith("_FAILED");
			this.events.publish(bad ? Event.Kind.WARNING : Event.Kind.DEPLOYED, path(event), "%s %s%s".formatted(status,
					event.resourceType(), (bad && !reason(event).isEmpty()) ? ": " + reason(event) : ""));
		}
		return !found.isEmpty();
	}

	/**
	 * What CloudFormation is working on.
	 * @return names and types; empty if nothing is under way
	 */
	String underWay() {
		return this.last.values()
			.stream()
			.filter((event) -> event.resourceStatusAsString().endsWith("_IN_PROGRESS"))
			.filter((event) -> !event.resourceType().equals(STACK))
			.map((event) -> {
				int minutes = SlowTypes.minutes(event.resourceType());
				return "%s (%s%s)".formatted(path(event), event.resourceType(),
						(minutes > 0) ? ", up to %d minutes".formatted(minutes) : "");
			})
			.collect(Collectors.joining(", "));
	}

	/**
	 * Why it failed the last time.
	 * @return the first resource that did, with its words; null if none did
	 */
	@Nullable StackFailure failure() {
		StackFailure first = null;
		for (StackEvent event : events(this.stack.name())) {
			String status = event.resourceStatusAsString();
			boolean stack = event.resourceType().equals(STACK);
			if (stack && status.matches("(CREATE|UPDATE|DELETE)_IN_PROGRESS")) {
				break;
			}
			String reason = reason(event);
			if (status.endsWith("_FAILED") && !reason.contains("cancelled") && !stack) {
				first = new StackFailure(path(event), event.resourceType(), reason, event.timestamp());
			}
		}
		return first;
	}

	/** Oldest first. */
	private List<StackEvent> newEvents(String id) {
		List<StackEvent> found = events(id).stream().filter((event) -> this.told.add(event.eventId())).toList();
		return found.stream().sorted((one, other) -> one.timestamp().compareTo(other.timestamp())).toList();
	}

	/** Newest first. */
	private List<StackEvent> events(String id) {
		try {
			return this.stack.cloudFormation()
				.describeStackEventsPaginator((request) -> request.stackName(id))
				.stackEvents()
				.stream()
				.toList();
		}
		catch (CloudFormationException ex) {
			return List.of();
		}
		catch (SdkException ex) {
			throw this.stack.failed(ex, "following stack " + this.stack.name());
		}
	}

	private String path(StackEvent event) {
		return this.paths.getOrDefault(event.logicalResourceId(), event.logicalResourceId());
	}

	private static String reason(StackEvent event) {
		return (event.resourceStatusReason() != null) ? event.resourceStatusReason() : "";
	}

}
