package com.example.postcards.tests;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import com.example.contract.load.Crowd;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.rds.InstanceZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each fault again and again, at random moments under load: whatever people see
 * meanwhile, nothing that was acknowledged is lost, and everything comes back by itself.
 * Takes some twenty seconds a fault.
 */
@Stage(clock = 20)
@Isolated
@EnabledIf(value = "wanted", disabledReason = "it takes a quarter of an hour: ./workshop soak runs it")
class SoakTests {

	/** How often each fault happens. */
	private static final Integer TIMES = Integer.getInteger("soak.times", (System.getenv("CI") != null) ? 10 : 0);

	private static final int LONGEST_PAUSE_MILLIS = 2_000;

	private final LocalCloud cloud;

	private final Faults faults;

	SoakTests(LocalCloud cloud) {
		this.cloud = cloud;
		this.faults = new Faults(cloud);
	}

	static boolean wanted() {
		return TIMES > 0;
	}

	@Test
	void nothingThatWasAcknowledgedIsLostByAnyFaultAtAnyMoment() throws Exception {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		Map<String, Integer> acknowledged = new LinkedHashMap<>();
		for (int round = 0; round < TIMES; round++) {
			for (Fault fault : faults(Faults.SERVERS.get(random.nextInt(2)))) {
				System.out.printf("%d of %d: %s%n", round + 1, TIMES, fault.name());
				int writes = suffer(fault, random, "seed %d, round %d, %s".formatted(seed, round, fault.name()));
				acknowledged.merge(fault.name(), writes, Integer::sum);
			}
		}
		Evidence.keep("soak", Map.of("faults", TIMES * acknowledged.size(), "acknowledged",
				acknowledged.values().stream().mapToInt(Integer::intValue).sum(), "lost", 0, "byFault", acknowledged));
	}

	private List<Fault> faults(String server) {
		InstanceZone primary = this.faults.database().primary();
		String zone = primary.zone().substring(primary.zone().length() - 1);
		return List.of(new Fault("the application is killed", List.of(server, "kill", Faults.SERVICE), List.of()),
				new Fault("a server loses its power", List.of(server, "power-off", ""), List.of(server, "boot", "")),
				new Fault("the database fails over", List.of("Database/Instance", "failover", ""), List.of()),
				new Fault("the standby is killed", List.of("Database/Instance", "kill-standby", ""), List.of()),
				new Fault("a zone loses its power", List.of("zone-down", zone, ""), List.of("zone-up", zone, "")));
	}

	/**
	 * Lets a fault happen.
	 * @return how many writes were acknowledged
	 */
	private int suffer(Fault fault, Random random, String when) throws Exception {
		this.faults.awaitBoth();
		try (Crowd crowd = Crowd.at(this.cloud.url())) {
			TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
			drill(fault.drill());
			TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
			drill(fault.remedy());
			this.faults.awaitBoth();
			crowd.awaitSuccesses(1);
			crowd.stop();
			int acknowledged = Crowd.acknowledged(crowd.outcomes()).size();
			assertThat(acknowledged).as(when).isPositive();
			assertThat(crowd.missing(crowd.outcomes())).as(when).isEmpty();
			return acknowledged;
		}
	}

	private void drill(List<String> words) throws Exception {
		if (!words.isEmpty()) {
			this.cloud.drill(words.get(0), words.get(1), words.get(2));
		}
	}

	private record Fault(String name, List<String> drill, List<String> remedy) {
	}

}
