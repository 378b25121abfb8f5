package com.example.lab.aws.cloudwatch;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Event;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;

/** An alarm of either kind: its name, its state, and what a change of it sets off. */
abstract class StatefulAlarm implements StandIn {

	final Resource resource;

	final LabContext lab;

	final String alarmName;

	private volatile AlarmState state = AlarmState.INSUFFICIENT_DATA;

	StatefulAlarm(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.alarmName = AlarmNames.of(resource, lab);
	}

	@Override
	public String ref() {
		return this.alarmName;
	}

	@Override
	public String attribute(String name) {
		if (!name.equals("Arn")) {
			throw this.resource.lacks(name);
		}
		return "arn:aws:cloudwatch:%s:000000000000:alarm:%s".formatted(this.lab.region(), this.alarmName);
	}

	@Override
	public String address() {
		return "alarm " + this.alarmName;
	}

	@Override
	public String condition() {
		return (this.state == AlarmState.ALARM) ? "ALARM" : "";
	}

	@Override
	public boolean canChange(String property) {
		return !property.equals("AlarmName");
	}

	@Override
	public void delete() {
		close();
		this.lab.metrics().cloudWatch().deleteAlarms((request) -> request.alarmNames(this.alarmName));
	}

	/**
	 * Its state now.
	 */
	AlarmState state() {
		return this.state;
	}

	/**
	 * Notifies LocalStack, which notifies the topics, then the events and the composite
	 * alarms.
	 */
	void change(AlarmState to, String reason) {
		this.lab.metrics()
			.cloudWatch()
			.setAlarmState((request) -> request.alarmName(this.alarmName).stateValue(to.name()).stateReason(reason));
		this.state = to;
		this.lab.events().publish(Event.Kind.ALARM, this.resource.name(), "%s: %s".formatted(to, reason));
		CompositeAlarm.reconsider(this.lab);
	}

}
