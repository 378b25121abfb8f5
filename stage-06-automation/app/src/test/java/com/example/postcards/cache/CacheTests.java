package com.example.postcards.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.example.kit.EmbeddedValkey;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class CacheTests {

	private static final int READERS = 200;

	private static EmbeddedValkey valkey;

	private static LettuceConnectionFactory connections;

	private static StringRedisTemplate template;

	private final ExecutorService readers = Executors.newFixedThreadPool(READERS);

	private final AtomicInteger loads = new AtomicInteger();

	private Cache cache;

	@BeforeAll
	static void startValkey() {
		valkey = EmbeddedValkey.start();
		connections = new LettuceConnectionFactory(new RedisClusterConfiguration(List.of(valkey.nodes())),
				LettuceClientConfiguration.builder()
					.clientOptions(ClusterClientOptions.builder()
						.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
						.build())
					.build());
		connections.afterPropertiesSet();
		connections.start();
		template = new StringRedisTemplate(connections);
	}

	@AfterAll
	static void stopValkey() {
		connections.destroy();
		valkey.close();
	}

	@BeforeEach
	void empty() {
		valkey.send("FLUSHALL");
		this.cache = new Cache(template);
	}

	@AfterEach
	void stopReaders() {
		this.readers.shutdownNow();
	}

	@Test
	void twoHundredReadersOfAnExpiredKeyLoadItOnce() {
		CountDownLatch all = new CountDownLatch(READERS);

		assertThat(read(READERS, all, () -> {
			// Slow enough for all to come.
			await(all);
			return new Value("loaded");
		})).hasSize(READERS).containsOnly(new Value("loaded"));

		assertThat(this.loads).hasValue(1);
	}

	@Test
	void serversShareWhatOneOfThemLoaded() {
		get(this.cache, () -> new Value("loaded"));

		assertThat(get(new Cache(template), () -> new Value("other"))).isEqualTo(new Value("loaded"));
		assertThat(template.getExpire("key", TimeUnit.MILLISECONDS)).isBetween(1L,
				Cache.TIME_TO_LIVE.toMillis() + 2_000);
	}

	@Test
	void anExceptionGoesToAllWhoWaitAndIsNotKept() {
		assertThatIllegalStateException().isThrownBy(() -> get(this.cache, () -> {
			throw new IllegalStateException("no such thing");
		}));
		assertThat(get(this.cache, () -> new Value("later"))).isEqualTo(new Value("later"));
	}

	@Test
	void aLoaderThatDiesFreesTheOthers() {
		CountDownLatch began = new CountDownLatch(1);
		CompletableFuture<Value> dies = CompletableFuture.supplyAsync(() -> get(this.cache, () -> {
			began.countDown();
			throw new StackOverflowError();
		}), this.readers);
		await(began);

		assertThat(get(this.cache, () -> new Value("loaded"))).isEqualTo(new Value("loaded"));
		assertThat(dies).failsWithin(10, TimeUnit.SECONDS);
	}

	@Test
	void aLoaderThatHangsIsNotWaitedForLongerThanTwoSeconds() {
		CountDownLatch began = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		CompletableFuture<Value> hangs = CompletableFuture.supplyAsync(() -> get(this.cache, () -> {
			began.countDown();
			await(end);
			return new Value("old");
		}), this.readers);
		await(began);

		long begin = System.nanoTime();
		assertThat(get(this.cache, () -> new Value("new"))).isEqualTo(new Value("new"));
		assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isBetween(1_500L, 10_000L);
		end.countDown();

		assertThat(hangs).succeedsWithin(10, TimeUnit.SECONDS);
		assertThat(get(this.cache, () -> new Value("other"))).as("the late value is stored")
			.isEqualTo(new Value("old"));
	}

	@Test
	void aSlowLoaderHoldsUpAllOthersTogetherAndNotOneAfterTheOther() {
		CountDownLatch all = new CountDownLatch(READERS);
		CountDownLatch loading = new CountDownLatch(READERS);

		assertThat(read(READERS, all, () -> {
			loading.countDown();
			await(loading);
			return new Value("loaded");
		})).hasSize(READERS);

		assertThat(this.loads).hasValue(READERS);
	}

	@Test
	void aValueThatWasEvictedWhileItWasLoadedIsNotStored() {
		CountDownLatch began = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		CompletableFuture<Value> old = CompletableFuture.supplyAsync(() -> get(this.cache, () -> {
			began.countDown();
			await(end);
			return new Value("old");
		}), this.readers);
		await(began);
		this.cache.evict("key");
		end.countDown();

		assertThat(old).succeedsWithin(10, TimeUnit.SECONDS);
		assertThat(get(this.cache, () -> new Value("new"))).isEqualTo(new Value("new"));
	}

	@Test
	void whatAnotherReleaseWroteIsLoaded() {
		for (String other : List.of("{\"text\":\"a\",\"more\":1}", "{}", "[]", "not JSON")) {
			template.opsForValue().set("key", other);
			assertThat(get(this.cache, () -> new Value("loaded"))).isEqualTo(new Value("loaded"));
		}
	}

	@Test
	void evictsAfterTheCommit() {
		get(this.cache, () -> new Value("old"));
		TransactionSynchronizationManager.initSynchronization();
		try {
			this.cache.evict("key", "another");
			assertThat(template.hasKey("key")).isTrue();
			TransactionSynchronizationManager.getSynchronizations().forEach(TransactionSynchronization::afterCommit);
		}
		finally {
			TransactionSynchronizationManager.clearSynchronization();
		}
		assertThat(get(this.cache, () -> new Value("new"))).isEqualTo(new Value("new"));
	}

	@Test
	void withoutValkeyEachValueIsLoadedUntilItIsThereAgain() {
		assertThat(this.cache.look("where")).isEqualTo(Cache.Lookup.MISS);
		assertThat(this.cache.look("where")).isEqualTo(Cache.Lookup.HIT);
		valkey.kill();
		try {
			assertThat(get(this.cache, () -> new Value("one"))).isEqualTo(new Value("one"));
			assertThat(get(this.cache, () -> new Value("two"))).isEqualTo(new Value("two"));
			this.cache.evict("key");
			assertThat(this.cache.look("where")).isEqualTo(Cache.Lookup.UNAVAILABLE);
		}
		finally {
			valkey.startAgain();
		}
		Awaitility.await().until(() -> this.cache.look("where") == Cache.Lookup.HIT);
	}

	private List<Value> read(int count, CountDownLatch all, Supplier<Value> load) {
		List<CompletableFuture<Value>> values = Stream.generate(() -> CompletableFuture.supplyAsync(() -> {
			all.countDown();
			return get(this.cache, load);
		}, this.readers)).limit(count).toList();
		return values.stream().map(CompletableFuture::join).toList();
	}

	private Value get(Cache cache, Supplier<Value> load) {
		return cache.get("key", Value.class, () -> {
			this.loads.incrementAndGet();
			return load.get();
		});
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	record Value(String text) {
	}

}
