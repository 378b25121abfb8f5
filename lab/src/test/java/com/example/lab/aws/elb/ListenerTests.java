package com.example.lab.aws.elb;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import com.example.lab.event.Event;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(60)
class ListenerTests {

	private final Path temporary;

	ListenerTests(@TempDir Path temporary) {
		this.temporary = temporary;
	}

	@Test
	void redirectsAsTheActionSays() throws Exception {
		try (Balanced balanced = new Balanced(this.temporary, 1)) {
			balanced.startBalancer("");
			balanced.startListener("""
					[{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443",
					"Path": "/new/#{path}", "StatusCode": "HTTP_301"}}]""");

			HttpResponse<String> response = balanced.get("/old%20page?a=1&b=2");

			assertThat(response.statusCode()).isEqualTo(301);
			assertThat(response.headers().firstValue("Location"))
				.hasValue("https://127.0.0.1:443/new/old%20page?a=1&b=2");
		}
	}

	@Test
	void aRedirectToAPortOfThisLoadBalancerLeadsToItsPortHere() throws Exception {
		try (Balanced balanced = new Balanced(this.temporary, 1)) {
			balanced.startBalancer("");
			balanced.startListener(
					"""
							[{"Type": "redirect", "RedirectConfig": {"Port": "80", "Protocol": "HTTPS", "Host": "www.#{host}", "Query": "",
							"StatusCode": "HTTP_302"}}]""");

			HttpResponse<String> response = balanced.get("/?a=1");

			assertThat(response.statusCode()).isEqualTo(302);
			assertThat(response.headers().firstValue("Location"))
				.hasValue("https://www.127.0.0.1:%d/".formatted(balanced.listener.port()));
		}
	}

	@Test
	void answersByItselfIfTheActionSaysSo() throws Exception {
		try (Balanced balanced = new Balanced(this.temporary, 1)) {
			balanced.startBalancer("");
			balanced.startListener("""
					[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404",
					"ContentType": "text/plain", "MessageBody": "Nothing here"}}]""");

			HttpResponse<String> response = balanced.get("/");

			assertThat(response.statusCode()).isEqualTo(404);
			assertThat(response.body()).isEqualTo("Nothing here");
			assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain");
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, 15000, 1, 404", "17000, 1, 1, 414", "1, 17000, 1, 400", "1, 15000, 5, 400" })
	void refusesHeadersThatAreTooLargeByItself(int query, int header, int headers, int status) throws Exception {
		try (Balanced balanced = new Balanced(this.temporary, 1)) {
			balanced.startBalancer("");
			balanced.startListener("""
					[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]""");
			HttpRequest.Builder request = HttpRequest.newBuilder(
					URI.create("http://127.0.0.1:%d/?x=%s".formatted(balanced.listener.port(), "x".repeat(query))));
			for (int i = 0; i < headers; i++) {
				request.header("X-Large-" + i, "x".repeat(header));
			}

			HttpResponse<Void> response = HttpClient.newHttpClient()
				.send(request.build(), HttpResponse.BodyHandlers.discarding());

			assertThat(response.statusCode()).isEqualTo(status);
		}
	}

	@Test
	void isClosedWhileNoSecurityGroupOpensItsPort() throws Exception {
		String ssh = "{\"CidrIp\": \"0.0.0.0/0\", \"IpProtocol\": \"tcp\", \"FromPort\": 22, \"ToPort\": 22}";
		try (Balanced balanced = new Balanced(this.temporary, 1, ssh, "{\"Port\": 80}")) {
			balanced.start("");

			assertThat(balanced.listener.address()).isEqualTo("closed by its security group");
			assertThat(balanced.balancer.attribute("DNSName")).isEqualTo("127.0.0.1");
			assertThat(balanced.events.since(0)).extracting(Event::kind, Event::message)
				.contains(Tuple.tuple(Event.Kind.REFUSED,
						"no ingress rule of a security group of Front covers port 80: nothing can connect"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { //
			"[{\"Type\": \"authenticate-cognito\"}, {\"Type\": \"forward\"}] | DefaultActions has [authenticate-cognito, forward]; the lab does one of forward, redirect and fixed-response. Take the others out.",
			"[{\"Type\": \"forward\", \"TargetGroupArn\": \"arn\"}] | 'arn' is no TargetGroup of this template",
			"[{\"Type\": \"forward\", \"ForwardConfig\": {\"TargetGroups\": [{}, {}]}}] | '' is no TargetGroup of this template" })
	void refusesActionsThatItDoesNotDo(String actions, String message) {
		try (Balanced balanced = new Balanced(this.temporary, 1)) {
			balanced.startBalancer("");

			assertThatIllegalArgumentException().isThrownBy(() -> balanced.startListener(actions)).withMessage(message);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { //
			"\"Scheme\": \"internal\" | Scheme is an expression", "\"Type\": \"network\" | Type is network",
			"\"LoadBalancerAttributes\": [{\"Key\": \"colour\", \"Value\": \"1\"}] | does not know its attribute colour",
			"\"LoadBalancerAttributes\": [{\"Key\": \"load_balancing.cross_zone.enabled\", \"Value\": \"false\"}] | cross_zone.enabled is 'false'; the lab takes only what matches true" })
	void refusesLoadBalancersThatItDoesNotRun(String properties, String message) {
		try (Balanced balanced = new Balanced(this.temporary, 1)) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> balanced.balancer.start(Balanced.json("{" + properties + "}")))
				.withMessageContaining(message);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"TargetType\": \"ip\"", "\"Protocol\": \"HTTPS\"", "\"ProtocolVersion\": \"HTTP2\"",
			"\"HealthCheckProtocol\": \"HTTPS\"", "\"Targets\": [{\"Id\": \"i-1\"}]",
			"\"TargetGroupAttributes\": [{\"Key\": \"load_balancing.algorithm.type\", \"Value\": \"weighted_random\"}]",
			"\"TargetGroupAttributes\": [{\"Key\": \"stickiness.type\", \"Value\": \"source_ip\"}]" })
	void refusesTargetGroupsThatItDoesNotRun(String properties) {
		try (Balanced balanced = new Balanced(this.temporary, 1)) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> balanced.group.start(Balanced.json("{" + properties + "}")));
		}
	}

	@Test
	void namesAreThoseThatTheCdkTakesApart() {
		try (Balanced balanced = new Balanced(this.temporary, 1)) {
			String name = balanced.balancer.attribute("LoadBalancerFullName");

			assertThat(name).matches("app/Front/[0-9a-f]{16}");
			assertThat(balanced.balancer.ref()).endsWith(":loadbalancer/" + name)
				.isEqualTo(balanced.balancer.attribute("LoadBalancerArn"));
			assertThat(balanced.listener.ref())
				.matches("arn:aws:elasticloadbalancing:.*:listener/%s/[0-9a-f]{16}".formatted(name))
				.isEqualTo(balanced.listener.attribute("ListenerArn"));
			assertThat(balanced.group.ref()).endsWith(":" + balanced.group.attribute("TargetGroupFullName"));
			assertThat(balanced.balancer.attribute("DNSName")).isEqualTo(balanced.listener.address());
			assertThatIllegalArgumentException().isThrownBy(() -> balanced.balancer.attribute("Colour"))
				.withMessage("Web/Front has no Colour here");
		}
	}

}
