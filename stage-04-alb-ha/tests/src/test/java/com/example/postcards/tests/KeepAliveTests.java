package com.example.postcards.tests;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.example.contract.Postcards;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.junit.Variant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keep-alive timeouts: a server that closes a connection first loses the requests which
 * the load balancer has already sent.
 */
@Stage
@CountsFailures
class KeepAliveTests {

	private static final int VISITORS = 100;

	/**
	 * Milliseconds from the load balancer to a server: the time that a request takes.
	 */
	private static final String WAY = "100";

	private final LocalCloud cloud;

	KeepAliveTests(LocalCloud cloud) {
		this.cloud = cloud;
	}

	@Test
	void noRequestIsLostInAConnectionThatIsClosed() throws Exception {
		Seen seen = visit(this.cloud, 4_000);
		Evidence.keep("keep-alive", seen);
		assertThat(seen.answers()).containsOnlyKeys(200);
	}

	@Test
	void aServerThatClosesFirstLosesRequests() throws Exception {
		try (Variant hasty = new Variant()) {
			hasty.replace("LOGGING_STRUCTURED_FORMAT_FILE=logstash\\n",
					"LOGGING_STRUCTURED_FORMAT_FILE=logstash\\nSERVER_TOMCAT_KEEP_ALIVE_TIMEOUT=50ms\\n");
			Seen seen = visit(hasty.start(this.cloud.localStack()), 2_000);
			Evidence.keep("keep-alive-before", seen);
			assertThat(seen.answers()).containsOnlyKeys(200, 502);
		}
	}

	/**
	 * Has visitors ask for the first page again and again.
	 */
	private static Seen visit(LocalCloud cloud, int requests) throws Exception {
		URI url = cloud.url();
		cloud.drill("LoadBalancer/Servers", "slow", WAY);
		ExecutorService visitors = Executors.newFixedThreadPool(VISITORS);
		try {
			Callable<List<Integer>> visitor = () -> {
				Postcards postcards = new Postcards(url);
				return IntStream.range(0, requests / VISITORS)
					.mapToObj((i) -> postcards.send("GET", "/").status())
					.toList();
			};
			Map<Integer, Integer> answers = new TreeMap<>();
			for (Future<List<Integer>> each : visitors.invokeAll(Collections.nCopies(VISITORS, visitor))) {
				each.get().forEach((status) -> answers.merge(status, 1, Integer::sum));
			}
			return new Seen(requests, requests - answers.getOrDefault(200, 0), answers);
		}
		finally {
			visitors.shutdownNow();
			cloud.drill("LoadBalancer/Servers", "slow", "0");
		}
	}

	/**
	 * What visitors saw.
	 *
	 * @param sent requests
	 * @param failed how many were not answered with the page
	 * @param answers how many, by status
	 */
	record Seen(int sent, int failed, Map<Integer, Integer> answers) {
	}

}
