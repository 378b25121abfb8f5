package com.example.lab.metric;

/**
 * What a stand-in measured in one minute.
 *
 * @param metric of what
 * @param statistics the values
 * @param unit as CloudWatch names it, such as {@code Count}
 * @param copied whether LocalStack's CloudWatch gets it. It adds up all metrics that have
 * the dimensions asked for among others, so it must get each value once, with the most
 * dimensions
 */
public record Datum(Metric metric, Statistics statistics, String unit, boolean copied) {
}
