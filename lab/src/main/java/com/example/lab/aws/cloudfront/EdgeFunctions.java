package com.example.lab.aws.cloudfront;

import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls the functions of behaviors. */
final class EdgeFunctions {

	private static final String ON_REQUEST = "viewer-request";

	private static final String ON_RESPONSE = "viewer-response";

	private final Function<String, Optional<EdgeFunction>> byArn;

	private final String distribution;

	/**
	 * The functions of a distribution.
	 * @param byArn finds one
	 * @param distribution its id
	 */
	EdgeFunctions(Function<String, Optional<EdgeFunction>> byArn, String distribution) {
		this.byArn = byArn;
		this.distribution = distribution;
	}

	/** What a function makes of a request: another one, or an answer. */
	Outcome onRequest(Behavior behavior, Request request) {
		String arn = behavior.functions().get(ON_REQUEST);
		if (arn == null) {
			return new Outcome(request, null);
		}
		try {
			JsonNode result = call(arn, FunctionEvents.event(ON_REQUEST, this.distribution, request));
			return result.has("statusCode") ? new Outcome(request, FunctionEvents.response(result))
					: new Outcome(FunctionEvents.request(result, request), null);
		}
		catch (FunctionFailure ex) {
			return new Outcome(request, failed());
		}
	}

	/** What a function makes of an answer. */
	Answer onResponse(Behavior behavior, Request request, Answer answer) {
		String arn = behavior.functions().get(ON_RESPONSE);
		if (arn == null) {
			return answer;
		}
		try {
			JsonNode result = call(arn, FunctionEvents.event(ON_RESPONSE, this.distribution, request, answer));
			return FunctionEvents.change(result, answer);
		}
		catch (FunctionFailure ex) {
			return failed();
		}
	}

	private JsonNode call(String arn, ObjectNode event) throws FunctionFailure {
		return this.byArn.apply(arn).orElseThrow(() -> new FunctionFailure("no function " + arn)).call(event);
	}

	private static Answer failed() {
		return Answer.page(503, "The CloudFront function associated with the CloudFront distribution is invalid or "
				+ "could not run.");
	}

	/**
	 * What a function makes of a request.
	 *
	 * @param request for the origin
	 * @param answer instead of it; null without one
	 */
	record Outcome(Request request, @Nullable Answer answer) {
	}

}
