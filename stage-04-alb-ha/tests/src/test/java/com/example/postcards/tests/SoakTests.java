package com.example.postcards.tests;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.example.contract.load.Crowd;
import com.example.lab.aws.rds.InstanceZone;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.load.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults in any order, at random moments under load, each as soon as the one before is
 * repaired: whatever users see meanwhile, nothing that was acknowledged is lost, and
 * everything comes back by itself.
 */
@Stage
@CountsFailures
class SoakTests {

	/** How often each fault happens; {@code ./workshop soak} asks for more. */
	private static final int TIMES = Integer.getInteger("soak.times", 2);

	private static final int LONGEST_PAUSE_MILLIS = 2_000;

	private final LocalCloud cloud;

	private final Faults faults;

	SoakTests(LocalCloud cloud) {
		this.cloud = cloud;
		this.faults = new Faults(cloud);
	}

	@Test
	void noAcknowledgedWriteIsLostByAnyFaultAtAnyMoment() throws Exception {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		this.faults.awaitBoth();
		List<Fault> order = new ArrayList<>();
		for (int i = 0; i < TIMES; i++) {
			order.addAll(List.of(Fault.values()));
		}
		Collections.shuffle(order, random);
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			for (int i = 0; i < order.size(); i++) {
				System.out.printf("%d of %d: %s%n", i + 1, order.size(), order.get(i));
				suffer(order.get(i), random);
			}
			this.faults.awaitBoth();
			crowd.awaitSuccesses(1);
			crowd.stop();

			List<Outcome> acknowledged = Crowd.acknowledged(crowd.outcomes());
			List<Outcome> lost = crowd.missing(acknowledged);
			Map<Fault, Long> byFault = order.stream()
				.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
			Evidence.keep("soak", Map.of("faults", order.size(), "acknowledged", acknowledged.size(), "lost",
					lost.size(), "byFault", byFault));
			assertThat(acknowledged).isNotEmpty();
			assertThat(lost).as("seed %d, order %s", seed, order).isEmpty();
		}
	}

	private void suffer(Fault fault, Random random) throws Exception {
		String server = Faults.SERVERS.get(random.nextInt(2));
		InstanceZone primary = this.faults.database().primary();
		String zone = primary.zone().substring(primary.zone().length() - 1);
		pause(random);
		switch (fault) {
			case APPLICATION_KILLED -> this.cloud.drill(server, "kill", Faults.SERVICE);
			case SERVER_WITHOUT_POWER -> this.cloud.drill(server, "power-off", "");
			case DATABASE_FAILS_OVER -> this.cloud.drill("Database/Instance", "failover", "");
			case STANDBY_KILLED -> this.cloud.drill("Database/Instance", "kill-standby", "");
			case ZONE_WITHOUT_POWER -> this.cloud.drill("zone-down", zone, "");
		}
		pause(random);
		switch (fault) {
			case SERVER_WITHOUT_POWER -> this.cloud.drill(server, "boot", "");
			case ZONE_WITHOUT_POWER -> this.cloud.drill("zone-up", zone, "");
			default -> {
				// It comes back by itself.
			}
		}
		this.faults.awaitRunning();
	}

	private static void pause(Random random) throws InterruptedException {
		TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
	}

	private enum Fault {

		APPLICATION_KILLED, SERVER_WITHOUT_POWER, DATABASE_FAILS_OVER, STANDBY_KILLED, ZONE_WITHOUT_POWER

	}

}
