package com.example.postcards.account;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Slows down the guessing of passwords: so many failed sign-ins for an account, existing
 * or not, and from an address in 15 minutes, and no more.
 */
@Component
class SignInLimit {

	private static final Logger log = LoggerFactory.getLogger(SignInLimit.class);

	private static final Duration WINDOW = Duration.ofMinutes(15);

	private static final int FAILURES_PER_ACCOUNT = 10;

	private static final int FAILURES_PER_ADDRESS = 300;

	private final Ticker ticker;

	private final Cache<String, Failures> accounts;

	private final Cache<String, Failures> addresses;

	@Autowired
	SignInLimit() {
		this(Ticker.systemTicker());
	}

	SignInLimit(Ticker ticker) {
		this.ticker = ticker;
		this.accounts = cache(ticker);
		this.addresses = cache(ticker);
	}

	private static Cache<String, Failures> cache(Ticker ticker) {
		// Bounded, or made-up names would fill the memory.
		return Caffeine.newBuilder().ticker(ticker).expireAfterWrite(WINDOW).maximumSize(10_000).build();
	}

	/**
	 * Counts an attempt as failed before it is tried, so that many at once gain nothing.
	 * @throws ResponseStatusException 429 with the seconds to wait
	 */
	void count(String email, String address) {
		count(this.addresses, address, FAILURES_PER_ADDRESS);
		count(this.accounts, email.toLowerCase(Locale.ROOT), FAILURES_PER_ACCOUNT);
	}

	private void count(Cache<String, Failures> cache, String key, int limit) {
		long now = this.ticker.read();
		Failures failures = cache.get(key, (absent) -> new Failures(now, new AtomicInteger()));
		if (failures.count().incrementAndGet() > limit) {
			log.atWarn().log("Too many failed sign-ins");
			throw new TooManyFailures(WINDOW.minusNanos(now - failures.since()));
		}
	}

	/**
	 * Takes back the count of an attempt that succeeded, and the account's failures
	 * before it.
	 */
	void forgive(String email, String address) {
		this.accounts.invalidate(email.toLowerCase(Locale.ROOT));
		Failures failures = this.addresses.getIfPresent(address);
		if (failures != null) {
			failures.count().decrementAndGet();
		}
	}

	private record Failures(long since, AtomicInteger count) {
	}

	private static final class TooManyFailures extends ResponseStatusException {

		private final Duration wait;

		TooManyFailures(Duration wait) {
			super(HttpStatus.TOO_MANY_REQUESTS, "Too many failed sign-ins, try again later");
			this.wait = wait;
		}

		@Override
		public HttpHeaders getHeaders() {
			HttpHeaders headers = new HttpHeaders();
			headers.set(HttpHeaders.RETRY_AFTER, Long.toString(this.wait.toSeconds() + 1));
			return headers;
		}

	}

}
