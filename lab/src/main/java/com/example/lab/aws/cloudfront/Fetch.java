package com.example.lab.aws.cloudfront;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Gets an object from the origins of a behavior, and decides what the cache keeps of the
 * answer.
 */
final class Fetch {

	/** Errors that are cached whatever the origin says. */
	private static final Set<Integer> CACHED_ERRORS = Set.of(404, 414, 500, 501, 502, 503, 504);

	/** Errors that are cached if the origin gives them an age. */
	private static final Set<Integer> CACHED_BY_AGE = Set.of(400, 403, 405, 412, 415);

	private final DistributionSettings settings;

	private final Behavior behavior;

	private final Request request;

	private final OriginSender origins;

	private final Compression compression;

	private final String id;

	/**
	 * One request to the origins.
	 * @param id of the request
	 */
	Fetch(DistributionSettings settings, Behavior behavior, Request request, OriginSender origins,
			Compression compression, String id) {
		this.settings = settings;
		this.behavior = behavior;
		this.request = request;
		this.origins = origins;
		this.compression = compression;
		this.id = id;
	}

	/**
	 * Asks the origin, or the second one of a group if the first has failed.
	 * @param cached whether the answer may be cached
	 * @param conditions of a stale object; empty without one
	 * @return an answer or a page of CloudFront
	 */
	Answer ask(boolean cached, Fields conditions) {
		List<OriginSettings> candidates = this.settings.originsOf(this.behavior);
		Answer answer = Answer.page(502, "No origin.");
		for (int i = 0; i < candidates.size(); i++) {
			answer = ask(candidates.get(i), cached, conditions);
			boolean again = this.settings.failsOver(this.behavior, answer.status())
					&& OriginGroup.METHODS.contains(this.request.method());
			if (!again) {
				return answer;
			}
		}
		return answer;
	}

	private Answer ask(OriginSettings origin, boolean cached, Fields conditions) {
		OriginRequest wanted = new OriginRequest(this.behavior, this.request, cached);
		Request sent = wanted.of(origin, this.id);
		boolean bucket = origin.kind() == OriginSettings.Kind.BUCKET;
		String host = (wanted.forwardsHost() && !bucket) ? this.request.fields().first("Host") : null;
		try {
			return clean(this.origins.send(origin, sent.with(sent.fields().with(conditions)), host));
		}
		catch (OriginFailure ex) {
			return ex.page();
		}
	}

	/** Without what is about the connection, and with what viewers may see. */
	private Answer clean(Answer answer) {
		Fields fields = answer.fields()
			.without("Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Connection", "Trailer",
					"Transfer-Encoding", "Upgrade", "Via", "X-Cache", "X-Amz-Cf-Id", "X-Amz-Cf-Pop");
		if (!this.behavior.forwardsCookies()) {
			fields = fields.without("Set-Cookie");
		}
		return answer.with(Vary.visible(fields, this.behavior));
	}

	/**
	 * What the cache keeps of an answer.
	 * @return null if it keeps none
	 */
	@Nullable CachedObject keep(Answer answer, Instant now) {
		CacheControl control = CacheControl.of(answer.fields());
		OptionalLong seconds = answer.isError() ? errorSeconds(answer.status(), control)
				: (this.behavior.caches(this.request) && answer.status() != 206)
						? control.seconds(this.behavior.cache(), now) : OptionalLong.empty();
		if (seconds.isEmpty() || (answer.isError() && seconds.getAsLong() == 0)) {
			return null;
		}
		String etag = answer.fields().text("ETag");
		Answer kept = this.compression.apply(this.behavior, CacheKey.encoding(this.behavior.cache(), this.request),
				answer);
		if (control.leavesOut("Set-Cookie")) {
			kept = kept.with(kept.fields().without("Set-Cookie"));
		}
		return new CachedObject(kept, etag, now, now.plusSeconds(Math.min(seconds.getAsLong(), 3_153_600_000L)));
	}

	/** The object after the origin has said that it is unchanged. */
	CachedObject renewed(CachedObject stale, Answer unchanged, Instant now) {
		Fields fields = stale.answer().fields();
		for (String name : List.of("Cache-Control", "Date", "Expires", "Last-Modified")) {
			List<String> values = unchanged.fields().all(name);
			fields = values.isEmpty() ? fields : fields.with(name, values);
		}
		Answer answer = stale.answer().with(fields);
		long seconds = CacheControl.of(fields).seconds(this.behavior.cache(), now).orElse(0);
		return new CachedObject(answer, stale.etag(), now, now.plusSeconds(seconds));
	}

	private OptionalLong errorSeconds(int status, CacheControl control) {
		OptionalLong told = control.maxAge();
		if (!CACHED_ERRORS.contains(status) && (!CACHED_BY_AGE.contains(status) || told.isEmpty())) {
			return OptionalLong.empty();
		}
		return OptionalLong.of(Math.max(told.orElse(0), minimum(status)));
	}

	/** The minimum number of seconds that an error is cached. */
	long minimum(int status) {
		ErrorRule rule = this.settings.error(status);
		return (rule != null) ? rule.cacheSeconds() : ErrorRule.DEFAULT_SECONDS;
	}

}
