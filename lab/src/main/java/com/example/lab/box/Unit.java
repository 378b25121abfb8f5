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

import org.jspecify.annotations.Nullable;

/**
 * The parts of a systemd service unit that matter on this computer. Hardening directives
 * and memory limits are the kernel's work on the server and have no effect here.
 *
 * @param name such as {@code postcards.service}
 * @param settings the keys of all sections with their values
 * @param lines the line of each key, from 1; the last if it is there more than once
 * @see <a href=
 * "https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html">systemd.service</a>
 */
record Unit(String name, Map<String, List<String>> settings, Map<String, Integer> lines) {

	private static final Pattern TIME = Pattern.compile("(\\d+)\\s*(ms|sec|s|min|m|h)?\\s*");

	private static final Pattern ASSIGNMENT = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

	/** From here on a process ended by a signal. */
	private static final int SIGNALS = 128;

	static Unit read(Path file) {
		try {
			Map<String, List<String>> settings = new HashMap<>();
			Map<String, Integer> numbers = new HashMap<>();
			List<String> lines = Files.readAllLines(file);
			for (int i = 0; i < lines.size(); i++) {
				int number = i + 1;
				StringBuilder line = new StringBuilder(lines.get(i));
				while (line.toString().endsWith("\\") && i + 1 < lines.size()) {
					line.setCharAt(line.length() - 1, ' ');
					line.append(lines.get(++i));
				}
				int equals = line.indexOf("=");
				if (equals > 0 && !line.toString().matches("[#;\\[].*")) {
					String key = line.substring(0, equals).strip();
					settings.computeIfAbsent(key, (unused) -> new ArrayList<>())
						.add(line.substring(equals + 1).strip());
					numbers.put(key, number);
				}
			}
			return new Unit(file.getFileName().toString(), settings, numbers);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The unit %s cannot be read".formatted(file.getFileName()), ex);
		}
	}

	/**
	 * Where the file has a key; 0 if it does not.
	 */
	int line(String key) {
		return this.lines.getOrDefault(key, 0);
	}

	List<String> execStart() {
		return List.of(value("ExecStart", "").split("\\s+"));
	}

	/**
	 * What its process is given: {@code Environment}, then {@code EnvironmentFile}, which
	 * wins. A file whose name follows a minus sign need not be there.
	 */
	Map<String, String> environment(Disk disk) {
		Map<String, String> environment = new LinkedHashMap<>();
		for (String line : this.settings.getOrDefault("Environment", List.of())) {
			ASSIGNMENT.matcher(line)
				.results()
				.forEach((match) -> putAssignment(environment, match.group().replaceAll("^[\"']|[\"']$", "")));
		}
		for (String file : this.settings.getOrDefault("EnvironmentFile", List.of())) {
			Path path = disk.at(file.replaceFirst("^-", ""));
			if (file.startsWith("-") && !Files.exists(path)) {
				continue;
			}
			try {
				Files.readAllLines(path).forEach((line) -> putAssignment(environment, line.strip()));
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The unit %s lacks its %s".formatted(this.name, file), ex);
			}
		}
		return environment;
	}

	/**
	 * Whether it starts again after an end that was not requested.
	 * @param exitCode of the process; 128 + n for a signal n
	 */
	boolean restartsAfter(int exitCode) {
		boolean clean = exitCode == 0
				|| List.of(value("SuccessExitStatus", "").split("\\s+")).contains(Integer.toString(exitCode));
		String restart = value("Restart", "no");
		return switch (restart) {
			case "no" -> false;
			case "always" -> true;
			case "on-success" -> clean;
			case "on-failure" -> !clean;
			case "on-abnormal", "on-abort" -> !clean && exitCode > SIGNALS;
			default -> throw new IllegalArgumentException("%s: Restart=%s is unknown".formatted(this.name, restart));
		};
	}

	Duration restartDelay() {
		return duration("RestartSec", Duration.ofMillis(100));
	}

	Duration stopLimit() {
		return duration("TimeoutStopSec", Duration.ofSeconds(90));
	}

	private Duration duration(String key, Duration otherwise) {
		String value = value(key, "");
		if (value.isEmpty()) {
			return otherwise;
		}
		Duration sum = Duration.ZERO;
		Matcher matcher = TIME.matcher(value);
		int end = 0;
		for (; matcher.lookingAt(); matcher.region(end, value.length())) {
			sum = sum.plus(part(Long.parseLong(matcher.group(1)), matcher.group(2)));
			end = matcher.end();
		}
		if (end < value.length()) {
			throw new IllegalArgumentException("%s: the lab cannot read %s=%s".formatted(this.name, key, value));
		}
		return sum;
	}

	private static Duration part(long number, @Nullable String unit) {
		return switch ((unit != null) ? unit : "s") {
			case "ms" -> Duration.ofMillis(number);
			case "m", "min" -> Duration.ofMinutes(number);
			case "h" -> Duration.ofHours(number);
			default -> Duration.ofSeconds(number);
		};
	}

	private String value(String key, String otherwise) {
		List<String> values = this.settings.getOrDefault(key, List.of());
		return values.isEmpty() ? otherwise : values.get(values.size() - 1);
	}

	private static void putAssignment(Map<String, String> environment, String line) {
		int equals = line.indexOf('=');
		if (equals > 0 && !line.matches("[#;].*")) {
			String value = line.substring(equals + 1);
			boolean quoted = value.matches("\"[^\"]*\"|'[^']*'");
			environment.put(line.substring(0, equals), quoted ? value.substring(1, value.length() - 1) : value);
		}
	}

}
