package com.example.lab.aws.cloudfront;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Requests for the same object wait for the first of them, and get its answer.
 *
 * @param <K> what the same object is
 * @param <A> an answer
 */
final class Collapsing<K, A> {

	private final Map<K, CompletableFuture<A>> flying = new ConcurrentHashMap<>();

	private final AtomicInteger waiting = new AtomicInteger();

	/**
	 * Gets an answer.
	 * @param key of the object
	 * @param fetch asks the origin
	 * @param shared makes what a request that has waited gets; null if it must ask itself
	 * @return never null
	 */
	A get(K key, Supplier<A> fetch, Function<A, @Nullable A> shared) {
		CompletableFuture<A> own = new CompletableFuture<>();
		CompletableFuture<A> first = this.flying.putIfAbsent(key, own);
		if (first != null) {
			A answer = shared.apply(await(first));
			return (answer != null) ? answer : fetch.get();
		}
		try {
			A answer = fetch.get();
			own.complete(answer);
			return answer;
		}
		catch (RuntimeException | Error ex) {
			own.completeExceptionally(ex);
			throw ex;
		}
		finally {
			this.flying.remove(key);
		}
	}

	private A await(CompletableFuture<A> first) {
		this.waiting.incrementAndGet();
		try {
			return first.join();
		}
		finally {
			this.waiting.decrementAndGet();
		}
	}

	/** How many requests wait now. */
	int waiting() {
		return this.waiting.get();
	}

}
