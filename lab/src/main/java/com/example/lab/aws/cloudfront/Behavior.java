package com.example.lab.aws.cloudfront;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A cache behavior: what happens to requests whose path matches.
 *
 * @param pattern of paths; {@code *} for the default
 * @param origin the id of an origin or of an origin group
 * @param allowed methods
 * @param cached methods whose answers are cached
 * @param viewerProtocol what viewers may use
 * @param compress whether the edge compresses
 * @param cache its cache policy
 * @param forward its origin request policy
 * @param response its response headers policy; null for none
 * @param functions ARNs by event
 */
record Behavior(Pattern pattern, String origin, List<String> allowed, List<String> cached, String viewerProtocol,
		boolean compress, CacheSettings cache, ForwardSettings forward, @Nullable ResponseSettings response,
		Map<String, String> functions) {

	private static final List<String> READS = List.of("GET", "HEAD");

	/**
	 * Reads one.
	 * @param settings a cache behavior, the default one included
	 * @param policies gives policies by their ids
	 */
	static Behavior read(Settings settings, Policies policies) {
		for (String name : List.of("ForwardedValues", "MinTTL", "MaxTTL", "DefaultTTL")) {
			settings.refuse(name, "the lab has no legacy cache settings. Use a cache policy");
		}
		settings.refuse("LambdaFunctionAssociations", "the lab runs no Lambda@Edge. Use a CloudFront function");
		for (String name : List.of("FieldLevelEncryptionId", "GrpcConfig", "RealtimeLogConfigArn", "SmoothStreaming",
				"TrustedKeyGroups", "TrustedSigners")) {
			settings.refuse(name, "the lab does not do this. Take it out of the CDK code");
		}
		List<String> allowed = settings.texts("AllowedMethods");
		List<String> cached = settings.texts("CachedMethods");
		String forward = settings.text("OriginRequestPolicyId", "");
		String response = settings.text("ResponseHeadersPolicyId", "");
		Map<String, String> functions = new TreeMap<>();
		settings.each("FunctionAssociations", (each) -> functions
			.put(each.choice("EventType", "", "viewer-request", "viewer-response"), each.text("FunctionARN")));
		return new Behavior(Paths.pattern("/" + settings.text("PathPattern", "*").replaceFirst("^/", "")),
				settings.text("TargetOriginId"), allowed.isEmpty() ? READS : allowed, cached.isEmpty() ? READS : cached,
				settings.choice("ViewerProtocolPolicy", "", "allow-all", "https-only", "redirect-to-https"),
				settings.flag("Compress", false), policies.cache(settings, settings.text("CachePolicyId")),
				forward.isEmpty() ? ForwardSettings.NONE : policies.forward(settings, forward),
				response.isEmpty() ? null : policies.response(settings, response), functions);
	}

	boolean matches(String path) {
		return this.pattern.matcher(path).matches();
	}

	/** Whether an answer to this may come from the cache. */
	boolean caches(Request request) {
		return this.cache.caches() && this.cached.contains(request.method());
	}

	boolean forwardsCookies() {
		return !this.cache.cookies().isNone() || !this.forward.cookies().isNone();
	}

	/**
	 * Whether requests for the same object wait for the first of them.
	 *
	 * @see <a href=
	 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-traffic-spikes">Request
	 * collapsing</a>
	 */
	boolean collapses() {
		return this.cache.caches() && !forwardsCookies();
	}

	boolean sendsHeader(String name) {
		return this.cache.headers().includesHeader(name) || this.forward.sends(name);
	}

	/** Whether a cookie or a query string goes to the origin. */
	boolean sends(Function<CacheSettings, Selection> key, Function<ForwardSettings, Selection> more, String name) {
		return key.apply(this.cache).includes(name) || more.apply(this.forward).includes(name);
	}

}
