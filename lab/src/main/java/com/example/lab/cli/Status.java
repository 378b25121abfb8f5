package com.example.lab.cli;

import java.util.List;
import java.util.stream.Stream;

import com.example.lab.cloud.LedgerEntry;
import com.example.lab.launch.Launch;
import com.example.lab.standin.Drill;

/**
 * What a stage that is up tells about itself.
 *
 * @param url where the product is
 * @param localStack how LocalStack runs
 * @param ledger who runs each resource
 * @param processes what runs
 * @param phases how long it took to come up
 * @param drills what can be suffered
 * @param conditions how the resources are that change by themselves
 */
record Status(String url, String localStack, List<LedgerEntry> ledger, List<Running> processes,
		List<Launch.Phase> phases, List<Suffering> drills, List<String> conditions) {

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
				launch.cloud().conditions());
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
	 * What a resource can suffer.
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
