package com.example.lab.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import com.example.lab.cloud.Answer;
import com.example.lab.load.Workload;
import com.example.lab.stage.WorkshopException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code where}: shows which servers answer. */
@Command(name = "where", mixinStandardHelpOptions = true,
		description = "Shows which server and which database answer requests, how often and how quickly.")
final class WhereCommand implements Callable<Integer> {

	@Mixin
	private StageArgument argument = new StageArgument();

	@Option(names = "--times", defaultValue = "1", paramLabel = "N",
			description = "Number of requests, one after the other, without cookies (default: ${DEFAULT-VALUE}).")
	private int times;

	@Override
	public Integer call() {
		if (this.times < 1) {
			throw new WorkshopException(
					"--times must be 1 or more, not %d. No request was sent.".formatted(this.times));
		}
		ControlClient client = ControlClient.of(this.argument.stage);
		String path = Workload.find().where();
		List<Asked> asked = new ArrayList<>();
		for (int sent = 0; sent < this.times; sent++) {
			long begin = System.nanoTime();
			Answer answer = client.get(path);
			asked.add(new Asked(answer, Duration.ofNanos(System.nanoTime() - begin)));
		}
		System.out.print(table(asked));
		return asked.stream().anyMatch((each) -> each.answer().ok()) ? 0 : 1;
	}

	/**
	 * A row for each place that answered, and one for each kind of failure.
	 */
	static String table(List<Asked> asked) {
		Map<Map<String, String>, List<Asked>> places = new LinkedHashMap<>();
		Map<String, Integer> failures = new TreeMap<>();
		for (Asked each : asked) {
			Answer answer = each.answer();
			if (answer.ok()) {
				places.computeIfAbsent(place(answer.body()), (place) -> new ArrayList<>()).add(each);
			}
			else {
				failures.merge((answer.status() > 0) ? "HTTP " + answer.status() : "no answer", 1, Integer::sum);
			}
		}
		StringBuilder text = new StringBuilder();
		if (!places.isEmpty()) {
			text.append(table(places));
		}
		failures.forEach((kind, count) -> text.append("%s: %d of %d requests%n".formatted(kind, count, asked.size())));
		return text.toString();
	}

	private static String table(Map<Map<String, String>, List<Asked>> places) {
		Set<String> names = new LinkedHashSet<>();
		places.keySet().forEach((place) -> names.addAll(place.keySet()));
		List<String> head = new ArrayList<>(names.stream().map((name) -> name.toUpperCase(Locale.ROOT)).toList());
		head.addAll(List.of("ANSWERS", "SLOWEST"));
		List<List<String>> rows = new ArrayList<>();
		places.forEach((place, answers) -> {
			List<String> row = new ArrayList<>(names.stream().map((name) -> place.getOrDefault(name, "-")).toList());
			row.add(Integer.toString(answers.size()));
			row.add("%d ms".formatted(answers.stream().mapToLong((each) -> each.took().toMillis()).max().orElse(0)));
			rows.add(row);
		});
		return Terminal.table(head, rows);
	}

	private static Map<String, String> place(String body) {
		Map<String, String> place = new LinkedHashMap<>();
		try {
			flatten("", JsonMapper.shared().readTree(body), place);
		}
		catch (JacksonException ex) {
			place.put("answer", Terminal.shorten(body.strip()));
		}
		return place;
	}

	private static void flatten(String name, JsonNode value, Map<String, String> place) {
		if (value.isObject()) {
			value.properties()
				.forEach((inner) -> flatten((name + " " + inner.getKey()).strip(), inner.getValue(), place));
		}
		else {
			place.put(name, value.isNull() ? "-" : value.asString());
		}
	}

	/**
	 * An answer.
	 *
	 * @param answer to a request
	 * @param took until it was there
	 */
	record Asked(Answer answer, Duration took) {
	}

}
