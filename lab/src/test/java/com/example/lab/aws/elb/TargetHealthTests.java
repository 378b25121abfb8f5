package com.example.lab.aws.elb;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import com.example.lab.event.Event;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks each second; two results in a row count. */
@Timeout(60)
class TargetHealthTests {

	private Balanced balanced;

	private SmallHttpServer a;

	private SmallHttpServer b;

	@BeforeEach
	void reserve(@TempDir Path temporary) throws Exception {
		this.balanced = new Balanced(temporary, 1);
		this.a = SmallHttpServer.named("a");
		this.b = SmallHttpServer.named("b");
	}

	@AfterEach
	void end() throws Exception {
		this.balanced.close();
		this.a.close();
		this.b.close();
	}

	@Test
	void theFirstSuccessMakesANewTargetHealthy() throws Exception {
		this.balanced.start("").with("a", this.a);

		assertThat(this.a.checks()).isEqualTo(1);
		assertThat(this.balanced.health("a")).isEqualTo(new TargetHealth("i-a", "a", "us-east-1a", "healthy", ""));
	}

	@Test
	void aTargetWithTheWrongStatusGetsNothingUntilItIsHealthyAgain() throws Exception {
		this.balanced.start("").with("a", this.a).with("b", this.b);

		long position = this.balanced.events.position();
		int before = this.a.checks();
		this.a.health = 503;
		Event unhealthy = this.balanced.awaitEvent(position, Event.Kind.UNHEALTHY, "a (i-a) is unhealthy");
		int needed = this.a.checks() - before;

		assertThat(needed).isBetween(2, 3);
		assertThat(unhealthy.message())
			.contains("Target.ResponseCodeMismatch: Health checks failed with these codes: [503]");
		assertThat(this.balanced.health("a").state()).isEqualTo("unhealthy");
		assertThat(answers(20)).isEqualTo(Map.of("b", 20));

		position = this.balanced.events.position();
		before = this.a.checks();
		this.a.health = 200;
		this.balanced.awaitEvent(position, Event.Kind.HEALTHY, "a (i-a) is healthy");
		assertThat(this.a.checks() - before).isBetween(2, 3);
		assertThat(answers(20)).isEqualTo(Map.of("a", 10, "b", 10));
	}

	@Test
	void aTargetThatDiesFailsRequestsOnlyUntilItsChecksFail() throws Exception {
		this.balanced.start("").with("a", this.a).with("b", this.b);

		long position = this.balanced.events.position();
		this.a.close();
		assertThat(this.balanced.get("/").statusCode() + this.balanced.get("/").statusCode()).isEqualTo(200 + 502);
		Event unhealthy = this.balanced.awaitEvent(position, Event.Kind.UNHEALTHY, "a (i-a)");

		assertThat(unhealthy.message()).contains("Target.FailedHealthChecks: Health checks failed");
		assertThat(answers(20)).isEqualTo(Map.of("b", 20));
	}

	@Test
	void aTargetThatDoesNotAnswerInTimeIsUnhealthy() throws Exception {
		this.balanced.start("").with("a", this.a);
		long position = this.balanced.events.position();
		CompletableFuture<Void> end = new CompletableFuture<>();
		this.a.beforeCheck = end::join;

		Event unhealthy = this.balanced.awaitEvent(position, Event.Kind.UNHEALTHY, "a (i-a)");
		end.complete(null);

		assertThat(unhealthy.message()).contains("Target.Timeout: Request timed out");
	}

	@Test
	void whenAllTargetsAreUnhealthyAllGetRequests() throws Exception {
		this.balanced.start("").with("a", this.a).with("b", this.b);
		long position = this.balanced.events.position();
		this.a.health = 500;
		this.b.health = 500;

		this.balanced.awaitEvent(position, Event.Kind.WARNING, "fails open");

		assertThat(answers(20)).isEqualTo(Map.of("a", 10, "b", 10));
		position = this.balanced.events.position();
		this.b.health = 200;
		this.balanced.awaitEvent(position, Event.Kind.HEALTHY, "b (i-b)");
		assertThat(answers(20)).isEqualTo(Map.of("b", 20));
	}

	@Test
	void aMissingRuleOfTheSecurityGroupsIsATimeout() throws Exception {
		this.balanced.start("");
		long position = this.balanced.events.position();
		Target target = new Target("i-a", "a", "us-east-1a", 8080, (port) -> this.a.address());
		this.balanced.group.running().add(target);
		this.balanced.group.running().register(target, "no ingress rule", false);

		this.balanced.awaitEvent(position, Event.Kind.REFUSED, "a (i-a) gets no connection: no ingress rule");
		this.balanced.awaitEvent(position, Event.Kind.UNHEALTHY, "Target.Timeout");
		assertThat(this.balanced.get("/").statusCode()).isEqualTo(504);
		assertThat(this.a.requests() + this.a.checks()).isZero();
	}

