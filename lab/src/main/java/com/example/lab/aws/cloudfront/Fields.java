package com.example.lab.aws.cloudfront;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message, whose names ignore case. Immutable: each change gives
 * new ones.
 */
final class Fields {

	static final Fields NONE = new Fields(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));

	private final TreeMap<String, List<String>> values;

	private Fields(TreeMap<String, List<String>> values) {
		this.values = values;
	}

	/** The first value; null without one. */
	@Nullable String first(String name) {
		List<String> all = this.values.get(name);
		return (all != null) ? all.get(0) : null;
	}

	/** The first value; empty without one. */
	String text(String name) {
		String first = first(name);
		return (first != null) ? first : "";
	}

	List<String> all(String name) {
		return this.values.getOrDefault(name, List.of());
	}

	/** All values as one list; empty without any. */
	String joined(String name) {
		return String.join(", ", all(name));
	}

	boolean has(String name) {
		return this.values.containsKey(name);
	}

	Collection<String> names() {
		return List.copyOf(this.values.keySet());
	}

	Fields with(String name, String value) {
		return with(name, List.of(value));
	}

	Fields with(String name, List<String> all) {
		return changed((copy) -> {
			copy.remove(name);
			if (!all.isEmpty()) {
				copy.put(name, List.copyOf(all));
			}
		});
	}

	/** With one more value. */
	Fields and(String name, String value) {
		List<String> all = new ArrayList<>(all(name));
		all.add(value);
		return changed((copy) -> copy.put(name, List.copyOf(all)));
	}

	/** With all fields of others, whose values replace those that are here. */
	Fields with(Fields others) {
		return changed((copy) -> others.values.forEach((name, all) -> {
			copy.remove(name);
			copy.put(name, all);
		}));
	}

	Fields without(String... names) {
		return changed((copy) -> List.of(names).forEach(copy::remove));
	}

	Fields only(Predicate<String> wanted) {
		return changed((copy) -> copy.keySet().removeIf((name) -> !wanted.test(name.toLowerCase(Locale.ROOT))));
	}

	/** Gives each value with its name. */
	void forEach(BiConsumer<String, String> each) {
		this.values.forEach((name, all) -> all.forEach((value) -> each.accept(name, value)));
	}

	private Fields changed(java.util.function.Consumer<Map<String, List<String>>> change) {
		TreeMap<String, List<String>> copy = new TreeMap<>(this.values);
		change.accept(copy);
		return new Fields(copy);
	}

	@Override
	public String toString() {
		return this.values.toString();
	}

}
