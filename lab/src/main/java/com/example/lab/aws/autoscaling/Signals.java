package com.example.lab.aws.autoscaling;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

import com.example.lab.network.Ports;

/**
 * The signals with which new servers tell CloudFormation that they work. The user data is
 * not run: if it calls cfn-signal, a server signals success once its cfn-init has ended
 * well.
 *
 * @param sent whether the user data calls cfn-signal
 */
record Signals(boolean sent) {

	private static final Pattern CALL = Pattern.compile("\\bcfn-signal\\b");

	/** No clock makes a server start faster. */
	private static final Duration LEAST = Duration.ofSeconds(30);

	/**
	 * What user data sends.
	 * @param userData in Base64
	 */
	static Signals of(String userData) {
		byte[] script = Base64.getMimeDecoder().decode(userData);
		return new Signals(CALL.matcher(new String(script, StandardCharsets.UTF_8)).find());
	}

	/**
	 * Waits for servers that boot.
	 * @param limit how long; at least half a minute
	 * @return how many have signalled success
	 */
	int await(List<FleetServer> servers, Duration limit) {
		long end = System.nanoTime() + Math.max(limit.toNanos(), LEAST.toNanos());
		while (servers.stream().anyMatch((server) -> !ended(server)) && System.nanoTime() < end) {
			Ports.pause();
		}
		return this.sent ? (int) servers.stream().filter(FleetServer::booted).count() : 0;
	}

	/** A server whose cfn-init fails signals that, and is terminated. */
	private boolean ended(FleetServer server) {
		return (this.sent && server.booted()) || server.is(FleetServer.State.TERMINATING);
	}

}
