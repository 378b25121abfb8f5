package com.example.lab.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.example.lab.cloud.LedgerEntry;
import com.example.lab.event.Event;
import com.example.lab.launch.Launch;
import com.example.lab.standin.Drill;

/**
 * The status of a running stage.
 *
 * @param url where the product is
 * @param localStack how LocalStack runs
 * @param ledger what runs each resource
 * @param processes what runs
 * @param phases the duration of each phase of the start
 * @param drills the faults that can be injected
 * @param conditions the conditions of resources that change by themselves
 * @param serves whether it serves its first page now
 * @param settled whether none of its parts is starting, draining or unhealthy
 * @param events the last events about the health of its resources, oldest first
 */
record Status(String url, String localStack, List<LedgerEntry> ledger, List<Running> processes,
		List<Launch.Phase> phases, List<Suffering> drills, List<String> conditions, boolean serves, boolean settled,
		List<Event> events) {

	private static final int LAST_EVENTS = 8;

	private static final Set<Event.Kind> HEALTH = EnumSet.of(Event.Kind.HEALTHY, Event.Kind.UNHEALTHY,
			Event.Kind.STOPPED, Event.Kind.DIED, Event.Kind.PAUSED, Event.Kind.RESUMED, Event.Kind.DISK,
			Event.Kind.ALARM, Event.Kind.REFUSED, Event.Kind.WARNING);

	static Status of(Launch launch) {
		return new Status(launch.cloud().url().toString(), launch.cloud().localStack().describe(),
				launch.cloud().ledger(),
				Stream.concat(Stream.of(new Running("lab", ProcessHandle.current().pid())),
						launch.processes()
							.running()
							.stream()
							.map((process) -> new Running(process.name(), process.pid())))
					.toList(),
				launch.phases(),
				launch.cloud()
					.drills()
					.entrySet()
					.stream()
					.flatMap((entry) -> entry.getValue().stream().map((drill) -> Suffering.of(entry.getKey(), drill)))
					.toList(),
				launch.cloud().conditions(), launch.cloud().serves(), launch.cloud().settled(), lastEvents(launch));
	}

	private static List<Event> lastEvents(Launch launch) {
		List<Event> all = launch.cloud()
			.events()
			.since(0)
			.stream()
			.filter((one) -> HEALTH.contains(one.kind()))
			.toList();
		return all.subList(Math.max(0, all.size() - LAST_EVENTS), all.size());
	}

	/**
	 * A process that runs.
	 *
	 * @param name its short name
	 * @param pid its id
	 */
	record Running(String name, long pid) {
	}

	/**
	 * A fault or repair of a resource.
	 *
	 * @param resource the resource's name
	 * @param name the drill
	 * @param description what happens
	 */
	record Suffering(String resource, String name, String description) {

		private static Suffering of(String resource, Drill drill) {
			return new Suffering(resource, drill.name(), drill.description());
		}

	}

}
