package com.example.postcards.account;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;

import com.example.postcards.refusal.TooManyFailuresException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Slows down the guessing of passwords. Failures count for an account, existing or not,
 * together with the address that they come from, so that guessing from one address does
 * not lock the account's owner out. An account and an address each have a higher limit of
 * their own, against guessing from many addresses and for many accounts. All IPv6
 * addresses of a /64 count as one, because whoever has one has them all. Each limit is
 * restored evenly over 15 minutes.
 */
@Component
class SignInLimit {

	private static final Logger log = LoggerFactory.getLogger(SignInLimit.class);

	private static final Duration WINDOW = Duration.ofMinutes(15);

	private static final int FAILURES_PER_ACCOUNT_AND_ADDRESS = 10;

	private static final int FAILURES_PER_ACCOUNT = 100;

	private static final int FAILURES_PER_ADDRESS = 300;

	private static final int IPV6_NETWORK_BYTES = 8;

	private final Ticker ticker;

	private final Cache<Pair, Bucket> pairs;

	private final Cache<String, Bucket> accounts;

	private final Cache<String, Bucket> addresses;

	@Autowired
	SignInLimit() {
		this(Ticker.systemTicker());
	}

	SignInLimit(Ticker ticker) {
		this.ticker = ticker;
		this.pairs = cache(ticker);
		this.accounts = cache(ticker);
		this.addresses = cache(ticker);
	}

	private static <K> Cache<K, Bucket> cache(Ticker ticker) {
		// After this time a bucket is full again. The size is bounded, because made-up
		// names would fill the memory.
		return Caffeine.newBuilder().ticker(ticker).expireAfterAccess(WINDOW).maximumSize(10_000).build();
	}

	/**
	 * Counts an attempt as failed before it is tried, so that many attempts at once gain
	 * nothing. What one limit refuses does not count for the next.
	 * @throws TooManyFailuresException if there were too many
	 */
	void count(String email, String address) {
		Pair pair = new Pair(account(email), network(address));
		count(this.addresses, pair.network(), FAILURES_PER_ADDRESS);
		count(this.pairs, pair, FAILURES_PER_ACCOUNT_AND_ADDRESS);
		count(this.accounts, pair.account(), FAILURES_PER_ACCOUNT);
	}

	private <K> void count(Cache<K, Bucket> buckets, K key, int limit) {
		ConsumptionProbe attempt = buckets.get(key, (absent) -> bucket(limit)).tryConsumeAndReturnRemaining(1);
		if (!attempt.isConsumed()) {
			log.atWarn().log("Too many failed attempts");
			throw new TooManyFailuresException("Too many failed attempts, try again later",
					Duration.ofNanos(attempt.getNanosToWaitForRefill()));
		}
	}

	private Bucket bucket(int capacity) {
		return Bucket.builder()
			.addLimit((limit) -> limit.capacity(capacity).refillGreedy(capacity, WINDOW))
			.withCustomTimePrecision(new TimeMeter() {

				@Override
				public long currentTimeNanos() {
					return SignInLimit.this.ticker.read();
				}

				@Override
				public boolean isWallClockBased() {
					return false;
				}

			})
			.build();
	}

	/**
	 * Takes back the count of an attempt that succeeded, and the failures before it from
	 * the same address.
	 */
	void forgive(String email, String address) {
		Pair pair = new Pair(account(email), network(address));
		this.pairs.invalidate(pair);
		giveBack(this.accounts.getIfPresent(pair.account()));
		giveBack(this.addresses.getIfPresent(pair.network()));
	}

	private static void giveBack(@Nullable Bucket bucket) {
		if (bucket != null) {
			bucket.addTokens(1);
		}
	}

	private static String account(String email) {
		return email.toLowerCase(Locale.ROOT);
	}

	private static String network(String address) {
		if (!address.contains(":")) {
			return address;
		}
		try {
			// Looks up nothing, because no name contains a colon.
			byte[] bytes = InetAddress.getByName(address).getAddress();
			return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, IPV6_NETWORK_BYTES));
		}
		catch (UnknownHostException ex) {
			return address;
		}
	}

	private record Pair(String account, String network) {
	}

}
