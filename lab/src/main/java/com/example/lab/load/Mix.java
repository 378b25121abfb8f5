package com.example.lab.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.example.lab.stage.WorkshopException;

/**
 * How often each kind of request comes.
 *
 * @param weights by kind; only their ratio matters
 */
public record Mix(Map<String, Integer> weights) {

	/** Refuses a mix without requests. */
	public Mix {
		if (weights.isEmpty() || weights.values().stream().anyMatch((weight) -> weight < 1)) {
			throw new IllegalArgumentException("Each kind of a mix has a weight of 1 or more: " + weights);
		}
	}

	/**
	 * Reads a mix.
	 * @param text such as {@code read=90,write=10}
	 * @param kinds the kinds that there are
	 * @return the mix
	 * @throws WorkshopException if it cannot be read or names another kind
	 */
	public static Mix parse(String text, Set<String> kinds) {
		Map<String, Integer> weights = new LinkedHashMap<>();
		for (String part : text.split(",", -1)) {
			String[] words = part.strip().split("=");
			if (words.length != 2 || !kinds.contains(words[0]) || !words[1].matches("[1-9]\\d{0,3}")) {
				throw new WorkshopException("The mix %s cannot be read. Write it like %s, with these kinds: %s."
					.formatted(text, "read=90,write=10", String.join(", ", kinds.stream().sorted().toList())));
			}
			weights.put(words[0], Integer.parseInt(words[1]));
		}
		return new Mix(weights);
	}

	/**
	 * One round of the mix, each kind as evenly spread as can be.
	 * @return as many kinds as the weights sum up to
	 */
	List<String> round() {
		int sum = this.weights.values().stream().mapToInt(Integer::intValue).sum();
		List<String> kinds = List.copyOf(this.weights.keySet());
		int[] due = new int[kinds.size()];
		List<String> round = new ArrayList<>(sum);
		while (round.size() < sum) {
			for (int i = 0; i < due.length; i++) {
				due[i] += Objects.requireNonNull(this.weights.get(kinds.get(i)));
			}
			int most = Arrays.stream(due).max().orElseThrow();
			int next = 0;
			while (due[next] != most) {
				next++;
			}
			due[next] -= sum;
			round.add(kinds.get(next));
		}
		return round;
	}

}
