package com.example.postcards.tests;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.example.contract.Postcards;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Sessions are in the cache: a server that dies takes none with it. */
@Stage
@CountsFailures
class SessionsTests {

	static final int USERS = 20;

	private static final Duration LIMIT = Duration.ofSeconds(90);

	static final int SIGNED_IN = 200;

	static final int SIGNED_OUT = 401;

	// tag::killed[]
	@Test
	void aKilledServerSignsNoUserOut(LocalCloud cloud) throws Exception {
		Map<Integer, Long> answers = killServer(cloud);
		keep("killed-server-sessions", answers);
		assertThat(answers).containsOnlyKeys(SIGNED_IN);
	}
	// end::killed[]

	/**
	 * Kills a server while users are signed in, and asks who they are once both servers
	 * serve again.
	 * @return how many answers there are, by status
	 */
	static Map<Integer, Long> killServer(LocalCloud cloud) throws Exception {
		cloud.awaitFirstPage();
		List<Postcards> users = IntStream.range(0, USERS).mapToObj((i) -> Postcards.member(cloud.url())).toList();
		long position = cloud.events().position();
		cloud.drill("ServerA/Instance", "kill", "");
		cloud.events().await(position, (event) -> event.message().startsWith("postcards.service listens"), LIMIT);
		cloud.awaitFirstPage();
		return users.stream()
			.map((user) -> user.send("GET", "/api/me").status())
			.collect(Collectors.groupingBy((status) -> status, TreeMap::new, Collectors.counting()));
	}

	static void keep(String claim, Map<Integer, Long> answers) {
		Evidence.keep(claim,
				Map.of("users", USERS, "signedOut", answers.getOrDefault(SIGNED_OUT, 0L), "answers", answers));
	}

}
