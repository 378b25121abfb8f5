package com.example.lab.event;

import java.time.Instant;

/**
 * One thing that happened in the lab.
 *
 * @param time when it happened
 * @param kind what kind of thing it was
 * @param subject the construct id that it happened to, or {@code lab} for the lab itself
 * @param message one line for a person
 */
public record Event(Instant time, Kind kind, String subject, String message) {

	/** The kinds of events; a console may give each its own colour. */
	public enum Kind {

		/** A phase of coming up or going down has ended; the message holds its time. */
		PHASE,
		/** Something long is going on. */
		PROGRESS,
		/** An address was reserved before anything listens on it. */
		RESERVED,
		/** A resource was deployed by CloudFormation or changed by it. */
		DEPLOYED,
		/** A process was started. */
		STARTED,
		/** A part answers as it should. */
		HEALTHY,
		/** A part no longer answers as it should. */
		UNHEALTHY,
		/** A part stopped on request. */
		STOPPED,
		/** A part stopped unexpectedly, or was killed by a drill. */
		DIED,
		/** A part sleeps because it has no users, and costs nothing until it wakes. */
		PAUSED,
		/** A part that was paused wakes up, or is awake again. */
		RESUMED,
		/** A disk was copied. */
		SNAPSHOT,
		/** A disk was lost, or came back from a snapshot. */
		DISK,
		/**
		 * A rule of AWS Config was evaluated, and a resource complies or it does not
		 * apply.
		 */
		EVALUATED,
		/** An alarm changed its state; the message begins with the new one. */
		ALARM,
		/** A connection was refused because no rule lets it through. */
		REFUSED,
		/** Something is not as it should be, and the lab continues. */
		WARNING

	}

}
