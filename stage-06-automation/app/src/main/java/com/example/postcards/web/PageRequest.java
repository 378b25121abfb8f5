package com.example.postcards.web;

import java.util.Objects;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted: the parameters {@code before} and {@code limit}.
 *
 * @param before only items with a smaller id; without it from the newest
 * @param limit how many at most
 */
public record PageRequest(@Positive Long before, @Min(1) @Max(100) Integer limit) {

	public PageRequest(@Nullable Long before, @Nullable Integer limit) {
		this.before = Objects.requireNonNullElse(before, Long.MAX_VALUE);
		this.limit = Objects.requireNonNullElse(limit, 20);
	}

	/**
	 * How many rows to read: one more than the page holds, to see whether there is a next
	 * one.
	 * @return the number of rows
	 */
	public int fetch() {
		return this.limit + 1;
	}

}
