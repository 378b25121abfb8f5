package com.example.postcards.web;

import java.util.List;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * One page of a list, newest first.
 *
 * @param <T> the type of the items
 * @param items at most as many as were asked for
 * @param next where the next page begins, for {@code before}; {@code null} on the last
 */
public record Page<T>(List<T> items, @Nullable String next) {

	/**
	 * Makes the page from what {@link PageRequest#fetch()} rows gave.
	 * @param <T> the type of the items
	 * @param found what was found, one more than the page holds if there is a next one
	 * @param request what was asked for
	 * @param id gives the id of an item
	 * @return the page
	 */
	public static <T> Page<T> of(List<T> found, PageRequest request, ToLongFunction<T> id) {
		if (found.size() <= request.limit()) {
			return new Page<>(found, null);
		}
		List<T> items = found.subList(0, request.limit());
		return new Page<>(items, Long.toString(id.applyAsLong(items.get(items.size() - 1))));
	}

}
