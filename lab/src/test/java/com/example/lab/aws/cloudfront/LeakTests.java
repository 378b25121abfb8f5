package com.example.lab.aws.cloudfront;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Two users ask for pages of their own, in any interleaving. */
@Timeout(120)
class LeakTests {

	private static final int REQUESTS = 10_000;

	private static final String[] PATHS = { "/api/me", "/api/timeline", "/api/timeline?before=5", "/", "/static/app.js",
			"/photos/1", "/none" };

	private static final String STATIC = """
			"CacheBehaviors": [
				{"PathPattern": "/static/*", "TargetOriginId": "one", "ViewerProtocolPolicy": "allow-all",
					"CachePolicyId": "%1$s"},
				{"PathPattern": "/photos/*", "TargetOriginId": "two", "ViewerProtocolPolicy": "allow-all",
					"CachePolicyId": "%1$s"}]""".formatted(TestEdge.OPTIMIZED);

	private final ExecutorService threads = Executors.newFixedThreadPool(8);

	@AfterEach
	void end() {
		this.threads.shutdownNow();
	}

	@Test
	void noUserSeesAPageOfTheOther() throws Exception {
		assertThat(leaks(TestEdge.DISABLED, "")).isZero();
		assertThat(leaks(TestEdge.DISABLED, "private, no-store")).isZero();
	}

	@Test
	void apartFromThePolicyTheOriginCanForbidIt() throws Exception {
		// UseOriginCacheControlHeaders, with all cookies in the key.
		assertThat(leaks("83da9c7e-98b4-4e11-a168-04f0df8e2c65", "max-age=60")).isZero();
	}

	@Test
	void aPolicyThatCachesWithoutCookiesInTheKeyLeaks() throws Exception {
		assertThat(leaks(TestEdge.OPTIMIZED, "private, no-store")).isPositive();
	}

	private int leaks(String policy, String control) throws Exception {
		TestEdge edge = TestEdge
			.of("\"CachePolicyId\": \"%s\", \"OriginRequestPolicyId\": \"%s\"".formatted(policy, TestEdge.ALL_VIEWER),
					STATIC)
			.origin((request) -> {
				Thread.yield();
				String cookie = request.fields().text("Cookie");
				String text = request.path() + " of " + (cookie.isEmpty() ? "everyone" : cookie);
				int status = request.path().equals("/none") ? 404 : 200;
				return control.isEmpty() || status == 404 ? TestEdge.answer(status, status == 404 ? "none" : text)
						: TestEdge.answer(status, text, "Cache-Control: " + control);
			});
		Edge made = edge.edge();
		List<Future<Integer>> all = new ArrayList<>();
		for (int thread = 0; thread < 8; thread++) {
			int seed = thread;
			all.add(this.threads.submit(() -> leaks(made, new Random(seed), "user=" + (seed % 2))));
		}
		int leaks = 0;
		for (Future<Integer> each : all) {
			leaks += each.get(100, TimeUnit.SECONDS);
		}
		return leaks;
	}

	private static int leaks(Edge edge, Random random, String user) {
		int leaks = 0;
		for (int i = 0; i < REQUESTS / 8; i++) {
			String path = PATHS[random.nextInt(PATHS.length)];
			String method = (random.nextInt(10) == 0) ? "HEAD" : "GET";
			Answer answer = edge.handle(TestEdge.request(method, path, "Cookie: " + user), "");
			String text = TestEdge.text(answer);
			if (text.contains("user=") && !text.endsWith(user)) {
				leaks++;
			}
		}
		return leaks;
	}

}
