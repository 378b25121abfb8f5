package com.example.lab.aws.cloudfront;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import com.example.lab.standin.Drill;

/** The drills of a distribution. */
final class EdgeDrills {

	private EdgeDrills() {
	}

	/**
	 * Makes them.
	 * @param origins the ids of the origins
	 */
	static List<Drill> of(OriginFaults faults, EdgeLocations locations, Supplier<Set<String>> origins) {
		return List.of(
				new Drill("origin-down", "makes the origin with the id NAME unreachable, or all of them",
						(name) -> faults.down(known(name, origins.get()))),
				new Drill("origin-up", "makes the origin with the id NAME reachable again, or all of them",
						(name) -> faults.up(known(name, origins.get()))),
				new Drill("purge", "empties the caches at once, or invalidates one PATH",
						(path) -> locations.purge(path.isEmpty() ? "/*" : path)),
				Drill.slow("the origins", faults::slow), new Drill("locations",
						"opens edge locations, each with a cache of its own, until there are N", locations::open));
	}

	private static String known(String origin, Set<String> origins) {
		if (!origin.isEmpty() && !origins.contains(origin)) {
			throw new IllegalArgumentException("There is no origin %s. Origins: %s".formatted(origin, origins));
		}
		return origin;
	}

}
