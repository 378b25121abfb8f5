package com.example.postcards.tests;

import java.net.URI;
import java.util.Map;
import java.util.stream.IntStream;

import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.CountsFailures;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The edge serves everyone from one cache, and is the only way in: pages of signed-in
 * users are never in that cache, and no client reaches the load balancer past it.
 */
@Stage
@CountsFailures
class PrivateAtTheEdgeTests {

	static final int TRIES = 100;

	private final LocalCloud cloud;

	PrivateAtTheEdgeTests(LocalCloud cloud) {
		this.cloud = cloud;
	}

	// tag::direct[]
	@Test
	void theLoadBalancerRefusesWhatDidNotPassTheEdge() {
		URI balancer = URI.create("http://" + this.cloud.detail("LoadBalancer/Internal/Http"));
		long answered = answered(balancer);
		Evidence.keep("load-balancer-direct", Map.of("tries", TRIES, "answered", answered));
		assertThat(answered(this.cloud.url())).isEqualTo(TRIES);
		assertThat(answered).isZero();
	}
	// end::direct[]

	/**
	 * How many of some requests are answered.
	 */
	static long answered(URI address) {
		OddRequest request = new OddRequest("GET /livez HTTP/1.1\r\nHost: postcards\r\nConnection: close\r\n\r\n");
		return IntStream.range(0, TRIES).filter((i) -> request.sendTo(address) != OddRequest.NO_ANSWER).count();
	}

}
