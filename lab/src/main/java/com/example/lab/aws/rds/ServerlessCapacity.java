package com.example.lab.aws.rds;

import java.time.Duration;

import tools.jackson.databind.JsonNode;

/**
 * The {@code ServerlessV2ScalingConfiguration} of a cluster. The maximum has no effect.
 *
 * @param minimum the minimum capacity in ACUs; 0 lets the database pause
 * @param pauses whether it pauses at all
 * @param untilPause after how long without a connection it pauses
 */
record ServerlessCapacity(double minimum, boolean pauses, Duration untilPause) {

	private static final double LEAST_AWAKE = 0.5;

	private static final long SHORTEST_SECONDS = 300;

	private static final long LONGEST_SECONDS = 86_400;

	/**
	 * Reads a cluster's configuration.
	 * @param configuration the property
	 * @param logicalReplication whether it is on, which keeps Aurora awake
	 */
	static ServerlessCapacity of(JsonNode configuration, boolean logicalReplication) {
		JsonNode minimum = configuration.path("MinCapacity");
		long seconds = configuration.path("SecondsUntilAutoPause").asLong(SHORTEST_SECONDS);
		if (minimum.isMissingNode()) {
			throw new IllegalArgumentException("A cluster of db.serverless instances needs "
					+ "ServerlessV2ScalingConfiguration with MinCapacity and MaxCapacity.");
		}
		if (seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS) {
			throw new IllegalArgumentException("SecondsUntilAutoPause is %d; Aurora takes %d to %d.".formatted(seconds,
					SHORTEST_SECONDS, LONGEST_SECONDS));
		}
		return new ServerlessCapacity(minimum.asDouble(), minimum.asDouble() == 0 && !logicalReplication,
				Duration.ofSeconds(seconds));
	}

	/**
	 * The minimum capacity in ACUs while the database is awake.
	 */
	double awake() {
		return Math.max(this.minimum, LEAST_AWAKE);
	}

}
