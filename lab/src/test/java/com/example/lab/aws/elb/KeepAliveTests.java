package com.example.lab.aws.elb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import com.example.lab.network.Ports;
import com.example.lab.standin.Drill;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Idle connections between load balancer and target, and which side closes them. */
@Timeout(90)
class KeepAliveTests {

	@Test
	void aTargetThatClosesIdleConnectionsFirstFailsARequestNowAndThen(@TempDir Path temporary) throws Exception {
		int keepAliveMillis = 4;
		try (Balanced balanced = new Balanced(temporary, 1); SmallHttpServer target = target(keepAliveMillis)) {
			balanced.start("").with("target", target);
			Random random = new Random(1);
			int failed = 0;

			for (int i = 0; i < 1_500; i++) {
				int status = balanced.status("/");
				assertThat(status).isIn(200, 502);
				failed += (status == 502) ? 1 : 0;
				pause(keepAliveMillis * (0.8 + 0.4 * random.nextDouble()));
			}

			assertThat(failed).isBetween(1, 300);
		}
	}

	@Test
	void theSlowerTheNetworkTheMoreRequestsMeetAConnectionThatIsBeingClosed(@TempDir Path temporary) throws Exception {
		try (Balanced balanced = new Balanced(temporary, 1); SmallHttpServer target = target(300)) {
			balanced.start("").with("target", target);
			Drill slow = balanced.group.drills()
				.stream()
				.filter((drill) -> drill.name().equals("slow"))
				.findFirst()
				.orElseThrow();
			slow.action().run("600");

			// Each connection that is used again is closed on the way.
			List<Integer> answers = IntStream.range(0, 6).mapToObj((i) -> balanced.status("/")).toList();

			assertThat(answers).containsExactly(200, 502, 200, 502, 200, 502);
		}
	}

	@Test
	void noRequestFailsWhenTheLoadBalancerClosesFirst(@TempDir Path temporary) throws Exception {
		int clients = 100;
		ExecutorService threads = Executors.newFixedThreadPool(clients);
		try (Balanced balanced = new Balanced(temporary, 1); SmallHttpServer target = target(2_000)) {
			balanced.start("", Balanced.attribute("idle_timeout.timeout_seconds", 1)).with("target", target);

			List<Future<Long>> failures = IntStream.range(0, clients)
				.mapToObj((client) -> threads.submit(() -> failures(balanced, new Random(client))))
				.toList();

			for (Future<Long> failed : failures) {
				assertThat(failed.get()).isZero();
			}
			assertThat(target.requests()).isEqualTo(clients * 40);
			while (target.open() > 0) {
				// All are idle now, and one side closes them.
				Ports.pause();
			}
			assertThat(target.closedFirst()).isZero();
		}
		finally {
			threads.shutdownNow();
		}
	}

	/**
	 * Ten requests at once, then a pause about as long as the idle timeout, four times.
	 */
	private static long failures(Balanced balanced, Random random) {
		long failed = 0;
		for (int i = 0; i < 40; i++) {
			if (balanced.status("/") != 200) {
				failed++;
			}
			if (i % 10 == 9) {
				pause(900 + 200 * random.nextDouble());
			}
		}
		return failed;
	}

	/** The gap between two requests, which is what these tests are about. */
	private static void pause(double millis) {
		LockSupport.parkNanos((long) (millis * 1_000_000));
	}

	private static SmallHttpServer target(int keepAliveMillis) throws IOException {
		return new SmallHttpServer(keepAliveMillis,
				(request, out) -> SmallHttpServer.answer(out, 200, "ok".getBytes(StandardCharsets.UTF_8)));
	}

}
