package com.example.lab.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a request.
 *
 * @param request what was sent
 * @param intended when it was to be sent; it is never sent earlier
 * @param sent when it was sent
 * @param ended when its response or its failure arrived
 * @param failure null for an answer that says success, else why not, such as
 * {@code HTTP 503} or {@code connection reset}
 * @param location the answer's {@code Location}: what the request made
 */
public record Outcome(Request request, Instant intended, Instant sent, Instant ended, @Nullable String failure,
		@Nullable String location) {

	/** The failure of a request that got no answer in time. */
	static final String TIMEOUT = "timeout";

	/** A load that is later than this does not get enough of the processor. */
	private static final Duration STARVED = Duration.ofSeconds(1);

	/**
	 * The requests that prove nothing about the server: they got no response in time
	 * while the load itself was more than a second late, because this computer was too
	 * busy.
	 * @param outcomes of one load
	 * @return those among them, in their order
	 */
	public static List<Outcome> starved(Collection<Outcome> outcomes) {
		List<Outcome> late = outcomes.stream().filter((each) -> each.ownDelay().compareTo(STARVED) > 0).toList();
		return outcomes.stream()
			.filter((outcome) -> TIMEOUT.equals(outcome.failure()) && late.stream().anyMatch(outcome::overlaps))
			.toList();
	}

	private boolean overlaps(Outcome other) {
		return !other.sent().isBefore(this.intended) && !other.intended().isAfter(this.ended);
	}

	/**
	 * Whether the response reports success. A write that succeeded is acknowledged: it
	 * must never be lost.
	 * @return false for a failure of any kind
	 */
	public boolean succeeded() {
		return this.failure == null;
	}

	/**
	 * How late the load itself sent it: this computer was busy, not the server.
	 * @return the delay, which is part of the latency
	 */
	public Duration ownDelay() {
		return Duration.between(this.intended, this.sent);
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
