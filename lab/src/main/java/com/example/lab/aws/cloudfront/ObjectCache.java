package com.example.lab.aws.cloudfront;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** The objects at an edge location; those that are used least leave first. */
final class ObjectCache {

	private final long capacity;

	private final LinkedHashMap<CacheKey, CachedObject> objects = new LinkedHashMap<>(16, 0.75F, true);

	private long size;

	/** An invalidation that comes while an object is fetched applies to it too. */
	private long generation;

	/**
	 * An empty one.
	 * @param capacity in bytes
	 */
	ObjectCache(long capacity) {
		this.capacity = capacity;
	}

	synchronized @Nullable CachedObject get(CacheKey key) {
		return this.objects.get(key);
	}

	synchronized long generation() {
		return this.generation;
	}

	/**
	 * Keeps an object, unless it was asked for before an invalidation.
	 * @param asked the generation when the origin was asked
	 */
	synchronized void put(CacheKey key, CachedObject object, long asked) {
		if (asked != this.generation || object.size() > this.capacity / 4) {
			remove(key);
			return;
		}
		remove(key);
		this.objects.put(key, object);
		this.size += object.size();
		Iterator<Map.Entry<CacheKey, CachedObject>> oldest = this.objects.entrySet().iterator();
		while (this.size > this.capacity) {
			this.size -= oldest.next().getValue().size();
			oldest.remove();
		}
	}

	synchronized void remove(CacheKey key) {
		CachedObject before = this.objects.remove(key);
		if (before != null) {
			this.size -= before.size();
		}
	}

	/**
	 * Invalidates objects.
	 * @param path as CreateInvalidation takes it: its last character may be an asterisk
	 * @return how many
	 */
	synchronized int invalidate(String path) {
		this.generation++;
		String wanted = path.startsWith("/") ? path : "/" + path;
		Pattern pattern = wanted.endsWith("*")
				? Pattern.compile(Pattern.quote(wanted.substring(0, wanted.length() - 1)) + ".*", Pattern.DOTALL)
				: Pattern.compile(Pattern.quote(wanted));
		int before = this.objects.size();
		this.objects.entrySet().removeIf((entry) -> {
			boolean hit = pattern.matcher(entry.getKey().target()).matches();
			this.size -= hit ? entry.getValue().size() : 0;
			return hit;
		});
		return before - this.objects.size();
	}

	synchronized int count() {
		return this.objects.size();
	}

}
