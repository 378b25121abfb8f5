package com.example.lab.aws.cloudfront;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/** What an edge location does with a request, apart from the connection. */
final class Edge {

	private static final int LONGEST_URL = 8_192;

	private static final int LARGEST_HEADER = 32_768;

	private static final String DENIED = "This distribution is not configured to allow the HTTP request method that was used for this request.";

	private final Supplier<DistributionSettings> settings;

	private final EdgeCache cache;

	private final OriginSender origins;

	private final Compression compression;

	private final EdgeFunctions functions;

	private final EdgeObserver observer;

	private final String name;

	/**
	 * An edge location.
	 * @param settings asked for each request
	 * @param observer is notified of each answer
	 * @param name of the location
	 */
	Edge(Supplier<DistributionSettings> settings, EdgeCache cache, OriginSender origins, Compression compression,
			EdgeFunctions functions, EdgeObserver observer, String name) {
		this.settings = settings;
		this.cache = cache;
		this.origins = origins;
		this.compression = compression;
		this.functions = functions;
		this.observer = observer;
		this.name = name;
	}

	/**
	 * Answers a request.
	 * @param secureHost the host that redirects to HTTPS lead to
	 */
	Answer handle(Request request, String secureHost) {
		long begin = System.nanoTime();
		DistributionSettings now = this.settings.get();
		Behavior behavior = now.behavior(request.path());
		String id = Names.token(42);
		Answer answer = refusal(now, behavior, request, secureHost);
		Request changed = request;
		if (answer == null) {
			EdgeFunctions.Outcome outcome = this.functions.onRequest(behavior, request);
			changed = outcome.request();
			answer = outcome.answer();
		}
		answer = (answer != null) ? answer : served(now, behavior, changed, id);
		if (behavior.response() != null) {
			answer = answer.with(behavior.response().apply(changed, answer.fields()));
		}
		Answer finished = finished(Ranges.apply(changed, answer), changed, id);
		this.observer.answered(this.name, request, finished, Duration.ofNanos(System.nanoTime() - begin));
		return finished;
	}

	private Answer served(DistributionSettings now, Behavior behavior, Request request, String id) {
		boolean root = request.path().equals("/") && !now.rootObject().isEmpty();
		Request wanted = root ? request.at("/" + now.rootObject().replaceFirst("^/", ""), request.query()) : request;
		Answer answer = this.cache.serve(behavior, wanted,
				new Fetch(now, behavior, wanted, this.origins, this.compression, id));
		ErrorRule rule = now.error(answer.status());
		if (answer.isError() && rule != null && !rule.pagePath().isEmpty()) {
			return page(now, rule, wanted, answer, id);
		}
		return answer.isError() ? answer : this.functions.onResponse(behavior, request, answer);
	}

	/** The page that a custom error response names, from the origin of its path. */
	private Answer page(DistributionSettings now, ErrorRule rule, Request request, Answer error, String id) {
		Request wanted = new Request("GET", rule.pagePath(), "",
				request.fields().without("Range", "If-None-Match", "If-Modified-Since", "If-Range"), new byte[0],
				request.viewer());
		Behavior behavior = now.behavior(rule.pagePath());
		Answer page = this.cache.serve(behavior, wanted,
				new Fetch(now, behavior, wanted, this.origins, this.compression, id));
		return page.isError() ? error : page.as(rule.responseCode()).by(Answer.Result.ERROR);
	}

	private @Nullable Answer refusal(DistributionSettings now, Behavior behavior, Request request, String secureHost) {
		if (!now.enabled()) {
			return Answer.page(403, "The distribution is disabled.");
		}
		if (request.target().length() + request.fields().text("Host").length() > LONGEST_URL
				|| size(request) > LARGEST_HEADER) {
			return Answer.page(413, "The request is larger than CloudFront takes.");
		}
		if (!request.viewer().secure() && behavior.viewerProtocol().equals("redirect-to-https")) {
			Fields location = Fields.NONE.with("Location", "https://" + secureHost + request.target())
				.with("Content-Type", "text/html")
				.with("Server", "CloudFront");
			return new Answer(request.isRead() ? 301 : 307, location, new byte[0], Answer.Result.REDIRECT);
		}
		if (!request.viewer().secure() && behavior.viewerProtocol().equals("https-only")) {
			return Answer.page(403, "This distribution takes HTTPS only.");
		}
		if (!behavior.allowed().contains(request.method())) {
			return Answer.page(403, DENIED);
		}
		return (request.method().equals("GET") && request.body().length > 0)
				? Answer.page(403, "Bad request: a GET request has no body.") : null;
	}

	private static int size(Request request) {
		int[] size = { request.target().length() + request.method().length() };
		request.fields().forEach((name, value) -> size[0] += name.length() + value.length() + 4);
		return size[0];
	}

	private Answer finished(Answer answer, Request request, String id) {
		Fields fields = answer.fields();
		if (!fields.has("Date")) {
			fields = fields.with("Date",
					DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC)));
		}
		return answer.with(fields.with("Via", Names.via(request.viewer().http()))
			.with("X-Cache", answer.result().field())
			.with("X-Amz-Cf-Pop", this.name)
			.with("X-Amz-Cf-Id", id));
	}

}
