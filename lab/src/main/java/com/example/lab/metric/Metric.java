package com.example.lab.metric;

import java.util.Map;

/**
 * The name of a metric as CloudWatch has it.
 *
 * @param namespace such as {@code AWS/ApplicationELB}
 * @param name such as {@code RequestCount}
 * @param dimensions what it is about, by name; only the same dimensions are the same
 * metric
 */
public record Metric(String namespace, String name, Map<String, String> dimensions) {

	/** Keeps a copy of the dimensions. */
	public Metric {
		dimensions = Map.copyOf(dimensions);
	}

}
