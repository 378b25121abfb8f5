package com.example.contract;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the contracts of the features share: visitors of the address under test, and what
 * a refusal looks like. One instance serves all tests of a class, so that members, whose
 * passwords are slow to hash on purpose, are made once.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class FeatureContract {

	private final URI address;

	FeatureContract(URI address) {
		this.address = address;
	}

	Postcards visitor() {
		return new Postcards(this.address);
	}

	Postcards member() {
		return Postcards.member(this.address);
	}

	static Map<String, String> credentials(String email, String password) {
		return Map.of("email", email, "password", password);
	}

	/**
	 * Asserts a refusal with problem details, and returns them.
	 */
	static JsonNode assertProblem(Answer answer, int status) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).as(answer.toString()).startsWith("application/problem+json");
		JsonNode problem = answer.json();
		assertThat(problem.propertyNames()).as(answer.toString())
			.contains("type", "title", "status", "detail", "instance");
		assertThat(problem.path("status").intValue()).isEqualTo(status);
		return problem;
	}

	/**
	 * Asserts a 400 whose problem details name the field at fault.
	 */
	static void assertFieldProblem(Answer answer, String field) {
		JsonNode errors = assertProblem(answer, 400).path("errors");
		assertThat(errors.findValuesAsString("field")).as(answer.toString()).containsOnly(field);
		assertThat(errors.findValuesAsString("message")).allSatisfy((message) -> assertThat(message).isNotBlank());
	}

	/**
	 * Asserts that a request was refused as the client's mistake.
	 */
	static void assertRefused(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
	}

	/**
	 * Asserts something that may take a few seconds to become true, because changes reach
	 * other users by a queue or a replica.
	 */
	static void soon(ThrowingRunnable assertion) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20))
			.atMost(Duration.ofSeconds(5))
			.untilAsserted(assertion);
	}

	/**
	 * Makes the calls at the same time, each in a thread of its own, and returns what
	 * they returned, in their order.
	 */
	static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(calls.size());
		try {
			CyclicBarrier start = new CyclicBarrier(calls.size());
			List<Future<T>> pending = new ArrayList<>();
			for (Callable<T> call : calls) {
				pending.add(threads.submit(() -> {
					start.await(10, TimeUnit.SECONDS);
					return call.call();
				}));
			}
			List<T> results = new ArrayList<>();
			for (Future<T> result : pending) {
				results.add(result.get(60, TimeUnit.SECONDS));
			}
			return results;
		}
		finally {
			threads.shutdownNow();
		}
	}

}
