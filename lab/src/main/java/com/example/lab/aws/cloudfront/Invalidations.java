package com.example.lab.aws.cloudfront;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** The invalidations of a distribution. */
final class Invalidations {

	private final Map<String, Invalidation> all = Collections.synchronizedMap(new LinkedHashMap<>());

	private final Map<String, String> references = Collections.synchronizedMap(new LinkedHashMap<>());

	/**
	 * Makes one, or gives the one that was made with the same reference.
	 * @param start begins its work
	 */
	Invalidation create(String reference, List<String> paths, Consumer<Invalidation> start) {
		synchronized (this.all) {
			Invalidation before = this.all.get(this.references.getOrDefault(reference, ""));
			if (before != null && before.paths().equals(paths)) {
				return before;
			}
			Invalidation made = new Invalidation(Names.id('I', 26), reference, List.copyOf(paths), Instant.now(),
					false);
			this.all.put(made.id(), made);
			this.references.put(reference, made.id());
			start.accept(made);
			return made;
		}
	}

	/** Notes that one is complete. */
	void complete(Invalidation invalidation) {
		this.all.put(invalidation.id(), new Invalidation(invalidation.id(), invalidation.reference(),
				invalidation.paths(), invalidation.created(), true));
	}

	@Nullable Invalidation get(String id) {
		return this.all.get(id);
	}

	/** The last one first. */
	List<Invalidation> list() {
		synchronized (this.all) {
			List<Invalidation> list = new ArrayList<>(this.all.values());
			Collections.reverse(list);
			return list;
		}
	}

	/**
	 * An invalidation.
	 *
	 * @param id its id
	 * @param reference of the caller
	 * @param paths of objects
	 * @param created when it was made
	 * @param completed whether no location has the objects any more
	 */
	record Invalidation(String id, String reference, List<String> paths, Instant created, boolean completed) {

		String status() {
			return this.completed ? "Completed" : "InProgress";
		}

	}

}
