package com.example.lab.aws.autoscaling;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

import com.example.lab.network.Ports;

/**
 * The signals with which new servers tell CloudFormation that they work. The user data is
 * not run; this is what it would send, and when.
 */
enum Signals {

	/** It does not call cfn-signal. */
	NEVER,
	/** It calls cfn-signal once cfn-init has ended. */
	BOOTED,
	/** It asks for the health of its target before it calls cfn-signal. */
	HEALTHY;

	private static final Pattern SIGNAL = Pattern.compile("\\bcfn-signal\\b");

	private static final Pattern HEALTH = Pattern.compile("\\bdescribe-target-health\\b(?s:.*)\\bcfn-signal\\b");

	/** No clock makes a server start faster. */
	private static final Duration LEAST = Duration.ofSeconds(30);

	/**
	 * What user data sends.
	 * @param userData in Base64
	 */
	static Signals of(String userData) {
		String script = new String(Base64.getMimeDecoder().decode(userData), StandardCharsets.UTF_8);
		if (HEALTH.matcher(script).find()) {
			return HEALTHY;
		}
		return SIGNAL.matcher(script).find() ? BOOTED : NEVER;
	}

	/**
	 * Waits for the signals of servers that have booted.
	 * @param limit how long; at least half a minute
	 * @return how many have signalled success
	 */
	int await(Fleet fleet, List<FleetServer> servers, Duration limit) {
		long end = System.nanoTime() + Math.max(limit.toNanos(), LEAST.toNanos());
		long count = count(fleet, servers);
		while (count < servers.size() && System.nanoTime() < end) {
			Ports.pause();
			count = count(fleet, servers);
		}
		return (int) count;
	}

	private long count(Fleet fleet, List<FleetServer> servers) {
		return servers.stream().filter((server) -> switch (this) {
			case NEVER -> false;
			case BOOTED -> true;
			case HEALTHY -> fleet.isHealthy(server);
		}).count();
	}

}
