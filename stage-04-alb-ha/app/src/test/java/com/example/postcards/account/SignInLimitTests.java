package com.example.postcards.account;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SignInLimitTests {

	private final AtomicLong time = new AtomicLong();

	private final SignInLimit limit = new SignInLimit(this.time::get);

	@Test
	void anAccountMayFailTenTimes() {
		for (int i = 0; i < 10; i++) {
			this.limit.count("ada@example.com", "192.0.2." + i);
		}
		assertRefused("ADA@example.com", "192.0.2.99", 901);
		this.limit.count("bob@example.com", "192.0.2.99");
	}

	@Test
	void anAddressMayFailThreeHundredTimes() {
		for (int i = 0; i < 300; i++) {
			this.limit.count(i + "@example.com", "192.0.2.1");
		}
		assertRefused("ada@example.com", "192.0.2.1", 901);
		this.limit.count("ada@example.com", "192.0.2.2");
	}

	@Test
	void failuresAreForgottenFifteenMinutesAfterTheFirst() {
		for (int i = 0; i < 10; i++) {
			this.limit.count("ada@example.com", "192.0.2.1");
		}
		this.time.addAndGet(Duration.ofMinutes(14).toNanos());
		assertRefused("ada@example.com", "192.0.2.1", 61);
		this.time.addAndGet(Duration.ofMinutes(1).toNanos());
		this.limit.count("ada@example.com", "192.0.2.1");
	}

	@Test
	void successForgivesTheAccountAndCountsNothingForTheAddress() {
		for (int i = 0; i < 400; i++) {
			this.limit.count("ada@example.com", "192.0.2.1");
			this.limit.forgive("ada@example.com", "192.0.2.1");
		}
	}

	@Test
	void refusedAddressesCannotLockAccounts() {
		for (int i = 0; i < 300; i++) {
			this.limit.count(i + "@example.com", "192.0.2.1");
		}
		for (int i = 0; i < 20; i++) {
			assertRefused("ada@example.com", "192.0.2.1", 901);
		}
		this.limit.count("ada@example.com", "192.0.2.2");
	}

	private void assertRefused(String email, String address, int seconds) {
		assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> this.limit.count(email, address))
			.satisfies((ex) -> {
				assertThat(ex.getStatusCode()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
				assertThat(ex.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo(Integer.toString(seconds));
			});
	}

}
