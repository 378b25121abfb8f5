package com.example.lab.aws.cloudfront;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import com.example.lab.network.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Many viewers ask for the same object at once. */
@Timeout(60)
class CollapsingTests {

	private static final int VIEWERS = 200;

	private static final String TTL = "\"MinTTL\": %d, \"DefaultTTL\": 60, \"MaxTTL\": 100";

	private final ExecutorService threads = Executors.newFixedThreadPool(VIEWERS);

	private final AtomicInteger inside = new AtomicInteger();

	@AfterEach
	void end() {
		this.threads.shutdownNow();
	}

	@Test
	void twoHundredViewersMakeOneRequest() throws Exception {
		TestEdge edge = TestEdge.caching(TestEdge.OPTIMIZED);
		List<Answer> answers = askAtOnce(edge, 1, (request) -> TestEdge.answer(200, "page"));

		assertThat(edge.asked).hasSize(1);
		assertThat(answers).allSatisfy((answer) -> assertThat(TestEdge.text(answer)).isEqualTo("page"));
		assertThat(answers).filteredOn((answer) -> TestEdge.cache(answer).equals("Miss from cloudfront")).hasSize(1);
		assertThat(answers).filteredOn((answer) -> TestEdge.cache(answer).equals("Hit from cloudfront"))
			.hasSize(VIEWERS - 1);
	}

	@Test
	void theyShareWhatTheOriginForbidsIfTheMinimumIsNotZero() throws Exception {
		TestEdge edge = TestEdge.with(TTL.formatted(1), "");
		askAtOnce(edge, 1, (request) -> TestEdge.answer(200, "page", "Cache-Control: no-store"));

		assertThat(edge.asked).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "private", "no-store", "no-cache", "max-age=0", "s-maxage=0" })
	void eachAsksIfTheMinimumIsZeroAndTheOriginForbids(String control) throws Exception {
		TestEdge edge = TestEdge.with(TTL.formatted(0), "");
		askAtOnce(edge, 1, (request) -> TestEdge.answer(200, "page", "Cache-Control: " + control));

		assertThat(edge.asked).hasSize(VIEWERS);
	}

	@Test
	void theyShareAnError() throws Exception {
		TestEdge edge = TestEdge.caching(TestEdge.OPTIMIZED);
		List<Answer> answers = askAtOnce(edge, 1, (request) -> TestEdge.answer(503, "no"));

		assertThat(edge.asked).hasSize(1);
		assertThat(answers).allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(503));
	}

	@Test
	void noneWaitsWithoutACache() throws Exception {
		TestEdge edge = TestEdge.caching(TestEdge.DISABLED);
		askAtOnce(edge, VIEWERS, (request) -> TestEdge.answer(200, "page"));

		assertThat(edge.asked).hasSize(VIEWERS);
	}

	@Test
	void noneWaitsWhereCookiesGoToTheOrigin() throws Exception {
		TestEdge edge = TestEdge.of("\"CachePolicyId\": \"%s\", \"OriginRequestPolicyId\": \"%s\""
			.formatted(TestEdge.OPTIMIZED, TestEdge.ALL_VIEWER));
		askAtOnce(edge, VIEWERS, (request) -> TestEdge.answer(200, "page"));

		assertThat(edge.asked).hasSize(VIEWERS);
	}

	/** The origin does not answer before all viewers have asked. */
	private List<Answer> askAtOnce(TestEdge edge, int atOrigin, Function<Request, Answer> origin) throws Exception {
		CountDownLatch asked = new CountDownLatch(VIEWERS);
		edge.origin((request) -> {
			this.inside.incrementAndGet();
			await(asked, () -> this.inside.get() >= atOrigin && edge.cache().waiting() + this.inside.get() >= VIEWERS);
			return origin.apply(request);
		});
		Edge made = edge.edge();
		List<Future<Answer>> answers = new ArrayList<>();
		for (int i = 0; i < VIEWERS; i++) {
			Callable<Answer> ask = () -> {
				asked.countDown();
				return made.handle(TestEdge.request("GET", "/a"), "");
			};
			answers.add(this.threads.submit(ask));
		}
		List<Answer> all = new ArrayList<>();
		for (Future<Answer> answer : answers) {
			all.add(answer.get(30, TimeUnit.SECONDS));
		}
		return all;
	}

	private static void await(CountDownLatch all, BooleanSupplier until) {
		try {
			all.await();
			while (!until.getAsBoolean()) {
				Ports.pause();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
