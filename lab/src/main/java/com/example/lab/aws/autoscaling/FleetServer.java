package com.example.lab.aws.autoscaling;

import com.example.lab.aws.ec2.Ec2Instance;

/** A server of a fleet, which guards it. */
final class FleetServer {

	private final Ec2Instance instance;

	private final int version;

	private final String zone;

	private final long launched = System.nanoTime();

	private State state = State.PENDING;

	/**
	 * A server that has not started.
	 * @param version of the launch template that it was made from
	 */
	FleetServer(Ec2Instance instance, int version) {
		this.instance = instance;
		this.version = version;
		this.zone = instance.attribute("AvailabilityZone");
	}

	Ec2Instance instance() {
		return this.instance;
	}

	String id() {
		return this.instance.ref();
	}

	int version() {
		return this.version;
	}

	String zone() {
		return this.zone;
	}

	/** How long ago it was launched, in nanoseconds. */
	long age() {
		return System.nanoTime() - this.launched;
	}

	boolean is(State wanted) {
		return this.state == wanted;
	}

	void become(State wanted) {
		this.state = wanted;
	}

	/** The states of the API that the lab has. */
	enum State {

		/** It boots. */
		PENDING,
		/** It counts. */
		IN_SERVICE,
		/** It drains, and is then shut down. */
		TERMINATING

	}

}
