package com.example.lab.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.lab.cloud.LedgerEntry;

/** The tables that commands print. */
final class Reports {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)
		.withZone(ZoneId.systemDefault());

	private Reports() {
	}

	static String ledger(List<LedgerEntry> ledger) {
		return Terminal.table(List.of("RESOURCE", "TYPE", "RUN BY", "WHERE OR WHY"),
				ledger.stream()
					.map((entry) -> List.of(entry.resource(), entry.type(), entry.runner().label(), entry.detail()))
					.toList());
	}

	/**
	 * The ledger with one line for all that LocalStack runs of a construct, or keeps, if
	 * that is more than two resources.
	 */
	static List<LedgerEntry> summary(List<LedgerEntry> ledger) {
		return ledger.stream()
			.collect(Collectors.groupingBy(
					(entry) -> List.of(entry.runner(), entry.runner().deployed() ? construct(entry) : entry.resource()),
					LinkedHashMap::new, Collectors.toList()))
			.values()
			.stream()
			.flatMap((group) -> (group.size() > 2) ? Stream.of(together(group)) : group.stream())
			.toList();
	}

	private static LedgerEntry together(List<LedgerEntry> group) {
		LedgerEntry first = group.get(0);
		String types = group.stream()
			.map((entry) -> entry.type().substring(0, entry.type().lastIndexOf("::") + 2) + "*")
			.distinct()
			.collect(Collectors.joining(", "));
		return new LedgerEntry("%s (%d resources)".formatted(construct(first), group.size()), types, first.runner(),
				first.detail());
	}

	private static String construct(LedgerEntry entry) {
		return entry.resource().split("/")[0];
	}

	/**
	 * The health of a stage, its conditions, its last events and the next commands.
	 * @param number of the stage
	 */
	static String health(int number, Status status) {
		StringBuilder text = new StringBuilder();
		status.conditions().forEach((condition) -> text.append(condition).append('\n'));
		if (!status.events().isEmpty()) {
			text.append(Terminal.bold("Last events")).append('\n');
			status.events()
				.forEach((event) -> text
					.append("%s  %s: %s%n".formatted(TIME.format(event.time()), event.subject(), event.message())));
		}
		return text
			.append(status.serves() ? Terminal.green("It serves its first page. ")
					: Terminal.red("It does not serve its first page. "))
			.append((status.serves()
					? "Faults that you can inject: ./workshop drill %1$d list. Requests: ./workshop load %1$d. Stop: ./workshop down %1$d."
					: "Logs: ./workshop logs %1$d. Repairs: ./workshop drill %1$d list. Restart without data: ./workshop up %1$d --fresh.")
				.formatted(number))
			.append('\n')
			.toString();
	}

	static String timings(Status status) {
		return Terminal.table(List.of("PHASE", "SECONDS"),
				status.phases()
					.stream()
					.map((phase) -> List.of(phase.name(), String.format(Locale.ROOT, "%.1f", phase.millis() / 1_000.0)))
					.toList());
	}

	/**
	 * Resident memory of each process with its children, and of all together.
	 */
	static String memory(Status status) {
		Map<Long, Long> resident = residentMegabytes();
		List<List<String>> rows = new ArrayList<>();
		long sum = 0;
		Set<Long> listed = status.processes().stream().map(Status.Running::pid).collect(Collectors.toSet());
		for (Status.Running process : status.processes()) {
			long megabytes = withUnlistedChildren(ProcessHandle.of(process.pid()).stream(), resident, listed);
			sum += megabytes;
			rows.add(List.of(process.name(), Long.toString(process.pid()), Long.toString(megabytes)));
		}
		rows.add(List.of("together", "", Long.toString(sum)));
		return Terminal.table(List.of("PROCESS", "ID", "RESIDENT MB"), rows);
	}

	private static long withUnlistedChildren(Stream<ProcessHandle> processes, Map<Long, Long> resident,
			Set<Long> listed) {
		return processes.mapToLong((process) -> resident.getOrDefault(process.pid(), 0L) + withUnlistedChildren(
				process.children().filter((child) -> !listed.contains(child.pid())), resident, listed))
			.sum();
	}

	/**
	 * From {@code ps}, which Linux and macOS have; empty elsewhere.
	 */
	private static Map<Long, Long> residentMegabytes() {
		Map<Long, Long> found = new HashMap<>();
		try {
			Process ps = new ProcessBuilder("ps", "-A", "-o", "pid=,rss=").start();
			try (BufferedReader lines = new BufferedReader(
					new InputStreamReader(ps.getInputStream(), StandardCharsets.UTF_8))) {
				lines.lines().forEach((line) -> {
					String[] words = line.strip().split("\\s+");
					found.put(Long.parseLong(words[0]), Long.parseLong(words[1]) / 1_024);
				});
			}
		}
		catch (IOException ex) {
			// No figures without ps.
		}
		return found;
	}

}
