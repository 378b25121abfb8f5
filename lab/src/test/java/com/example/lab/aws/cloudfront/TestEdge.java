package com.example.lab.aws.cloudfront;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.StandIn;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An edge location without ports, in front of an origin that is a function. */
final class TestEdge {

	static final String OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

	static final String DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

	static final String ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3";

	static final Request.Viewer VIEWER = new Request.Viewer("192.0.2.2", 50_000, true, "TLSv1.3:X:fullHandshake",
			"1.1");

	/** What the origin was asked, in sequence. */
	final List<Request> asked = Collections.synchronizedList(new ArrayList<>());

	private final List<StandIn> policies = new ArrayList<>();

	private final ObjectNode config;

	private Function<Request, Answer> origin = (request) -> answer(200, "page");

	private volatile Instant now = Instant.parse("2026-11-30T12:00:00Z");

	private final EdgeCache cache = new EdgeCache(() -> this.now, Runnable::run);

	private boolean down;

	private TestEdge(String behavior, String more) {
		this.config = (ObjectNode) json(
				"""
						{"Enabled": true, "Origins": [
							{"Id": "one", "DomainName": "one.example", "CustomOriginConfig": {"OriginProtocolPolicy": "http-only"}},
							{"Id": "two", "DomainName": "two.example", "CustomOriginConfig": {"OriginProtocolPolicy": "http-only"}}],
						"DefaultCacheBehavior": {"TargetOriginId": "one", "ViewerProtocolPolicy": "allow-all", %s} %s}"""
					.formatted(behavior, more.isEmpty() ? "" : ", " + more));
	}

	static TestEdge of(String behavior) {
		return new TestEdge(behavior, "");
	}

	static TestEdge of(String behavior, String more) {
		return new TestEdge(behavior, more);
	}

	/** One whose behavior has a cache policy. */
	static TestEdge caching(String policy) {
		return of("\"CachePolicyId\": \"%s\"".formatted(policy));
	}

	/** One whose behavior has a cache policy of the template. */
	static TestEdge with(String ttl, String key) {
		TestEdge edge = of("\"CachePolicyId\": \"own\"");
		edge.policy(new CachePolicy(new Resource("Own", "AWS::CloudFront::CachePolicy", "Test/Own", json("{}"))), """
				{"CachePolicyConfig": {"Name": "own", %s,
					"ParametersInCacheKeyAndForwardedToOrigin": {"EnableAcceptEncodingGzip": false, %s}}}"""
			.formatted(ttl, key.isEmpty() ? NO_KEY : key));
		return edge;
	}

	static final String NO_KEY = """
			"HeadersConfig": {"HeaderBehavior": "none"}, "CookiesConfig": {"CookieBehavior": "none"},
			"QueryStringsConfig": {"QueryStringBehavior": "none"}""";

	TestEdge policy(StandIn policy, String properties) {
		try {
			policy.start(json(properties));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		this.policies.add(policy);
		if (policy instanceof CachePolicy) {
			((ObjectNode) this.config.path("DefaultCacheBehavior")).put("CachePolicyId", policy.ref());
		}
		return this;
	}

	TestEdge origin(Function<Request, Answer> other) {
		this.origin = other;
		return this;
	}

	void down(boolean other) {
		this.down = other;
	}

	void pass(long seconds) {
		this.now = this.now.plusSeconds(seconds);
	}

	Instant now() {
		return this.now;
	}

	EdgeCache cache() {
		return this.cache;
	}

	DistributionSettings settings() {
		ObjectNode properties = JsonMapper.shared().createObjectNode();
		properties.set("DistributionConfig", this.config);
		return DistributionSettings.read(properties, () -> this.policies);
	}

	Edge edge() {
		DistributionSettings settings = settings();
		OriginSender sender = (origin, request, host) -> {
			this.asked.add(request.with(request.fields().with("Host", (host != null) ? host : origin.domain())));
			if (this.down) {
				throw new OriginFailure(502, "down");
			}
			return this.origin.apply(request);
		};
		return new Edge(() -> settings, this.cache, sender, new Compression((body) -> body),
				new EdgeFunctions((arn) -> Optional.empty(), "E1"), (location, request, answer, time) -> {
				}, "LAB50-P1");
	}

	Answer send(String method, String target, String... header) {
		return edge().handle(request(method, target, header), "127.0.0.1:8443");
	}

	Answer get(String target, String... header) {
		return send("GET", target, header);
	}

	static Request request(String method, String target, String... header) {
		Fields fields = Fields.NONE.with("Host", "edge.example");
		for (String each : header) {
			String[] parts = each.split(": ", 2);
			fields = fields.and(parts[0], parts[1]);
		}
		String[] parts = target.split("\\?", 2);
		return new Request(method, parts[0], (parts.length == 2) ? parts[1] : "", fields, new byte[0], VIEWER);
	}

	static Answer answer(int status, String body, String... header) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		Fields fields = Fields.NONE.with("Content-Length", Integer.toString(bytes.length))
			.with("Content-Type", "text/plain");
		for (String each : header) {
			String[] parts = each.split(": ", 2);
			fields = fields.has(parts[0]) && !parts[0].equals("Set-Cookie") ? fields.with(parts[0], parts[1])
					: fields.and(parts[0], parts[1]);
		}
		return new Answer(status, fields, bytes, Answer.Result.MISS);
	}

	static String text(Answer answer) {
		return new String(answer.body(), StandardCharsets.UTF_8);
	}

	static String cache(Answer answer) {
		return answer.fields().text("X-Cache");
	}

	static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

}
