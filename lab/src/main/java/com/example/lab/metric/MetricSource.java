package com.example.lab.metric;

import java.util.List;

/** What measures something. */
@FunctionalInterface
public interface MetricSource {

	/**
	 * Returns what was measured, once a minute.
	 * @return the values since the call before
	 */
	List<Datum> collect();

}
