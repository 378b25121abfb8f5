package com.example.lab.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A process that ends everything the lab owns when the lab ends, even by a kill: its
 * standard input is then closed. Lines on standard input: {@code process PID},
 * {@code forget PID}, {@code folder PATH}.
 */
final class Guard {

	private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private Guard() {
	}

	public static void main(String[] args) throws IOException {
		// Digits and letters as programs read them, whatever the user's language is.
		Locale.setDefault(Locale.ROOT);
		Set<ProcessHandle> processes = new LinkedHashSet<>();
		Set<Path> folders = new LinkedHashSet<>();
		try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				String value = line.substring(line.indexOf(' ') + 1);
				switch (line.substring(0, line.indexOf(' '))) {
					// A handle remembers the start time, so a number that the
					// system gives out again is not mistaken for ours.
					case "process" -> ProcessHandle.of(Long.parseLong(value)).ifPresent(processes::add);
					case "forget" -> processes.removeIf((process) -> process.pid() == Long.parseLong(value));
					case "folder" -> folders.add(Path.of(value));
					default -> throw new IllegalArgumentException(line);
				}
			}
		}
		awaitEnd(processes.stream().flatMap((process) -> killTree(process).stream()).toList());
		folders.forEach(Guard::delete);
	}

	/**
	 * Waits a little: what still runs may still write into a folder that is to be
	 * deleted.
	 */
	static void awaitEnd(Collection<ProcessHandle> processes) {
		long end = System.nanoTime() + LIMIT_NANOS;
		while (processes.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	private static void delete(Path folder) {
		long end = System.nanoTime() + LIMIT_NANOS;
		while (true) {
			try {
				Folders.delete(folder);
				return;
			}
			catch (UncheckedIOException ex) {
				if (System.nanoTime() > end) {
					ex.printStackTrace();
					return;
				}
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
	}

	/**
	 * Kills a process and its children.
	 * @return all of them
	 */
	static List<ProcessHandle> killTree(ProcessHandle process) {
		try (Stream<ProcessHandle> descendants = process.descendants()) {
			List<ProcessHandle> tree = new ArrayList<>(List.of(process));
			tree.addAll(descendants.toList());
			tree.forEach(ProcessHandle::destroyForcibly);
			return tree;
		}
	}

}
