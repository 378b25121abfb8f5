package com.example.lab.aws.cloudfront;

import org.jspecify.annotations.Nullable;

/** Sends requests to the origins of a distribution. */
@FunctionalInterface
interface OriginSender {

	/**
	 * Sends a request.
	 * @param origin where to
	 * @param request with the header that the origin gets, but for its host
	 * @param host the host that the viewer asked for; null to send that of the origin
	 * @throws OriginFailure if it gives no answer
	 */
	Answer send(OriginSettings origin, Request request, @Nullable String host) throws OriginFailure;

}