	@Test
	void aTargetThatBecomesHealthyBesideAnotherBeginsWithASmallShare() throws Exception {
		this.balanced.start(Balanced.attribute("slow_start.duration_seconds", 900)).with("a", this.a);
		long position = this.balanced.events.position();
		this.balanced.with("b", this.b);

		Map<String, Integer> answers = answers(200);

		assertThat(this.balanced.events.since(position)).extracting(Event::message)
			.contains("b (i-b) is healthy, slow start for 900 s, here 900.0 s");
		assertThat(this.balanced.group.settled()).as("b has its full share").isFalse();
		assertThat(answers.get("a")).isGreaterThan(180);
		assertThat(answers.getOrDefault("b", 0)).isPositive();
	}

	@Test
	void targetsWithWhichAGroupBeginsShareAlikeAtOnce() throws Exception {
		this.balanced.startBalancer("");
		this.balanced.startGroup(Balanced.attribute("slow_start.duration_seconds", 900));
		this.balanced.registering("a", this.a).registering("b", this.b);
		assertThat(this.balanced.group.settled()).isTrue();
		this.balanced.forward();
		Awaitility.await().until(() -> this.balanced.group.settled());

		assertThat(answers(20)).isEqualTo(Map.of("a", 10, "b", 10));
	}

	@Test
	void afterItsSlowStartATargetHasItsFullShare(@TempDir Path temporary) throws Exception {
		try (Balanced quick = new Balanced(temporary, 1_000)) {
			quick.start(Balanced.attribute("slow_start.duration_seconds", 30)).with("a", this.a).with("b", this.b);
			long checks = this.b.checks();
			while (this.b.checks() == checks) {
				// The next check is a second later, the slow start 30 ms.
				Thread.onSpinWait();
			}

			int before = this.b.requests();
			for (int i = 0; i < 20; i++) {
				quick.get("/");
			}
			assertThat(this.b.requests() - before).isEqualTo(10);
		}
	}

	@Test
	void aStickyClientComesBackToItsTargetUntilThatIsUnhealthy() throws Exception {
		this.balanced.start(Balanced.attribute("stickiness.enabled", true)).with("a", this.a).with("b", this.b);

		HttpResponse<String> first = this.balanced.get("/");
		String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
		assertThat(cookie).startsWith("AWSALB=").contains("Path=/", "Expires=");
		HttpRequest again = HttpRequest.newBuilder(this.balanced.uri("/"))
			.header("Cookie", cookie.split(";")[0])
			.build();
		for (int i = 0; i < 10; i++) {
			assertThat(this.balanced.send(again).body()).isEqualTo(first.body());
		}

		long position = this.balanced.events.position();
		(first.body().equals("a") ? this.a : this.b).health = 500;
		this.balanced.awaitEvent(position, Event.Kind.UNHEALTHY, first.body());
		assertThat(this.balanced.send(again).body()).isNotEqualTo(first.body());
	}

	@Test
	void aClientSticksOnceTheApplicationHasSetItsCookie() throws Exception {
		try (SmallHttpServer c = withSession("c"); SmallHttpServer d = withSession("d")) {
			this.balanced.start(String.join(", ", Balanced.attribute("stickiness.enabled", true),
					Balanced.attribute("stickiness.type", "app_cookie"),
					Balanced.attribute("stickiness.app_cookie.cookie_name", "SESSION")))
				.with("c", c)
				.with("d", d);
			assertThat(this.balanced.get("/").headers().firstValue("Set-Cookie")).isEmpty();
			assertThat(answers(10)).containsOnlyKeys("c", "d");

			HttpResponse<String> signedIn = this.balanced.get("/sign-in");
			String cookie = signedIn.headers()
				.allValues("Set-Cookie")
				.stream()
				.filter((header) -> header.startsWith("AWSALBAPP-0="))
				.findFirst()
				.orElseThrow();
			HttpRequest again = HttpRequest.newBuilder(this.balanced.uri("/"))
				.header("Cookie", cookie.split(";")[0])
				.build();
			for (int i = 0; i < 10; i++) {
				HttpResponse<String> response = this.balanced.send(again);
				assertThat(response.body()).isEqualTo(signedIn.body());
				assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
			}
		}
	}

	private static SmallHttpServer withSession(String name) throws IOException {
		return new SmallHttpServer(60_000, (request,
				out) -> out.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n%s\r\n%s"
					.formatted(request.path().equals("/sign-in") ? "Set-Cookie: SESSION=1; Path=/\r\n" : "", name)
					.getBytes(StandardCharsets.US_ASCII)));
	}

	private Map<String, Integer> answers(int requests) throws Exception {
		Map<String, Integer> answers = new TreeMap<>();
		for (int i = 0; i < requests; i++) {
			answers.merge(this.balanced.get("/").body(), 1, Integer::sum);
		}
		return answers;
	}

}
