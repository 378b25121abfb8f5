package com.example.lab.cloud;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.standin.Drill;
import com.example.lab.standin.Zonal;

/**
 * Faults of whole Availability Zones: {@code zone-down} and {@code zone-up}, each with
 * the letters of the zones that something is in.
 */
final class ZoneDrills {

	private ZoneDrills() {
	}

	/**
	 * The drills of the zones that stand-ins are in.
	 * @return by what stands in the place of a resource's name; empty without zones
	 */
	static Map<String, List<Drill>> of(List<Zonal> zonal, Events events) {
		List<String> zones = zonal.stream().flatMap((part) -> part.zones().stream()).distinct().sorted().toList();
		Map<String, List<Drill>> drills = new LinkedHashMap<>();
		if (!zones.isEmpty()) {
			drills.put("zone-down", zones.stream().map((zone) -> down(zone, zonal, events)).toList());
			drills.put("zone-up", zones.stream().map((zone) -> up(zone, zonal, events)).toList());
		}
		return drills;
	}

	private static Drill down(String zone, List<Zonal> zonal, Events events) {
		return new Drill(letter(zone), "everything in %s loses its power, until zone-up".formatted(zone), (unused) -> {
			events.publish(Event.Kind.DIED, Events.LAB, "zone %s loses its power".formatted(zone));
			zonal.forEach((part) -> part.zoneDown(zone));
		});
	}

	private static Drill up(String zone, List<Zonal> zonal, Events events) {
		return new Drill(letter(zone),
				"%s has power again: instances boot, databases get their server back".formatted(zone), (unused) -> {
					events.publish(Event.Kind.STARTED, Events.LAB, "zone %s has power again".formatted(zone));
					zonal.forEach((part) -> part.zoneUp(zone));
				});
	}

	private static String letter(String zone) {
		return zone.substring(zone.length() - 1);
	}

}
