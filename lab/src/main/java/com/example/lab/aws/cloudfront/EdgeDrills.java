package com.example.lab.aws.cloudfront;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import com.example.lab.standin.Drill;

/** The drills of a distribution. */
final class EdgeDrills {

	private EdgeDrills() {
	}

	/**
	 * Makes them.
	 * @param settings of the distribution as it is then
	 */
	static List<Drill> of(OriginFaults faults, EdgeLocations locations, Supplier<DistributionSettings> settings) {
		return List.of(
				new Drill("origin-down", "makes the origin of a PATH such as /api/, or with an ID, unreachable, or all",
						(name) -> origins(name, settings.get()).forEach(faults::down)),
				new Drill("origin-up", "makes the origin of a PATH, or with an ID, reachable again, or all",
						(name) -> origins(name, settings.get()).forEach(faults::up)),
				new Drill("purge", "empties the caches at once, or invalidates one PATH",
						(path) -> locations.purge(path.isEmpty() ? "/*" : path)),
				Drill.slow("the origins", faults::slow), new Drill("locations",
						"opens edge locations, each with a cache of its own, until there are N", locations::open));
	}

	private static List<String> origins(String name, DistributionSettings now) {
		if (name.startsWith("/")) {
			return now.originsOf(now.behavior(name)).stream().map(OriginSettings::id).toList();
		}
		if (!name.isEmpty() && !now.origins().containsKey(name)) {
			throw new IllegalArgumentException("There is no origin %s. Give a path such as /api/, or one of: %s"
				.formatted(name, now.origins().keySet().stream().sorted().collect(Collectors.joining(", "))));
		}
		return List.of(name);
	}

}
