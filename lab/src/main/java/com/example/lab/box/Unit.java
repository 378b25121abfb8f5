package com.example.lab.box;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a systemd service unit that matter on this computer. Hardening directives
 * and memory limits are the kernel's work on the server and have no effect here.
 *
 * @param name such as {@code postcards.service}
 * @param settings the keys of all sections with their values
 * @see <a href=
 * "https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html">systemd.service</a>
 */
record Unit(String name, Map<String, List<String>> settings) {

	private static final Pattern SECONDS = Pattern.compile("(\\d+)(ms|s|min|m)?");

	static Unit read(Path file) {
		try {
			Map<String, List<String>> settings = new HashMap<>();
			for (String line : Files.readString(file).replace("\\\n", " ").split("\n")) {
				int equals = line.indexOf('=');
				if (equals > 0 && !line.startsWith("#") && !line.startsWith("[")) {
					settings.computeIfAbsent(line.substring(0, equals).strip(), (key) -> new ArrayList<>())
						.add(line.substring(equals + 1).strip());
				}
			}
			return new Unit(file.getFileName().toString(), settings);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The unit %s cannot be read".formatted(file.getFileName()), ex);
		}
	}

	List<String> execStart() {
		return List.of(value("ExecStart", "").split("\\s+"));
	}

	/**
	 * What its process is given, from {@code EnvironmentFile} and {@code Environment}.
	 */
	Map<String, String> environment(Disk disk) {
		Map<String, String> environment = new LinkedHashMap<>();
		for (String file : this.settings.getOrDefault("EnvironmentFile", List.of())) {
			try {
				Files.readAllLines(disk.at(file.replaceFirst("^-", "")))
					.forEach((line) -> putAssignment(environment, line));
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The unit %s lacks its %s".formatted(this.name, file), ex);
			}
		}
		this.settings.getOrDefault("Environment", List.of()).forEach((line) -> putAssignment(environment, line));
		return environment;
	}

	/**
	 * Whether it starts again after an end that nobody asked for.
	 * @param exitCode of the process; 128 + n for a signal n
	 */
	boolean restartsAfter(int exitCode) {
		boolean clean = exitCode == 0 || value("SuccessExitStatus", "").contains(Integer.toString(exitCode));
		return switch (value("Restart", "no")) {
			case "always" -> true;
			case "on-failure", "on-abnormal" -> !clean;
			default -> false;
		};
	}

	Duration restartDelay() {
		return duration("RestartSec", Duration.ofMillis(100));
	}

	Duration stopLimit() {
		return duration("TimeoutStopSec", Duration.ofSeconds(90));
	}

	private Duration duration(String key, Duration otherwise) {
		Matcher matcher = SECONDS.matcher(value(key, ""));
		if (!matcher.matches()) {
			return otherwise;
		}
		long number = Long.parseLong(matcher.group(1));
		return switch ((matcher.group(2) != null) ? matcher.group(2) : "s") {
			case "ms" -> Duration.ofMillis(number);
			case "m", "min" -> Duration.ofMinutes(number);
			default -> Duration.ofSeconds(number);
		};
	}

	private String value(String key, String otherwise) {
		List<String> values = this.settings.getOrDefault(key, List.of());
		return values.isEmpty() ? otherwise : values.get(values.size() - 1);
	}

	private static void putAssignment(Map<String, String> environment, String line) {
		int equals = line.indexOf('=');
		if (equals > 0 && !line.startsWith("#")) {
			environment.put(line.substring(0, equals), line.substring(equals + 1));
		}
	}

}
