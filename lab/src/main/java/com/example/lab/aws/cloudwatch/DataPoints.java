package com.example.lab.aws.cloudwatch;

import java.util.List;
import java.util.OptionalDouble;

/** What an alarm watches: a metric, or an expression of several. */
@FunctionalInterface
interface DataPoints {

	/**
	 * The values of the last periods.
	 * @param periods how many
	 * @return the oldest first; empty where there is none
	 */
	List<OptionalDouble> latest(int periods);

}
