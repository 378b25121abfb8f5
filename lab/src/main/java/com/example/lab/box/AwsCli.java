package com.example.lab.box;

import java.time.Duration;
import java.util.List;

import com.example.lab.network.Ports;
import com.example.lab.standin.TargetHealthSource;

/**
 * The {@code aws} of a box. It knows one command: {@code aws elbv2 wait
 * target-in-service}, which asks each 15 seconds, 40 times at most.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/cli/latest/reference/elbv2/wait/target-in-service.html">target-in-service</a>
 */
final class AwsCli {

	private static final List<String> WAIT = List.of("elbv2", "wait", "target-in-service");

	private static final Duration LIMIT = Duration.ofMinutes(10);

	private final TargetHealthSource group;

	private final String instance;

	/**
	 * A call.
	 * @param arguments its words after {@code aws}
	 * @param host where it runs
	 * @throws IllegalArgumentException for any other command, or a target group that is
	 * not there
	 */
	AwsCli(List<String> arguments, Host host) {
		if (arguments.size() < WAIT.size() || !arguments.subList(0, WAIT.size()).equals(WAIT)) {
			throw new IllegalArgumentException("the lab knows aws %s only".formatted(String.join(" ", WAIT)));
		}
		String arn = option(arguments, "--target-group-arn");
		this.instance = option(arguments, "--targets").replaceFirst("^Id=", "");
		this.group = host.lab()
			.find(TargetHealthSource.class, arn)
			.orElseThrow(() -> new IllegalArgumentException("there is no target group '%s'".formatted(arn)));
	}

	private static String option(List<String> arguments, String name) {
		int at = arguments.indexOf(name);
		if (at < 0 || at + 1 == arguments.size()) {
			throw new IllegalArgumentException("aws %s without %s".formatted(String.join(" ", WAIT), name));
		}
		return arguments.get(at + 1);
	}

	/** Asks more often than the real one, and goes on for as long. */
	void run() {
		long end = System.nanoTime() + LIMIT.toNanos();
		while (!this.group.inService(this.instance)) {
			if (System.nanoTime() > end) {
				throw new IllegalStateException("Waiter TargetInService failed: Max attempts exceeded");
			}
			Ports.pause();
		}
	}

}
