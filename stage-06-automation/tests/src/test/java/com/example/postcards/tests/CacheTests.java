package com.example.postcards.tests;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.example.contract.Answer;
import com.example.contract.Postcards;
import com.example.contract.browser.Browser;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.postcards.tests.Reads.Seen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * While the cache is unavailable, users read what everyone may read, and what needs a
 * session is refused until later. A replica that takes over has all sessions. On AWS that
 * takes seconds; here it takes a quarter of a second.
 */
@Stage
@CountsFailures
class CacheTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final String LATER = "HTTP 503";

	private final LocalCloud cloud;

	CacheTests(LocalCloud cloud) {
		this.cloud = cloud;
	}

	@BeforeEach
	void everythingIsThereTwice() {
		new Faults(this.cloud).awaitBoth();
	}

	// tag::killed[]
	@Test
	void aKilledCacheFailsNoReadAndKeepsAllSessions() throws Exception {
		try (Reads reads = new Reads(this.cloud.url())) {
			reads.awaitSome();
			long position = this.cloud.events().position();
			this.cloud.drill("Cache", "kill", "");
			Instant died = await(position, "its replica takes over");
			Instant took = await(position, "is the primary now");
			reads.awaitSome();
			Map<Integer, Long> users = reads.awaitUsers();
			reads.awaitSome();

			Seen seen = reads.stop();
			Evidence.keep("killed-cache",
					Map.of("takeoverMillis", Duration.between(died, took).toMillis(), "load", seen, "users", users));
			assertThat(seen.failures()).isEmpty();
			assertThat(seen.refused().keySet()).isSubsetOf(LATER);
			assertThat(users).containsOnlyKeys(200);
		}
	}
	// end::killed[]

	// tag::stopped[]
	@Test
	void withoutCacheNoReadFailsAndNoUserCountsAsSignedOut() throws Exception {
		try (Reads reads = new Reads(this.cloud.url())) {
			reads.awaitSome();
			this.cloud.drill("Cache", "stop", "");
			List<Answer> without = reads.users();
			reads.awaitSome();
			this.cloud.drill("Cache", "start", "");
			Map<Integer, Long> afterwards = reads.awaitUsers();

			Seen seen = reads.stop();
			Evidence.keep("stopped-cache",
					Map.of("load", seen, "users", Reads.statuses(without), "usersAfterwards", afterwards));
			assertThat(seen.failures()).isEmpty();
			assertThat(without).allSatisfy((answer) -> {
				assertThat(answer.status()).isEqualTo(503);
				assertThat(answer.header("Retry-After")).matches("\\d+");
			});
			// Both servers of the cache were lost, and the sessions with them.
			assertThat(afterwards).containsOnlyKeys(401);
		}
		finally {
			this.cloud.awaitFirstPage();
		}
	}
	// end::stopped[]

	@Test
	void withoutCacheSignedInUsersReadPublicPages() throws Exception {
		Browser.require();
		Postcards user = Postcards.member(this.cloud.url());
		user.post("For everyone");
		String handle = user.me().handle();
		try (Browser browser = new Browser(this.cloud.url())) {
			browser.open("#/sign-in");
			browser.fills("E-mail", user.me().email());
			browser.fills("Password", Postcards.PASSWORD);
			browser.clicksAt("//form//button[.='Sign in']");
			browser.sees("//h1[.='Timeline']");
			this.cloud.drill("Cache", "stop", "");
			browser.open("?again#/@" + handle);
			browser.sees("//h1[.='@%s']".formatted(handle));
			browser.sees("//article[contains(., 'For everyone')]");
			browser.clicksAt("//header//a[contains(., 'Postcards')]");
			browser.sees("//p[contains(., 'Postcards is busy')]");
		}
		finally {
			this.cloud.drill("Cache", "start", "");
			this.cloud.awaitFirstPage();
		}
	}

	private Instant await(long position, String message) throws InterruptedException {
		return this.cloud.events().await(position, (event) -> event.message().contains(message), LIMIT).time();
	}

}
