package com.example.lab.aws.rds;

import java.time.Instant;

/**
 * What an instance has in one Availability Zone.
 *
 * @param zone such as {@code us-east-1a}
 * @param role what the server there does
 * @param since when it began to
 */
public record InstanceZone(String zone, Role role, Instant since) {

	/** What the server in a zone does. */
	public enum Role {

		/** Takes reads and writes. */
		PRIMARY,
		/** Is being made the primary, and takes nothing yet. */
		FAILING_OVER,
		/** Has every write that was acknowledged. */
		STANDBY,
		/** Is not there, or does not have everything yet. */
		LOST

	}

}
