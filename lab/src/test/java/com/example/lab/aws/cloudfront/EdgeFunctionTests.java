package com.example.lab.aws.cloudfront;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Functions at the edge, and the compression that Node.js does. */
@Timeout(60)
class EdgeFunctionTests {

	private final Events events = new Events();

	private Processes processes;

	private LabContext lab;

	@BeforeEach
	void prepare(@TempDir Path temporary) {
		this.processes = new Processes(temporary.resolve("logs"));
		this.lab = new LabContext(temporary.resolve("run"), Path.of("target/cache"), this.processes, this.events,
				new LabClock(1), Map.of(), true);
	}

	@AfterEach
	void end() {
		this.processes.close();
	}

	@Test
	void changesRequests() {
		EdgeFunction function = function("""
				function handler(event) {
					var request = event.request;
					request.uri = request.uri.replace(/\\/$/, '/index.html');
					request.headers['x-viewer'] = { value: event.viewer.ip };
					request.querystring.b = { value: '2' };
					request.headers['x-cookie'] = { value: String(request.headers.cookie) };
					delete request.cookies.ads;
					return request;
				}""");
		Request changed = functions(function)
			.onRequest(behavior(), TestEdge.request("GET", "/docs/?a=1&a=3", "Cookie: id=1; ads=2"))
			.request();

		assertThat(changed.path()).isEqualTo("/docs/index.html");
		assertThat(changed.query()).isEqualTo("a=1&a=3&b=2");
		assertThat(changed.fields().text("X-Viewer")).isEqualTo("192.0.2.2");
		assertThat(changed.fields().text("Cookie")).isEqualTo("id=1");
		assertThat(changed.fields().text("X-Cookie")).as("cookies are not among the headers").isEqualTo("undefined");
		assertThat(changed.fields().text("Host")).isEqualTo("edge.example");
	}

	@Test
	void answersInPlaceOfAnOrigin() {
		EdgeFunction function = function("""
				async function handler(event) {
					return { statusCode: 302, headers: { location: { value: '/new' } },
						cookies: { seen: { value: '1', attributes: 'Path=/' } }, body: 'moved' };
				}""");
		Answer answer = answer(function);

		assertThat(answer.status()).isEqualTo(302);
		assertThat(answer.fields().text("Location")).isEqualTo("/new");
		assertThat(answer.fields().text("Set-Cookie")).isEqualTo("seen=1; Path=/");
		assertThat(TestEdge.text(answer)).isEqualTo("moved");
	}

	@Test
	void changesResponses() {
		EdgeFunction function = function(
				"""
						const crypto = require('crypto');
						function handler(event) {
							const response = event.response;
							response.headers['x-hash'] = { value: crypto.createHash('md5').update(event.request.uri).digest('hex') };
							return response;
						}""");
		Answer answer = functions(function).onResponse(behavior(), TestEdge.request("GET", "/"),
				TestEdge.answer(200, "page", "Set-Cookie: a=1; Secure", "Set-Cookie: b=2"));

		assertThat(answer.fields().text("X-Hash")).hasSize(32);
		assertThat(answer.fields().all("Set-Cookie")).containsExactlyInAnyOrder("a=1; Secure", "b=2");
		assertThat(TestEdge.text(answer)).isEqualTo("page");
	}

	@Test
	void aFunctionThatFailsOrHangsIs503() {
		for (String body : new String[] { "throw new Error('broken')", "while (true) {}", "return null" }) {
			Answer answer = answer(function("function handler(event) { %s; }".formatted(body)));
			assertThat(answer.status()).isEqualTo(503);
		}
		assertThat(this.events.since(0)).filteredOn((event) -> event.kind() == Event.Kind.WARNING)
			.extracting(Event::message)
			.first()
			.isEqualTo("rewrite failed: broken");
	}

	@Test
	void runsAgainAfterItsProcessHasEnded() {
		EdgeFunction function = function("function handler(event) { return event.request; }");
		NodeRuntime.of(this.lab).stop();

		assertThat(functions(function).onRequest(behavior(), TestEdge.request("GET", "/a")).request().path())
			.isEqualTo("/a");
	}

	@Test
	void refusesWhatIsNoFunction() {
		assertThatIllegalArgumentException().isThrownBy(() -> function("function handle() {}"))
			.withMessage("AWS::CloudFront::Function FunctionCode: it has no function named handler.");
		assertThatIllegalArgumentException().isThrownBy(() -> function("function handler( {"))
			.withMessageStartingWith("AWS::CloudFront::Function FunctionCode: ");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> function("import cf from 'cloudfront'; function handler() {}"))
			.withMessage("AWS::CloudFront::Function FunctionCode: the module cloudfront is not here.");
		assertThatIllegalArgumentException().isThrownBy(() -> function("function handler() {} //" + "x".repeat(10_240)))
			.withMessageContaining("larger than 10 KB");
	}

	@Test
	void compressesWithBrotli() throws Exception {
		byte[] text = "postcard ".repeat(500).getBytes();

		assertThat(NodeRuntime.of(this.lab).brotli(text).length).isBetween(10, 100);
	}

	private EdgeFunction function(String code) {
		ObjectNode properties = (ObjectNode) TestEdge.json("""
				{"Name": "rewrite", "AutoPublish": true,
					"FunctionConfig": {"Comment": "x", "Runtime": "cloudfront-js-2.0"}}""");
		properties.put("FunctionCode", code);
		EdgeFunction function = new EdgeFunction(new Resource("Rewrite", "AWS::CloudFront::Function", "Test/Rewrite",
				JsonMapper.shared().createObjectNode()), this.lab);
		function.start(properties);
		return function;
	}

	private static Answer answer(EdgeFunction function) {
		return Objects.requireNonNull(functions(function).onRequest(behavior(), TestEdge.request("GET", "/")).answer());
	}

	private static EdgeFunctions functions(EdgeFunction function) {
		return new EdgeFunctions((arn) -> Optional.of(function), "E1");
	}

	private static Behavior behavior() {
		return TestEdge.of("""
				"CachePolicyId": "%s", "FunctionAssociations": [
					{"EventType": "viewer-request", "FunctionARN": "f"},
					{"EventType": "viewer-response", "FunctionARN": "f"}]""".formatted(TestEdge.OPTIMIZED))
			.settings()
			.behavior("/");
	}

}
