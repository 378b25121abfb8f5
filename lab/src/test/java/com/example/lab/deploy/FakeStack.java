package com.example.lab.deploy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/** A stack of the fake CloudFormation: what is made beforehand happens to it. */
public final class FakeStack {

	private static final String TIME = "2026-01-02T03:04:%02dZ";

	private final String name;

	private final String stage;

	private String region = "us-east-1";

	private String regions = "";

	/** The first is now. */
	private final Deque<String> statuses;

	private final Deque<String> deletions = new ConcurrentLinkedDeque<>();

	private int looksOfDeletion = 2;

	private String slow = "";

	private final List<String[]> resources = new ArrayList<>();

	/** Newest first. */
	private final List<String> events = new ArrayList<>();

	FakeStack(String name, String stage, String... statuses) {
		this.name = name;
		this.stage = stage;
		this.statuses = new ConcurrentLinkedDeque<>(List.of(statuses));
	}

	String name() {
		return this.name;
	}

	String id() {
		return "arn:aws:cloudformation:%s:111122223333:stack/%s/1".formatted(this.region, this.name);
	}

	String region() {
		return this.region;
	}

	/**
	 * Puts it into another Region than us-east-1.
	 * @param all the Regions of its stage
	 */
	FakeStack in(String where, String all) {
		this.region = where;
		this.regions = "<member><Key>regions</Key><Value>%s</Value></member>".formatted(all);
		return this;
	}

	/**
	 * Adds a resource that it has.
	 */
	public FakeStack with(String type, String physicalId) {
		this.resources.add(new String[] { type, physicalId });
		return this;
	}

	/**
	 * How its deletions end, one after the other; otherwise well.
	 */
	FakeStack deletionsEnd(String... ends) {
		this.deletions.addAll(Arrays.asList(ends));
		return this;
	}

	/**
	 * Lets its deletion take long because of one resource.
	 * @param looks how many times it is looked at until then
	 */
	FakeStack deletionTakes(int looks, String type) {
		this.looksOfDeletion = looks;
		this.slow = type;
		return this;
	}

	/**
	 * Adds an event, newer than all before.
	 */
	FakeStack event(String type, String logicalId, String physicalId, String status, String reason) {
		this.events.add(0,
				"<StackId>%s</StackId><EventId>%d</EventId><StackName>%s</StackName><LogicalResourceId>%s</LogicalResourceId><PhysicalResourceId>%s</PhysicalResourceId><ResourceType>%s</ResourceType><Timestamp>%s</Timestamp><ResourceStatus>%s</ResourceStatus><ResourceStatusReason>%s</ResourceStatusReason>"
					.formatted(id(), this.events.size(), this.name, logicalId, physicalId, type,
							TIME.formatted(this.events.size()), status, reason));
		return this;
	}

	boolean deleted() {
		return "DELETE_COMPLETE".equals(this.statuses.peek());
	}

	void delete() {
		String end = this.deletions.isEmpty() ? "DELETE_COMPLETE" : this.deletions.remove();
		this.statuses.clear();
		this.statuses.addAll(Collections.nCopies(this.looksOfDeletion, "DELETE_IN_PROGRESS"));
		this.statuses.add(end);
		if (!this.slow.isEmpty()) {
			event("AWS::CloudFormation::Stack", this.name, id(), "DELETE_IN_PROGRESS", "");
			event("AWS::IAM::Role", "Role", "role", "DELETE_IN_PROGRESS", "");
			event(this.slow, "Slow", "slow", "DELETE_IN_PROGRESS", "");
			event("AWS::IAM::Role", "Role", "role", "DELETE_COMPLETE", "");
		}
	}

	/** Time passes with each request. */
	String look() {
		String now = described();
		if (this.statuses.size() > 1) {
			this.statuses.remove();
		}
		return now;
	}

	String described() {
		return "<StackId>%s</StackId><StackName>%s</StackName><CreationTime>%s</CreationTime><StackStatus>%s</StackStatus><Tags><member><Key>workshop</Key><Value>ten-million-users</Value></member><member><Key>stage</Key><Value>%s</Value></member>%s</Tags>"
			.formatted(id(), this.name, TIME.formatted(0), this.statuses.peek(), this.stage, this.regions);
	}

	List<String> resources() {
		return this.resources.stream()
			.map((resource) -> "<LogicalResourceId>%s</LogicalResourceId><PhysicalResourceId>%s</PhysicalResourceId><ResourceType>%s</ResourceType><LastUpdatedTimestamp>%s</LastUpdatedTimestamp><ResourceStatus>CREATE_COMPLETE</ResourceStatus>"
				.formatted(resource[1], resource[1], resource[0], TIME.formatted(0)))
			.toList();
	}

	List<String> events() {
		return List.copyOf(this.events);
	}

}
