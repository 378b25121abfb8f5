package com.example.lab.load;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What became of a request.
 *
 * @param request what was sent
 * @param intended when it was to be sent; it is never sent earlier
 * @param ended when its answer, or its failure, was there
 * @param failure null for an answer that says success, else why not, such as
 * {@code HTTP 503} or {@code connection reset}
 * @param location the answer's {@code Location}: what the request made
 */
public record Outcome(Request request, Instant intended, Instant ended, @Nullable String failure,
		@Nullable String location) {

	/**
	 * Whether the answer said success. A write that succeeded is acknowledged: it must
	 * never be lost.
	 * @return false for a failure of any kind
	 */
	public boolean succeeded() {
		return this.failure == null;
	}

	/**
	 * How long its user waited, from the intended time on: a request that could not be
	 * sent in time has waited already.
	 * @return the latency
	 */
	public Duration latency() {
		return Duration.between(this.intended, this.ended);
	}

}
