package com.example.lab.aws.autoscaling;

import java.util.concurrent.Future;

import com.example.lab.aws.ec2.Ec2Instance;
import org.jspecify.annotations.Nullable;

/** A server of a fleet, which guards it. */
final class FleetServer {

	private final Ec2Instance instance;

	private final int version;

	private final String zone;

	private final long launched = System.nanoTime();

	private volatile State state = State.PENDING;

	private volatile boolean booted;

	private volatile @Nullable Future<?> boot;

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

	/** Whether cfn-init has ended well. */
	boolean booted() {
		return this.booted;
	}

	void hasBooted() {
		this.booted = true;
	}

	/** Remembers what boots it. */
	void boots(Future<?> boot) {
		this.boot = boot;
	}

	/** A boot that waits for something would not let it be shut down. */
	void stopBooting() {
		Future<?> running = this.boot;
		if (running != null) {
			running.cancel(true);
		}
	}

	boolean is(State wanted) {
		return this.state == wanted;
	}

	void become(State wanted) {
		this.state = wanted;
	}

	/** The states of the API that the lab has. */
	enum State {

		/** It is not switched on yet. */
		PENDING,
		/** It counts. */
		IN_SERVICE,
		/** It drains, and is then shut down. */
		TERMINATING

	}

}
