package com.example.lab.aws.cloudfront;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * The cache of one edge location, which asks origins for what it does not have.
 */
final class EdgeCache {

	private static final long CAPACITY = 48L * 1024 * 1024;

	/** Without a directive an object is served as long as the cache has it. */
	private static final long ALWAYS = Duration.ofDays(3_650).toSeconds();

	private final ObjectCache objects = new ObjectCache(CAPACITY);

	private final Collapsing<Flight, Answer> flights = new Collapsing<>();

	private final InstantSource clock;

	private final Executor background;

	/**
	 * An empty cache.
	 * @param clock the time
	 * @param background refreshes what is served stale
	 */
	EdgeCache(InstantSource clock, Executor background) {
		this.clock = clock;
		this.background = background;
	}

	/** Answers a request from the cache or from the origin. */
	Answer serve(Behavior behavior, Request request, Fetch fetch) {
		if (!request.isRead() && !behavior.caches(request)) {
			return marked(fetch.ask(false, Fields.NONE));
		}
		CacheKey key = CacheKey.of(behavior, request);
		Answer fresh = kept(key);
		if (fresh != null) {
			return fresh;
		}
		CachedObject object = this.objects.get(key);
		Instant now = this.clock.instant();
		if (object != null && !object.answer().isError() && object.isWithin("stale-while-revalidate", 0, now)) {
			this.background.execute(() -> collapsed(key, object, behavior, request, fetch));
			return hit(object, now);
		}
		return behavior.collapses() ? collapsed(key, object, behavior, request, fetch)
				: fetch(key, object, behavior, request, fetch);
	}

	/**
	 * Invalidates objects.
	 * @param path which of them
	 * @return how many
	 */
	int invalidate(String path) {
		return this.objects.invalidate(path);
	}

	int count() {
		return this.objects.count();
	}

	/** How many requests wait for the answer to another. */
	int waiting() {
		return this.flights.waiting();
	}

	private Answer collapsed(CacheKey key, @Nullable CachedObject stale, Behavior behavior, Request request,
			Fetch fetch) {
		return this.flights.get(new Flight(key, this.objects.generation()), () -> {
			// Another request may have ended since this one looked.
			Answer kept = kept(key);
			return (kept != null) ? kept : fetch(key, stale, behavior, request, fetch);
		}, (answer) -> {
			Answer kept = kept(key);
			if (kept != null) {
				return kept;
			}
			boolean shares = CacheControl.of(answer.fields()).shares(behavior.cache());
			return shares ? (answer.isError() ? answer : answer.by(Answer.Result.HIT)) : null;
		});
	}

	private @Nullable Answer kept(CacheKey key) {
		CachedObject object = this.objects.get(key);
		Instant now = this.clock.instant();
		return (object != null && object.isFresh(now)) ? hit(object, now) : null;
	}

	private Answer fetch(CacheKey key, @Nullable CachedObject stale, Behavior behavior, Request request, Fetch fetch) {
		long asked = this.objects.generation();
		boolean cached = behavior.caches(request);
		Fields conditions = (cached && stale != null) ? stale.conditions() : Fields.NONE;
		Answer answer = fetch.ask(cached, conditions);
		Instant now = this.clock.instant();
		if (stale != null && answer.status() == 304 && !conditions.names().isEmpty()) {
			CachedObject renewed = fetch.renewed(stale, answer, now);
			this.objects.put(key, renewed, asked);
			return renewed.answer().by(Answer.Result.REFRESH_HIT);
		}
		if (stale != null && answer.status() >= 500 && !stale.answer().isError()
				&& stale.isWithin("stale-if-error", ALWAYS, now)) {
			this.objects.put(key, stale.retriedAt(now.plusSeconds(fetch.minimum(answer.status()))), asked);
			return hit(stale, now);
		}
		CachedObject kept = fetch.keep(answer, now);
		if (kept == null) {
			this.objects.remove(key);
			return marked(answer);
		}
		this.objects.put(key, kept, asked);
		// This viewer gets the cookies that the cache leaves out.
		Fields fields = kept.answer().fields().with("Set-Cookie", answer.fields().all("Set-Cookie"));
		return marked(kept.answer().with(fields));
	}

	private static Answer marked(Answer answer) {
		return answer.by(answer.isError() ? Answer.Result.ERROR : Answer.Result.MISS);
	}

	private static Answer hit(CachedObject object, Instant now) {
		Answer answer = object.answer();
		long age = Math.max(0, Duration.between(object.received(), now).toSeconds());
		return answer.with(answer.fields().with("Age", Long.toString(age)))
			.by(answer.isError() ? Answer.Result.ERROR : Answer.Result.HIT);
	}

	/**
	 * A request on its way to the origin.
	 *
	 * @param key of the object
	 * @param generation an invalidation ends what was asked before
	 */
	private record Flight(CacheKey key, long generation) {
	}

}
