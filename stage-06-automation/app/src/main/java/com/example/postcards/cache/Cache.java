package com.example.postcards.cache;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Values that all servers share for a few seconds. However many readers ask for a key
 * that has expired, each server loads it once: one reader does, the others wait for it.
 * The lock is in the memory of the server, so that no lock is left behind when a server
 * dies. Without Valkey each value is loaded.
 */
@Component
public class Cache {

	private static final Logger log = LoggerFactory.getLogger(Cache.class);

	static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);

	/** Keys that were stored together do not expire together. */
	private static final Duration JITTER = Duration.ofSeconds(2);

	/** After that a reader stops waiting for another one, and loads. */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	/** How long Valkey is not asked after it did not respond. */
	private static final Duration PAUSE = Duration.ofSeconds(2);

	/** Refuses what another release wrote, which is then loaded. */
	private static final JsonMapper json = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
				DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
		.build();

	private final StringRedisTemplate valkey;

	private final Map<String, CompletableFuture<Object>> loading = new ConcurrentHashMap<>();

	private volatile long pausedUntil = System.nanoTime();

	Cache(StringRedisTemplate valkey) {
		this.valkey = valkey;
	}

	/**
	 * Gets a value, or loads it.
	 * @param <T> its type
	 * @param key what it is and of whom, such as {@code profile:17}
	 * @param type its class, which JSON can carry
	 * @param load loads it; its exception goes to all who wait
	 * @return the value, up to {@code TIME_TO_LIVE} old
	 */
	// tag::get[]
	public <T> T get(String key, Class<T> type, Supplier<T> load) {
		while (true) {
			CompletableFuture<Object> own = new CompletableFuture<>();
			CompletableFuture<Object> other = this.loading.putIfAbsent(key, own);
			if (other == null) {
				return getAlone(key, type, load, own);
			}
			try {
				return type.cast(other.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
			}
			catch (TimeoutException ex) {
				return load.get();
			}
			catch (ExecutionException ex) {
				if (ex.getCause() instanceof RuntimeException refusal) {
					throw refusal;
				}
				// The thread of the other died, so this one tries.
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new QueryTimeoutException("Interrupted while waiting for " + key, ex);
			}
		}
	}

	private <T> T getAlone(String key, Class<T> type, Supplier<T> load, CompletableFuture<Object> own) {
		try {
			T value = find(key, type);
			if (value == null) {
				value = load.get();
				if (this.loading.get(key) == own) {
					store(key, value);
				}
			}
			own.complete(value);
			return value;
		}
		catch (Throwable ex) {
			own.completeExceptionally(ex);
			throw ex;
		}
		finally {
			this.loading.remove(key, own);
		}
	}
	// end::get[]

	/**
	 * Deletes values once the transaction has committed, or now without one.
	 * @param keys their keys
	 */
	public void evict(String... keys) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			delete(keys);
			return;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				delete(keys);
			}

		});
	}

	private void delete(String... keys) {
		for (String key : keys) {
			// A load that is running may have read the old value.
			this.loading.remove(key);
			ask(() -> this.valkey.delete(key));
		}
	}

	/**
	 * Whether the cache has a key, for people who watch it.
	 * @param key its key, which is stored if it is not there
	 * @return what happened
	 */
	public Lookup look(String key) {
		if (isPaused()) {
			return Lookup.UNAVAILABLE;
		}
		String found = ask(() -> this.valkey.opsForValue().get(key));
		if (found != null) {
			return Lookup.HIT;
		}
		store(key, true);
		return isPaused() ? Lookup.UNAVAILABLE : Lookup.MISS;
	}

	private <T> @Nullable T find(String key, Class<T> type) {
		String found = ask(() -> this.valkey.opsForValue().get(key));
		try {
			return (found != null) ? json.readValue(found, type) : null;
		}
		catch (JacksonException ex) {
			log.atInfo().addKeyValue("key", key).log("Another release has cached this");
			return null;
		}
	}

	private void store(String key, Object value) {
		Duration time = TIME_TO_LIVE.plusMillis(ThreadLocalRandom.current().nextLong(JITTER.toMillis()));
		ask(() -> {
			this.valkey.opsForValue().set(key, json.writeValueAsString(value), time);
			return true;
		});
	}

	/** Nothing, if Valkey does not respond: then it is left alone for a moment. */
	private <T> @Nullable T ask(Supplier<@Nullable T> question) {
		if (isPaused()) {
			return null;
		}
		try {
			return question.get();
		}
		catch (DataAccessException ex) {
			this.pausedUntil = System.nanoTime() + PAUSE.toNanos();
			log.atWarn().setCause(ex).log("Cache unavailable");
			return null;
		}
	}

	private boolean isPaused() {
		return System.nanoTime() - this.pausedUntil < 0;
	}

	/** What became of a look into the cache. */
	public enum Lookup {

		/** It had the key. */
		HIT,
		/** It had not. */
		MISS,
		/** It did not respond. */
		UNAVAILABLE

	}

}
