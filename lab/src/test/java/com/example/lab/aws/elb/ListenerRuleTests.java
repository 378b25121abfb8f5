package com.example.lab.aws.elb;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import com.example.lab.event.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(60)
class ListenerRuleTests {

	private static final String ANY = "{\"Field\": \"path-pattern\", \"Values\": [\"*\"]}";

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
	void aPathLeadsToAGroupOfItsOwn() throws Exception {
		this.balanced.start("").with("a", this.a);
		TargetGroup second = this.balanced.group("b", this.b, "");
		this.balanced.rule("Photos", 10,
				"{\"Field\": \"path-pattern\", \"PathPatternConfig\": {\"Values\": [\"/photos/*\"]}}",
				Balanced.forwardTo(second));
		this.balanced.awaitEvent(0, Event.Kind.HEALTHY, "b (i-b)");

		assertThat(this.balanced.get("/photos/1").body()).isEqualTo("b");
		assertThat(this.balanced.get("/photos").body()).isEqualTo("a");
		assertThat(this.balanced.get("/").body()).isEqualTo("a");
		assertThat(second.targets()).extracting(TargetHealth::state).containsExactly("healthy");
	}

	@Test
	void aGroupWithoutARuleIsNotChecked() throws Exception {
		this.balanced.start("").with("a", this.a);
		TargetGroup second = this.balanced.group("b", this.b, "");

		assertThat(second.targets()).extracting(TargetHealth::state).containsExactly("unused");
		assertThat(this.b.checks()).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"{\"Field\": \"path-pattern\", \"Values\": [\"/img/*\"]} | GET /img/a HTTP/1.1 | GET /IMG/a HTTP/1.1",
			"{\"Field\": \"path-pattern\", \"Values\": [\"/img/*\"]} | GET /img/?q=1 HTTP/1.1 | GET /x?y=/img/z HTTP/1.1",
			"{\"Field\": \"path-pattern\", \"Values\": [\"/a?c\"]} | GET /abc HTTP/1.1 | GET /ac HTTP/1.1",
			"{\"Field\": \"path-pattern\", \"Values\": [\"/a.c\"]} | GET /a.c HTTP/1.1 | GET /abc HTTP/1.1",
			"{\"Field\": \"path-pattern\", \"Values\": [\"/a\", \"/b\"]} | GET /b HTTP/1.1 | GET /c HTTP/1.1",
			"{\"Field\": \"host-header\", \"HostHeaderConfig\": {\"Values\": [\"*.example.com\"]}} | GET / HTTP/1.1~Host: Shop.Example.com:8080 | GET / HTTP/1.1~Host: example.com",
			"{\"Field\": \"http-header\", \"HttpHeaderConfig\": {\"HttpHeaderName\": \"X-Version\", \"Values\": [\"beta*\"]}} | GET / HTTP/1.1~x-version: BETA2 | GET / HTTP/1.1~X-Version: alpha",
			"{\"Field\": \"http-header\", \"HttpHeaderConfig\": {\"HttpHeaderName\": \"X-Version\", \"Values\": [\"beta*\"]}} | GET / HTTP/1.1~X-Version: alpha~X-Version: beta | GET / HTTP/1.1",
			"{\"Field\": \"http-request-method\", \"HttpRequestMethodConfig\": {\"Values\": [\"POST\", \"PUT\"]}} | PUT / HTTP/1.1 | GET / HTTP/1.1",
			"{\"Field\": \"http-request-method\", \"HttpRequestMethodConfig\": {\"Values\": [\"PATCH\"]}} | PATCH / HTTP/1.1 | patch / HTTP/1.1",
			"{\"Field\": \"query-string\", \"QueryStringConfig\": {\"Values\": [{\"Key\": \"version\", \"Value\": \"v1\"}]}} | GET /?a=1&VERSION=V1 HTTP/1.1 | GET /?version=v2 HTTP/1.1",
			"{\"Field\": \"query-string\", \"QueryStringConfig\": {\"Values\": [{\"Value\": \"*beta*\"}]}} | GET /?x=my-beta-1 HTTP/1.1 | GET /?beta=1 HTTP/1.1",
			"{\"Field\": \"query-string\", \"QueryStringConfig\": {\"Values\": [{\"Value\": \"\\\\*\"}]}} | GET /?x=* HTTP/1.1 | GET /?x=a HTTP/1.1",
			"{\"Field\": \"http-header\", \"HttpHeaderConfig\": {\"HttpHeaderName\": \"A\", \"Values\": [\"1\"]}}, {\"Field\": \"path-pattern\", \"Values\": [\"/p\"]} | GET /p HTTP/1.1~A: 1 | GET /p HTTP/1.1~A: 2" })
	void takesARequestIfAllItsConditionsHold(String conditions, String taken, String left) throws Exception {
		this.balanced.startBalancer("");
		this.balanced.startListener("[%s]".formatted(Balanced.answer(404)));
		this.balanced.rule("Rule", 1, conditions, Balanced.answer(200));

		assertThat(this.balanced.statusOf(request(taken))).isEqualTo(200);
		assertThat(this.balanced.statusOf(request(left))).isEqualTo(404);
	}

	private static String request(String text) {
		return text.replace("~", "\r\n") + (text.contains("Host: ") ? "" : "\r\nHost: test");
	}

	@Test
	void clientsAreKnownByTheirAddress() throws Exception {
		this.balanced.startBalancer("");
		this.balanced.startListener("[%s]".formatted(Balanced.answer(404)));
		this.balanced.rule("Elsewhere", 1,
				"{\"Field\": \"source-ip\", \"SourceIpConfig\": {\"Values\": [\"10.0.0.0/8\", \"2001:db8::/32\"]}}",
				Balanced.answer(403));
		this.balanced.rule("Here", 2, "{\"Field\": \"source-ip\", \"SourceIpConfig\": {\"Values\": [\"127.0.0.0/8\"]}}",
				Balanced.answer(200));

		assertThat(this.balanced.status("/")).isEqualTo(200);
	}

	@Test
	void theLowestPriorityIsTriedFirst() throws Exception {
		this.balanced.startBalancer("");
		this.balanced.startListener("[%s]".formatted(Balanced.answer(404)));
		this.balanced.rule("Last", 30, ANY, Balanced.answer(503));
		this.balanced.rule("Second", 20, "{\"Field\": \"path-pattern\", \"Values\": [\"/a*\"]}", Balanced.answer(202));
		ListenerRule first = this.balanced.rule("First", 10, "{\"Field\": \"path-pattern\", \"Values\": [\"/ab\"]}",
				Balanced.answer(201));

		assertThat(this.balanced.status("/ab")).isEqualTo(201);
		assertThat(this.balanced.status("/ac")).isEqualTo(202);
		assertThat(this.balanced.status("/b")).isEqualTo(503);
		first.close();
		assertThat(this.balanced.status("/ab")).isEqualTo(202);
	}

	@Test
	void twoRulesOfAListenerCannotHaveOnePriority() throws Exception {
		this.balanced.startBalancer("");
		this.balanced.startListener("[%s]".formatted(Balanced.answer(404)));
		this.balanced.rule("One", 10, ANY, Balanced.answer(200));

		assertThatIllegalArgumentException().isThrownBy(() -> this.balanced.rule("Two", 10, ANY, Balanced.answer(200)))
			.withMessage("Priority 10 is taken by Web/Front/One; each rule of a listener needs its own.");
	}

	@Test
	void redirectsWithThePartsOfTheRequest() throws Exception {
		this.balanced.startBalancer("");
		this.balanced.startListener("[%s]".formatted(Balanced.answer(404)));
		this.balanced.rule("Moved", 1, ANY,
				"{\"Type\": \"redirect\", \"RedirectConfig\": {\"StatusCode\": \"HTTP_302\", \"Host\": \"new.#{host}\", \"Path\": \"/#{port}/#{path}\", \"Query\": \"from=#{protocol}&#{query}\"}}");

		HttpResponse<String> response = this.balanced.get("/a/b?c=1");

		assertThat(response.statusCode()).isEqualTo(302);
		int port = this.balanced.listener.port();
		assertThat(response.headers().firstValue("Location"))
			.hasValue("%2$s://new.127.0.0.1:%1$d/%1$d/a/b?from=%2$s&c=1".formatted(port, "http"));
	}

	@Test
	void requestsAreDividedByWeight() throws Exception {
		this.balanced.start("").with("a", this.a);
		forwardToBoth("", 3, 1, "");

		assertThat(answers(400)).isEqualTo(Map.of("a", 300, "b", 100));
	}

	@Test
	void aGroupOfWeightZeroGetsNothing() throws Exception {
		this.balanced.start("").with("a", this.a);
		forwardToBoth("", 0, 1, "");

		assertThat(answers(20)).isEqualTo(Map.of("b", 20));
	}

	@Test
	void aStickyClientComesBackToItsGroup() throws Exception {
		this.balanced.start("").with("a", this.a);
		forwardToBoth("", 1, 1, ", \"TargetGroupStickinessConfig\": {\"Enabled\": true, \"DurationSeconds\": 60}");

		HttpResponse<String> first = this.balanced.get("/");
		String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
		assertThat(cookie).startsWith("AWSALBTG=");
		HttpRequest again = HttpRequest.newBuilder(this.balanced.uri("/"))
			.header("Cookie", cookie.split(";")[0])
			.build();
		for (int i = 0; i < 10; i++) {
			assertThat(this.balanced.send(again).body()).isEqualTo(first.body());
		}
		assertThat(answers(10)).isEqualTo(Map.of("a", 5, "b", 5));
	}

	@Test
	void stickySessionsOfOneOfSeveralGroupsNeedStickinessOfGroups() throws Exception {
		this.balanced.start("").with("a", this.a);

		assertThatIllegalArgumentException()
			.isThrownBy(() -> forwardToBoth(Balanced.attribute("stickiness.enabled", true), 1, 1, ""))
			.withMessageContaining("AWS then wants TargetGroupStickinessConfig too");
	}

	private void forwardToBoth(String attributes, int weightOfA, int weightOfB, String more) throws Exception {
		TargetGroup second = this.balanced.group("b", this.b, attributes);
		this.balanced.rule("Both", 1, ANY, """
				{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": "%s", "Weight": %d},
				{"TargetGroupArn": "%s", "Weight": %d}]%s}}""".formatted(this.balanced.group.ref(), weightOfA,
				second.ref(), weightOfB, more));
		this.balanced.awaitEvent(0, Event.Kind.HEALTHY, "b (i-b)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"\"Priority\": 1, \"Conditions\": [{\"Field\": \"colour\", \"Values\": [\"red\"]}] | Conditions has the Field 'colour'; the lab knows path-pattern,",
			"\"Priority\": 1, \"Conditions\": [{\"Field\": \"path-pattern\", \"PathPatternConfig\": {\"RegexValues\": [\"^/a\"]}}] | the lab does not know RegexValues of a path-pattern condition",
			"\"Priority\": 1, \"Conditions\": [{\"Field\": \"path-pattern\", \"RegexValues\": [\"^/a\"]}] | the lab does not know [RegexValues] of a path-pattern condition",
			"\"Priority\": 1, \"Conditions\": [{\"Field\": \"source-ip\", \"SourceIpConfig\": {\"Values\": [\"localhost\"]}}] | 'localhost' is no block of addresses",
			"\"Priority\": 1, \"Conditions\": [] | Conditions is empty",
			"\"Priority\": 1, \"Conditions\": [{\"Field\": \"path-pattern\", \"Values\": [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\"]}] | Conditions has 6 values; AWS takes 5",
			"\"Priority\": 0, \"Conditions\": [] | Priority is '0'; it is a number from 1 to 50000",
			"\"Priority\": 1, \"Transforms\": [{}] | take Transforms out",
			"\"Priority\": 1, \"Conditions\": [{\"Field\": \"path-pattern\", \"Values\": [\"*\"]}], \"Actions\": [{\"Type\": \"authenticate-oidc\"}] | Actions has [authenticate-oidc]; the lab does one" })
	void refusesWhatItDoesNotKnow(String properties, String message) throws Exception {
		this.balanced.startBalancer("");
		this.balanced.startListener("[%s]".formatted(Balanced.answer(404)));

		assertThatIllegalArgumentException().isThrownBy(() -> this.balanced.rule("Rule", properties))
			.withMessageContaining(message);
	}

	@ParameterizedTest
	@CsvSource({ "1, 1000, it is a number from 0 to 999", "0, 0, the Weight of each target group is 0" })
	void refusesWeightsThatDivideNothing(int weightOfA, int weightOfB, String message) throws Exception {
		this.balanced.start("").with("a", this.a);

		assertThatIllegalArgumentException().isThrownBy(() -> forwardToBoth("", weightOfA, weightOfB, ""))
			.withMessageContaining(message);
	}

	@Test
	void itsArnIsThatOfItsListenerWithAnIdOfItsOwn() throws Exception {
		this.balanced.startBalancer("");
		this.balanced.startListener("[%s]".formatted(Balanced.answer(404)));
		ListenerRule rule = this.balanced.rule("Rule", 1, ANY, Balanced.answer(200));

		assertThat(rule.ref()).matches("arn:aws:elasticloadbalancing:.*:listener-rule/app/Front/.*/[0-9a-f]{16}")
			.isEqualTo(rule.attribute("RuleArn"));
		assertThatIllegalArgumentException().isThrownBy(() -> rule.attribute("Colour"))
			.withMessage("Web/Front/Rule has no Colour here");
	}

	private Map<String, Integer> answers(int requests) throws Exception {
		Map<String, Integer> answers = new TreeMap<>();
		for (int i = 0; i < requests; i++) {
			answers.merge(this.balanced.get("/").body(), 1, Integer::sum);
		}
		return answers;
	}

}
