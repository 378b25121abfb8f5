package com.example.postcards.account;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import com.example.postcards.refusal.TooManyFailuresException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SignInLimitTests {

	private final AtomicLong time = new AtomicLong();

	private final SignInLimit limit = new SignInLimit(this.time::get);

	@Test
	void anAccountMayFailTenTimesFromOneAddress() {
		for (int i = 0; i < 10; i++) {
			this.limit.count("ada@example.com", "192.0.2.1");
		}
		assertRefused("ADA@example.com", "192.0.2.1", 90);
		this.limit.count("bob@example.com", "192.0.2.1");
	}

	@Test
	void guessingFromOneAddressDoesNotLockTheOwnerOut() {
		for (int i = 0; i < 10; i++) {
			this.limit.count("ada@example.com", "192.0.2.1");
		}
		for (int i = 0; i < 200; i++) {
			assertRefused("ada@example.com", "192.0.2.1", 90);
		}
		this.limit.count("ada@example.com", "192.0.2.2");
	}

	@Test
	void anAccountMayFailAHundredTimesFromAllAddresses() {
		for (int i = 0; i < 100; i++) {
			this.limit.count("ada@example.com", "192.0.2." + i);
		}
		assertRefused("ada@example.com", "192.0.2.200", 9);
		this.limit.count("bob@example.com", "192.0.2.200");
	}

	@Test
	void anAddressMayFailThreeHundredTimes() {
		for (int i = 0; i < 300; i++) {
			this.limit.count(i + "@example.com", "192.0.2.1");
		}
		assertRefused("ada@example.com", "192.0.2.1", 3);
		this.limit.count("ada@example.com", "192.0.2.2");
	}

	@Test
	void theAddressesOfAnIpv6NetworkCountAsOne() {
		for (int i = 0; i < 10; i++) {
			this.limit.count("ada@example.com", "2001:db8:0:1::" + i);
		}
		assertRefused("ada@example.com", "2001:db8:0:1:ffff:ffff:ffff:ffff", 90);
		this.limit.count("ada@example.com", "2001:db8:0:2::1");
		this.limit.forgive("ada@example.com", "2001:0db8:0000:0001:0000:0000:0000:0001");
		this.limit.count("ada@example.com", "2001:db8:0:1::1");
	}

	@Test
	void oneMoreAttemptIsAllowedEvery90Seconds() {
		for (int i = 0; i < 10; i++) {
			this.limit.count("ada@example.com", "192.0.2.1");
		}
		this.time.addAndGet(Duration.ofSeconds(80).toNanos());
		assertRefused("ada@example.com", "192.0.2.1", 10);
		this.time.addAndGet(Duration.ofSeconds(10).toNanos());
		this.limit.count("ada@example.com", "192.0.2.1");
		assertRefused("ada@example.com", "192.0.2.1", 90);
	}

	@Test
	void successForgivesFailuresFromTheSameAddressAndCountsNothing() {
		for (int i = 0; i < 400; i++) {
			this.limit.count("ada@example.com", "192.0.2.1");
			this.limit.forgive("ada@example.com", "192.0.2.1");
		}
		for (int i = 0; i < 10; i++) {
			this.limit.count("ada@example.com", "192.0.2.1");
		}
		assertRefused("ada@example.com", "192.0.2.1", 90);
	}

	@Test
	void refusedAddressesCannotLockAccounts() {
		for (int i = 0; i < 300; i++) {
			this.limit.count(i + "@example.com", "192.0.2.1");
		}
		for (int i = 0; i < 20; i++) {
			assertRefused("ada@example.com", "192.0.2.1", 3);
		}
		this.limit.count("ada@example.com", "192.0.2.2");
	}

	private void assertRefused(String email, String address, int seconds) {
		assertThatExceptionOfType(TooManyFailuresException.class).isThrownBy(() -> this.limit.count(email, address))
			.satisfies((ex) -> assertThat(ex.waitTime()).isEqualTo(Duration.ofSeconds(seconds)));
	}

}
