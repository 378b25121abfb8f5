package com.example.lab.aws.autoscaling;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How target tracking decides each minute. AWS does not promise this: it is what its two
 * alarms did before it began to tune itself in November 2024.
 *
 * @param target what the metric is to be
 * @param shrinks whether it may take servers out
 * @see <a href=
 * "https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html">Target
 * tracking scaling policies</a>
 */
record TargetTracking(double target, boolean shrinks) {

	/** The minutes that the alarm for fewer servers looks at. */
	static final int MINUTES = 15;

	/** The minutes that the alarm for more servers looks at. */
	private static final int MINUTES_OUT = 3;

	/** Below this share of the target there are too many servers. */
	private static final double LOW = 0.7;

	/**
	 * How many servers it wants.
	 * @param latest the metric in the last minutes, the oldest first
	 * @param warm servers that count already
	 * @param warming those whose warmup is not over
	 * @return empty if it wants no change
	 */
	OptionalInt wanted(List<OptionalDouble> latest, int warm, int warming) {
		List<OptionalDouble> last = latest.subList(Math.max(0, latest.size() - MINUTES_OUT), latest.size());
		if (last.size() == MINUTES_OUT && last.stream().allMatch((value) -> value.orElse(0) > this.target)) {
			double now = last.get(MINUTES_OUT - 1).orElseThrow();
			int more = (int) Math.ceil(warm * now / this.target);
			return (more > warm + warming) ? OptionalInt.of(more) : OptionalInt.empty();
		}
		boolean low = latest.size() == MINUTES
				&& latest.stream().allMatch((value) -> value.orElse(this.target) < LOW * this.target);
		// A server at a time: to shrink may be wrong, to grow only costs money.
		return (low && this.shrinks && warming == 0) ? OptionalInt.of(warm - 1) : OptionalInt.empty();
	}

}
